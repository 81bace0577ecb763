"""How a supplier stands in an RFQ, in one word, a tone and a sentence: derived from its own part and the clock."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.sourcing.models import Bid
from portal.sourcing.queries.invited import Part
from portal.sourcing.rules import is_closed
from portal.sourcing.workflow import BID, INVITATION, BidState, InvitationState, RfqState


@dataclass(frozen=True)
class Standing:
    """``tone`` is that of components/status.html; ``step`` says what to do now, if anything.

    ``verb`` is the next move where it is the supplier's, None where it is not.
    """

    label: Any
    tone: str
    step: Any = ""
    verb: Any = None


CANCELLED = Standing(_("Cancelled"), "muted")
UNSUCCESSFUL = Standing(_("Closed without an award"), "muted")
NO_BID = Standing(_("No bid"), "muted")
SEALED = Standing(
    _("Sealed"), "info", _("The deadline has passed. Your bid stays sealed until the buyer opens all bids.")
)
EVALUATED = Standing(_("Under evaluation"), "info", _("The bids are open; the buyer compares them."))
TOO_LATE = Standing(_("Returned, did not count"), "bad")
RETURNED = Standing(
    _("Returned"),
    "wait",
    _("An addendum has returned your bid. It counts again once you confirm or revise it."),
    _("Confirm or revise"),
)
SUBMITTED = Standing(
    BID.labels[BidState.SUBMITTED],
    "good",
    _("Your bid is in. Until the deadline you may revise or withdraw it."),
)
WITHDRAWN = Standing(
    BID.labels[BidState.WITHDRAWN],
    "neutral",
    _("Your bid is withdrawn. Until the deadline you may submit it again."),
)
DRAFT = Standing(
    _("Draft"), "wait", _("Your bid is a draft: only what you submit counts."), _("Submit the bid")
)
DECLINED = Standing(
    INVITATION.labels[InvitationState.DECLINED], "muted", _("You have declined. You may still think again.")
)
INTENDS = Standing(
    INVITATION.labels[InvitationState.INTENDS],
    "info",
    _("You intend to bid. Write your bid before the deadline."),
    _("Write the bid"),
)
INVITED = Standing(
    INVITATION.labels[InvitationState.INVITED],
    "wait",
    _("Look through what is asked for, then say whether you intend to bid."),
    _("Answer"),
)
OUTCOMES = {
    BidState.AWARDED: Standing(BID.labels[BidState.AWARDED], "good", _("You have won. The order follows.")),
    BidState.NOT_AWARDED: Standing(BID.labels[BidState.NOT_AWARDED], "muted"),
    BidState.DISQUALIFIED: Standing(BID.labels[BidState.DISQUALIFIED], "bad"),
}


def standing(part: Part, now: datetime) -> Standing:
    """How the supplier stands at this instant."""
    bid = part.bid
    if part.rfq.state is RfqState.CANCELLED:
        return CANCELLED
    if bid is not None and bid.state in OUTCOMES:
        return OUTCOMES[bid.state]
    if part.rfq.state is RfqState.UNSUCCESSFUL:
        return UNSUCCESSFUL
    over = is_closed((bid.round if bid else part.rfq).deadline, now)
    if bid is not None and bid.counting is not None:
        return _of_sent(bid, over)
    if part.invitation.state is InvitationState.DECLINED:
        return DECLINED if not over else Standing(DECLINED.label, DECLINED.tone)
    if over:
        return NO_BID
    if bid is not None:
        return WITHDRAWN if bid.state is BidState.WITHDRAWN else DRAFT
    return INTENDS if part.invitation.state is InvitationState.INTENDS else INVITED


def _of_sent(bid: Bid, over: bool) -> Standing:
    if bid.returned_by is not None:
        return TOO_LATE if over else RETURNED
    if not over:
        return SUBMITTED
    return SEALED if bid.round.opened_at is None else EVALUATED
