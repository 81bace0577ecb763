"""The supplier's word on an issued order, by schedule line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal import clock
from portal.accounts.roles import Side
from portal.db import db
from portal.errors import RuleBroken
from portal.orders import events
from portal.orders.models import PurchaseOrder, ScheduleChange, ScheduleLine
from portal.orders.rules.orders import not_shipped
from portal.orders.rules.responses import check_change, check_reason
from portal.orders.rules.rows import at_row
from portal.orders.service.holding import hold_order, hold_parts, hold_seen
from portal.orders.service.terms import agree, apply_change, revise, settle, tell
from portal.orders.workflow import CHANGE, ORDER, SCHEDULE, ScheduleState
from portal.workflow import Actor


class Verdict(StrEnum):
    """What a supplier says about a schedule line (Peppol: accepted, changed, not accepted)."""

    ACCEPT = "accept"
    PROPOSE = "propose"
    REJECT = "reject"


@dataclass(frozen=True)
class Answer:
    """The word on one schedule line. What is proposed is None where it stays as it is.

    The quantity is in the line's unit, the price per the line's price basis in the order's currency, and
    holds for the whole line. ``cancels`` proposes to cancel the schedule line. ``row`` is the row of the form
    it came from, where a refusal then stands.
    """

    part: ScheduleLine
    verdict: Verdict
    new_quantity: Decimal | None = None
    new_date: date | None = None
    new_price: Decimal | None = None
    cancels: bool = False
    reason: str = ""
    row: int | None = None


def answer(order: PurchaseOrder, answers: Sequence[Answer], *, actor: Actor, now: datetime) -> None:
    """Accept, propose a change of, or reject schedule lines; and accept or refuse what the buyer asks to change.

    Nothing that is left out is accepted: it goes on waiting. ``RuleBroken`` for no answer at all, at
    ``new_quantity``, ``new_date`` or ``new_price`` as ``check_change`` says, and at ``reason`` for a
    rejection without one; ``WrongState`` for a line that does not wait for this; ``Missing`` for a line of
    another order; ``Stale`` where the buyer has changed the order since it was read.
    """
    hold_seen(order, actor)
    hold_parts(order, [one.part for one in answers])
    if not answers:
        raise RuleBroken(_("Answer at least one line."))
    asked = [one for one in answers if one.part.state is ScheduleState.AMENDED]
    fresh = [one for one in answers if one.part.state is not ScheduleState.AMENDED]
    if fresh:
        _answer_fresh(order, fresh, actor, now)
    if asked:
        _answer_asked(order, asked, actor, now)
    settle(order, actor, now)


def _answer_fresh(order: PurchaseOrder, answers: list[Answer], actor: Actor, now: datetime) -> None:
    """Lines that wait for a first answer, and lines that were agreed and shall change."""
    agreed = [one.part.id for one in answers if one.part.agreed_date is not None]
    ORDER.check(order, "propose" if len(agreed) == len(answers) else "respond", actor, now)
    said: dict[Verdict, list[int]] = {verdict: [] for verdict in Verdict}
    for one in answers:
        with at_row(one.row, "verdict"):
            _answer_one(order, one, actor, now)
        if one.part.id not in agreed:
            said[one.verdict].append(one.part.id)
    if agreed:
        tell(events.ChangesProposed(order.id, tuple(agreed)), order, actor, now)
    if any(said.values()):
        _note_answer(order, now)
        tell(
            events.OrderAnswered(
                order.id,
                accepted=tuple(said[Verdict.ACCEPT]),
                changed=tuple(said[Verdict.PROPOSE]),
                not_accepted=tuple(said[Verdict.REJECT]),
            ),
            order,
            actor,
            now,
        )


def _answer_one(order: PurchaseOrder, one: Answer, actor: Actor, now: datetime) -> None:
    SCHEDULE.check(one.part, one.verdict, actor, now)
    if one.verdict is Verdict.ACCEPT:
        agree(one.part)
    elif one.verdict is Verdict.REJECT:
        check_reason(one.reason)
        one.part.answer_reason = one.reason.strip()
    else:
        _check_proposal(order, one, now)
        one.part.changes.append(_proposal(one, actor, now))
    SCHEDULE.advance(one.part, one.verdict, actor, now)


def _note_answer(order: PurchaseOrder, now: datetime) -> None:
    """An order is acknowledged when the last of its lines has had a first answer."""
    if order.answered_at is None and all(part.state is not ScheduleState.OPEN for part in order.schedule):
        order.answered_at = now


def _check_proposal(order: PurchaseOrder, one: Answer, now: datetime) -> None:
    if one.cancels:
        not_shipped(one.part, now)
        check_reason(one.reason)
        return
    zone = one.part.site.timezone if one.part.site else order.buyer.timezone
    today = clock.day_in(now, zone)
    check_change(one.part, one.new_quantity, one.new_date, one.new_price, today)


def _answer_asked(order: PurchaseOrder, answers: list[Answer], actor: Actor, now: datetime) -> None:
    """Lines that the buyer asks to change or to cancel: yes or no."""
    ORDER.check(order, "respond", actor, now)
    taken: list[int] = []
    refused: list[int] = []
    for one in answers:
        accepts = one.verdict is Verdict.ACCEPT
        with at_row(one.row, "verdict"):
            _answer_wish(one, accepts, actor, now)
        (taken if accepts else refused).append(one.part.id)
    tell(events.AmendmentAnswered(order.id, tuple(taken), tuple(refused)), order, actor, now)
    if taken and any(part.state is not ScheduleState.CANCELLED for part in order.schedule):
        revise(order, actor, now)


def _answer_wish(one: Answer, accepts: bool, actor: Actor, now: datetime) -> None:
    change = one.part.open_change
    assert change is not None
    if one.verdict is Verdict.PROPOSE:
        raise RuleBroken(_("Accept or refuse what the buyer asks for."))
    yes = "consent" if change.cancels else "agree"
    SCHEDULE.advance(one.part, yes if accepts else "decline", actor, now)
    close_change(change, accepts, one.reason, actor, now)


def close_change(change: ScheduleChange, accepts: bool, reason: str, actor: Actor, now: datetime) -> None:
    """The other side's word on a proposed change; an accepted one comes into force at once."""
    CHANGE.advance(change, "accept" if accepts else "refuse", actor, now)
    change.decided_at, change.decided_by_id = now, actor.person_id
    change.decision_reason = reason.strip()
    if accepts:
        apply_change(change, now)


def withdraw(part: ScheduleLine, *, actor: Actor, now: datetime) -> None:
    """The supplier takes back what it proposed, before the buyer has decided."""
    order = part.line.order
    hold_order(order, actor)
    SCHEDULE.advance(part, "withdraw", actor, now)
    change = part.open_change
    assert change is not None
    CHANGE.advance(change, "withdraw", actor, now)
    change.decided_at, change.decided_by_id = now, actor.person_id
    tell(events.ProposalWithdrawn(order.id, part.id), order, actor, now)
    settle(order, actor, now)
    db.session.flush()


def _proposal(one: Answer, actor: Actor, now: datetime) -> ScheduleChange:
    return ScheduleChange(
        buyer_id=one.part.buyer_id,
        supplier_id=one.part.supplier_id,
        side=Side.SUPPLIER,
        cancels=one.cancels,
        new_quantity=None if one.cancels else one.new_quantity,
        new_date=None if one.cancels else one.new_date,
        new_price=None if one.cancels else one.new_price,
        reason=one.reason.strip(),
        proposed_at=now,
        proposed_by_id=actor.person_id,
    )
