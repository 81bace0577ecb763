"""What time allows: publishing, asking, answering, bidding and opening."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken


def is_closed(deadline: datetime, now: datetime) -> bool:
    """Whether bidding has ended: the deadline itself is already too late (half-open)."""
    return now >= deadline


def before_deadline(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` once the deadline of the RFQ's current round has passed."""
    if is_closed(rfq.deadline, now):
        raise RuleBroken(_("The deadline has passed."))


def after_deadline(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` while bids may still come in."""
    if not is_closed(rfq.deadline, now):
        raise RuleBroken(_("The bids stay sealed until the deadline has passed."))


def before_question_cutoff(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` once questions are no longer taken; without a cut-off the deadline is the cut-off."""
    if now >= (rfq.question_cutoff or rfq.deadline):
        raise RuleBroken(_("The time for questions has passed."))


def still_answerable(invitation: Any, now: datetime) -> None:
    """``RuleBroken`` once an invitation can no longer be answered: after the deadline, or when the RFQ has ended."""
    before_deadline(invitation.rfq, now)
    if not invitation.rfq.takes_bids:
        raise RuleBroken(_("This RFQ takes no bids any more."))


def bid_opened(bid: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a verdict on a bid that nobody has opened yet."""
    if bid.round.opened_at is None:
        raise RuleBroken(_("The bids have not been opened yet."))


def can_publish(rfq: Any, now: datetime) -> None:
    """``RuleBroken`` for an RFQ that lacks what a bidder needs, or whose deadline does not lie ahead."""
    if not rfq.lines:
        raise RuleBroken(_("Add at least one line before publishing."), "lines")
    if not rfq.invitations:
        raise RuleBroken(_("Invite at least one supplier before publishing."), "invitations")
    check_deadline(rfq.deadline, rfq.question_cutoff, now)


def check_deadline(deadline: datetime, cutoff: datetime | None, now: datetime) -> None:
    """``RuleBroken`` for a deadline that is not ahead, or that lies before the question cut-off."""
    if is_closed(deadline, now):
        raise RuleBroken(_("The deadline must lie in the future."), "deadline")
    if cutoff is not None and cutoff > deadline:
        raise RuleBroken(_("Questions must end before the deadline."), "question_cutoff")
