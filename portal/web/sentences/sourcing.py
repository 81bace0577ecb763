"""What happened to RFQs, their dialogue and their awards, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, at_instant

SENTENCES: dict[str, Any] = {
    "RfqDrafted": _("drafted the RFQ"),
    "RfqEdited": _("changed the draft"),
    "RfqApprovalRequested": _("asked for approval"),
    "RfqApproved": _("approved the RFQ"),
    "RfqReturned": _("returned the RFQ to its writer"),
    "RfqPublished": _("published the RFQ"),
    "DeadlineMoved": _("moved the deadline from %(before)s to %(after)s"),
    "RfqCancelled": _("cancelled the RFQ"),
    "RfqUnsuccessful": _("closed the RFQ as unsuccessful"),
    "RfqFileAdded": _("added a file"),
    "RfqFileRemoved": _("removed a file"),
    "RfqCertificateAsked": _("asked for a further certificate"),
    "OpeningSet": _("settled who opens the bids"),
    "OpenerKeyMade": _("set a passphrase for opening bids"),
    "OpenerKeyLocked": _("changed the passphrase for opening bids"),
    "OpeningAgreed": _("agreed to open the bids"),
    "BidsOpened": _("opened the bids"),
    "OpenedBidRead": _("read the bid"),
    "SupplierInvited": _("invited a supplier"),
    "InvitationRemoved": _("took a supplier off the list"),
    "BidIntended": _("said that it intends to bid"),
    "InvitationDeclined": _("declined to bid"),
    "QuestionAsked": _("asked a question"),
    "QuestionAnswered": _("answered a question"),
    "AddendumPublished": _("published addendum %(ordinal)s"),
    "BidDisqualified": _("disqualified a bid"),
    "AwardProposed": _("proposed an award"),
    "AwardApproved": _("approved the award"),
    "AwardPublished": _("published the award"),
    "AwardCancelled": _("cancelled an award"),
    "BidAwarded": _("awarded the bid"),
    "BidNotAwarded": _("did not award the bid"),
}

WRITERS: dict[str, Writers] = {"DeadlineMoved": {"before": at_instant, "after": at_instant}}
