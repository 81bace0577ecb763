"""Awards by line: proposed with a reason, approved by somebody else, published to the bidders; and disqualifying."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from portal import history
from portal.canonical import fingerprint
from portal.certificates.rules import Step
from portal.clock import day_in
from portal.db import db, lock
from portal.errors import Missing, RuleBroken, WrongState
from portal.sourcing import events
from portal.sourcing.models import AWARD_LINE_TOLD, AWARD_TOLD, Award, AwardLine, Bid, OpenedLine, Rfq
from portal.sourcing.queries.awards import awarded_of
from portal.sourcing.queries.opened import offered_quantity
from portal.sourcing.queries.standings import standings_for
from portal.sourcing.rules.awards import (
    HAS_AWARD,
    NO_LINES,
    OUT_OF_RACE,
    UNDECIDED,
    check_approver,
    check_quantity,
    check_validity,
)
from portal.sourcing.rules.drafts import check_reason
from portal.sourcing.service.audience import hold
from portal.sourcing.service.invitations import overrides
from portal.sourcing.service.outcomes import cancel_award, take, turn_down_rest
from portal.sourcing.workflow import AWARD, BID, RFQ, AwardState, BidState
from portal.workflow import Actor


@dataclass(frozen=True)
class Share:
    """A quantity, in the RFQ line's unit, for one offered line."""

    opened_line: OpenedLine
    quantity: Decimal


def propose(
    rfq: Rfq,
    shares: Sequence[Share],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    override_reason: str = "",
) -> Award:
    """Propose who gets how much of each line; it waits for the approval of somebody else.

    ``RuleBroken`` at ``shares-N-quantity`` for more than is left of a line or than was offered, at ``reason``
    without one, for a bid out of the race and for one whose validity has passed (the day in the buyer's zone).
    ``RuleBroken`` at ``override_reason`` where a winner lacks a certificate that blocks and no reason is given.
    """
    hold(rfq)
    # Whoever disqualifies a bid holds the RFQ too, and has perhaps done so since the bids were read.
    again = select(Bid).where(Bid.rfq_id == rfq.id).execution_options(populate_existing=True)
    db.session.scalars(again).all()
    RFQ.advance(rfq, "award", actor, now)
    why = check_reason(reason)
    if not shares:
        raise RuleBroken(NO_LINES)
    award = Award(
        buyer_id=rfq.buyer_id,
        rfq=rfq,
        state=AWARD.initial,
        reason=why,
        proposed_at=now,
        proposed_by_id=actor.person_id,
    )
    db.session.add(award)
    db.session.flush()
    for index, share in enumerate(shares):
        _give(award, share, f"shares-{index}-quantity", now)
    award.override_reason = _pass_gates(rfq, _winners([award]), override_reason, now)
    db.session.flush()
    row = fingerprint(award, AWARD_TOLD)
    lines = sorted(fingerprint(line, AWARD_LINE_TOLD) for line in award.lines)
    fact = events.AwardProposed(rfq.id, award.id, row, lines)
    history.record(fact, about=[rfq, award], readers=[rfq.buyer_id], actor=actor, now=now)
    return award


def _give(award: Award, share: Share, field: str, now: datetime) -> None:
    rfq, offer = award.rfq, share.opened_line
    line, bid = offer.rfq_line, offer.opened_bid.bid
    if offer.buyer_id != award.buyer_id or line.rfq_id != rfq.id:
        raise Missing
    if bid.state is not BidState.SUBMITTED:
        raise RuleBroken(OUT_OF_RACE, field)
    check_validity(offer.opened_bid.valid_until, day_in(now, rfq.buyer.timezone), bid.supplier.name)
    left_of_offer = offered_quantity(offer) - awarded_of(offer.id)
    check_quantity(
        share.quantity, line.quantity, line.awarded_quantity, left_of_offer, line.unit, line.position, field
    )
    take(line, share.quantity)
    award.lines.append(
        AwardLine(
            buyer_id=award.buyer_id,
            supplier_id=offer.supplier_id,
            rfq_line=line,
            opened_line=offer,
            quantity=share.quantity,
        )
    )
    db.session.flush()


