"""What a decision does to the bids and to awards under way."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select, update

from portal import history
from portal.db import db
from portal.sourcing import events
from portal.sourcing.models import Award, Bid, Rfq, RfqLine
from portal.sourcing.rules.drafts import check_reason
from portal.sourcing.workflow import AWARD, BID, AwardState, BidState
from portal.workflow import Actor


def bids_in_race(rfq: Rfq) -> list[Bid]:
    """The bids of an opened RFQ that nobody has decided on, in no telling order."""
    return list(
        db.session.scalars(
            select(Bid).where(Bid.rfq_id == rfq.id, Bid.state == BidState.SUBMITTED).order_by(Bid.public_id)
        )
    )


def turn_down_rest(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """Tell every bidder still in the race that it has not won; each hears of its own bid only."""
    for bid in bids_in_race(rfq):
        BID.advance(bid, "turn_down", actor, now)
        db.session.flush()
        history.record(
            events.BidNotAwarded(rfq.id, bid.id),
            about=[rfq, bid],
            readers=[rfq.buyer_id, bid.supplier_id],
            actor=actor,
            now=now,
        )


def give_back(award: Award) -> None:
    """Return an award's quantities to what may be awarded."""
    for line in award.lines:
        take(line.rfq_line, -line.quantity)


def take(line: RfqLine, quantity: Decimal) -> None:
    """Count ``quantity`` (the line's unit) as awarded, in the database, which refuses more than was asked."""
    db.session.execute(
        update(RfqLine)
        .where(RfqLine.id == line.id)
        .values(awarded_quantity=RfqLine.awarded_quantity + quantity)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(line, ["awarded_quantity"])


def cancel_award(award: Award, reason: str, *, actor: Actor, now: datetime) -> None:
    """Cancel a decision that has not been published, with a reason; its quantities may be awarded again."""
    AWARD.advance(award, "cancel", actor, now)
    award.cancelled_reason = check_reason(reason)
    give_back(award)
    db.session.flush()
    history.record(
        events.AwardCancelled(award.rfq_id, award.id),
        about=[award.rfq, award],
        readers=[award.buyer_id],
        actor=actor,
        now=now,
    )


def cancel_awards(rfq: Rfq, reason: str, *, actor: Actor, now: datetime) -> None:
    """Cancel every decision under way, because the RFQ itself ends."""
    under_way = select(Award).where(
        Award.rfq_id == rfq.id, Award.state.in_([AwardState.PROPOSED, AwardState.APPROVED])
    )
    for award in db.session.scalars(under_way):
        cancel_award(award, reason, actor=actor, now=now)
