"""What happens between a buyer and a supplier."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PartnershipInvited:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipOffered:
    """A supplier with an account may take up a buyer's invitation. The buyer must never learn of this event."""

    partnership_id: int


@dataclass(frozen=True)
class PartnershipOfferDeclined:
    """The buyer must never learn of this event either: its invitation stands as it stood."""

    partnership_id: int


@dataclass(frozen=True)
class PartnershipActivated:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipChanged:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipContactsChanged:
    partnership_id: int
    organisation_id: int


@dataclass(frozen=True)
class CustomerNumberChanged:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipBlocked:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipUnblocked:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipEnded:
    partnership_id: int


@dataclass(frozen=True)
class PartnershipResumed:
    partnership_id: int
