"""What a supplier does with its bid. Nobody else ever reads these but the supplier itself, the view apart."""

from dataclasses import dataclass


@dataclass(frozen=True)
class InvitationViewed:
    """Somebody of the supplier has opened the RFQ for the first time; both sides may know."""

    rfq_id: int
    invitation_id: int


@dataclass(frozen=True)
class BidStarted:
    rfq_id: int
    bid_id: int


@dataclass(frozen=True)
class BidDraftSaved:
    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str


@dataclass(frozen=True)
class BidSubmitted:
    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str


@dataclass(frozen=True)
class BidConfirmed:
    """Submitted again unchanged, in answer to an addendum that had returned the bid."""

    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str


@dataclass(frozen=True)
class BidWithdrawn:
    rfq_id: int
    bid_id: int
    version_id: int
