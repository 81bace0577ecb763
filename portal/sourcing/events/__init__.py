"""What can happen in sourcing, by topic."""

from portal.sourcing.events.awards import (
    AwardApproved,
    AwardCancelled,
    AwardProposed,
    AwardPublished,
    BidAwarded,
    BidDisqualified,
    BidNotAwarded,
)
from portal.sourcing.events.dialogue import (
    AddendumPublished,
    BidIntended,
    InvitationDeclined,
    InvitationRemoved,
    QuestionAnswered,
    QuestionAsked,
    SupplierInvited,
)
from portal.sourcing.events.rfqs import (
    BidsOpened,
    DeadlineMoved,
    RfqCancelled,
    RfqDrafted,
    RfqEdited,
    RfqFileAdded,
    RfqFileRemoved,
    RfqPublished,
    RfqUnsuccessful,
)

__all__ = [
    "AddendumPublished",
    "AwardApproved",
    "AwardCancelled",
    "AwardProposed",
    "AwardPublished",
    "BidAwarded",
    "BidDisqualified",
    "BidIntended",
    "BidNotAwarded",
    "BidsOpened",
    "DeadlineMoved",
    "InvitationDeclined",
    "InvitationRemoved",
    "QuestionAnswered",
    "QuestionAsked",
    "RfqCancelled",
    "RfqDrafted",
    "RfqEdited",
    "RfqFileAdded",
    "RfqFileRemoved",
    "RfqPublished",
    "RfqUnsuccessful",
    "SupplierInvited",
]
