"""What buyer and bidders say to each other. No fact for both sides tells who asked or who else was invited."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SupplierInvited:
    """``overridden`` says that a missing certificate was passed over with a reason."""

    rfq_id: int
    invitation_id: int
    overridden: bool = False


@dataclass(frozen=True)
class InvitationRemoved:
    rfq_id: int
    supplier_id: int


@dataclass(frozen=True)
class BidIntended:
    rfq_id: int
    invitation_id: int


@dataclass(frozen=True)
class InvitationDeclined:
    rfq_id: int
    invitation_id: int


@dataclass(frozen=True)
class QuestionAsked:
    rfq_id: int
    question_id: int


@dataclass(frozen=True)
class QuestionAnswered:
    rfq_id: int
    question_id: int


@dataclass(frozen=True)
class AddendumPublished:
    rfq_id: int
    addendum_id: int
    ordinal: int
    material: bool