def _winners(awards: Sequence[Award]) -> list[Bid]:
    """The bids that any of the awards gives something to, each once."""
    bids = {line.opened_line.opened_bid.bid for award in awards for line in award.lines}
    return sorted(bids, key=lambda bid: bid.id)


def _pass_gates(rfq: Rfq, winners: Sequence[Bid], override_reason: str, now: datetime) -> str:
    today = day_in(now, rfq.buyer.timezone)
    needed = [
        overrides(standings_for(rfq.buyer_id, rfq, bid.supplier_id, Step.AWARD, today), override_reason)
        for bid in winners
    ]
    return override_reason.strip() if any(needed) else ""


def _hold(award: Award) -> None:
    """Lock the RFQ and then the award, which another may have decided on since it was read."""
    hold(award.rfq)
    lock(award)


def approve(award: Award, *, actor: Actor, now: datetime, separate_duties: bool = True) -> None:
    """Approve a proposed award. ``NotAllowed`` for its author, unless the buyer's policy joins the duties."""
    _hold(award)
    AWARD.advance(award, "approve", actor, now)
    check_approver(award.proposed_by_id, actor.person_id, separate_duties)
    award.approved_at = now
    award.approved_by_id = actor.person_id
    db.session.flush()
    fact = events.AwardApproved(award.rfq_id, award.id)
    history.record(fact, about=[award.rfq, award], readers=[award.buyer_id], actor=actor, now=now)


def publish(award: Award, *, actor: Actor, now: datetime) -> None:
    """Publish the decision on the RFQ: this award and every other approved one.

    The bids that won anything become awarded, the others not awarded, and each bidder hears its own outcome
    only. ``WrongState`` while another award of the RFQ waits for its approval; ``RuleBroken`` for a winner whose
    bid is past its validity.
    """
    rfq = award.rfq
    _hold(award)
    AWARD.check(award, "publish", actor, now)
    standing = db.session.scalars(
        select(Award).where(
            Award.rfq_id == rfq.id, Award.state.in_([AwardState.PROPOSED, AwardState.APPROVED])
        )
    ).all()
    if any(other.state is AwardState.PROPOSED for other in standing):
        raise WrongState(UNDECIDED)
    RFQ.advance(rfq, "settle", actor, now)
    today = day_in(now, rfq.buyer.timezone)
    for other in standing:
        for line in other.lines:
            check_validity(line.opened_line.opened_bid.valid_until, today, line.supplier.name)
        AWARD.advance(other, "publish", actor, now)
        other.published_at = now
        db.session.flush()
        fact = events.AwardPublished(rfq.id, other.id)
        history.record(fact, about=[rfq, other], readers=[rfq.buyer_id], actor=actor, now=now)
    for bid in _winners(standing):
        BID.advance(bid, "award", actor, now)
        db.session.flush()
        _tell(events.BidAwarded(rfq.id, bid.id), bid, actor, now)
    turn_down_rest(rfq, actor=actor, now=now)


def cancel(award: Award, reason: str, *, actor: Actor, now: datetime) -> None:
    """Cancel an award that has not been published, with a reason; its quantities may be awarded again."""
    _hold(award)
    cancel_award(award, reason, actor=actor, now=now)


def disqualify(bid: Bid, reason: str, *, actor: Actor, now: datetime) -> None:
    """Take an opened bid out of the race with a reason that its bidder reads.

    ``RuleBroken`` before the opening, and while an award gives it anything.
    """
    hold(bid.rfq)
    BID.advance(bid, "disqualify", actor, now)
    held = (
        select(AwardLine.id)
        .join(AwardLine.award)
        .join(AwardLine.opened_line)
        .where(
            OpenedLine.opened_bid.has(bid_id=bid.id),
            Award.state.in_([AwardState.PROPOSED, AwardState.APPROVED]),
        )
    )
    if db.session.scalars(held).first() is not None:
        raise RuleBroken(HAS_AWARD)
    bid.disqualified_reason = check_reason(reason)
    db.session.flush()
    _tell(events.BidDisqualified(bid.rfq_id, bid.id), bid, actor, now)


def _tell(fact: object, bid: Bid, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[bid.rfq, bid], readers=[bid.buyer_id, bid.supplier_id], actor=actor, now=now)
