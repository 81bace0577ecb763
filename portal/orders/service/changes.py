"""The buyer's word on an issued order: deciding about proposals, and changing the order itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from flask_babel import lazy_gettext as _

from portal import clock
from portal.accounts.roles import Side
from portal.errors import RuleBroken, WrongState
from portal.orders import events
from portal.orders.models import PurchaseOrder, ScheduleChange, ScheduleLine
from portal.orders.rules.orders import not_shipped
from portal.orders.rules.responses import check_change, check_reason
from portal.orders.rules.rows import at_row
from portal.orders.service.holding import hold_order, hold_parts, hold_seen
from portal.orders.service.responses import close_change
from portal.orders.service.terms import cancel_part, recount, revise, settle, tell
from portal.orders.workflow import CHANGE, ORDER, SCHEDULE, ScheduleState
from portal.workflow import Actor


@dataclass(frozen=True)
class Decision:
    """The word on the open proposal of one schedule line.

    ``moves_agreed_date`` waives a delay: the agreed date moves along, as if the buyer had caused it. ``row`` is
    the row of the form it came from, where a refusal then stands.
    """

    part: ScheduleLine
    take: bool
    moves_agreed_date: bool = False
    reason: str = ""
    row: int | None = None


@dataclass(frozen=True)
class Amendment:
    """What shall be otherwise about one schedule line; None means "as it is".

    The quantity is in the line's unit, the price per the line's price basis in the order's currency and holds
    for the whole line. ``cancels`` cancels the schedule line. ``row`` is the row of the form it came from.
    """

    part: ScheduleLine
    quantity: Decimal | None = None
    day: date | None = None
    price: Decimal | None = None
    cancels: bool = False
    reason: str = ""
    row: int | None = None


def decide(order: PurchaseOrder, decisions: Sequence[Decision], *, actor: Actor, now: datetime) -> None:
    """Accept or refuse what the supplier proposes; a refused change returns the line to its terms.

    ``WrongState`` for a line without an open proposal, ``RuleBroken`` at ``reason`` for a refusal without one;
    ``Stale`` where the order has changed since it was read.
    """
    hold_seen(order, actor)
    hold_parts(order, [one.part for one in decisions])
    ORDER.check(order, "decide", actor, now)
    if not decisions:
        raise RuleBroken(_("Decide about at least one change."))
    taken: list[int] = []
    refused: list[int] = []
    for one in decisions:
        with at_row(one.row, "verdict"):
            _decide(one, actor, now)
        (taken if one.take else refused).append(one.part.id)
    tell(events.ChangesDecided(order.id, tuple(taken), tuple(refused)), order, actor, now)
    if taken and any(part.state is not ScheduleState.CANCELLED for part in order.schedule):
        revise(order, actor, now)
    settle(order, actor, now)


def _decide(one: Decision, actor: Actor, now: datetime) -> None:
    change = one.part.open_change
    if change is None or change.side is not Side.SUPPLIER:
        raise WrongState(_("No change waits for a decision here."))
    if not one.take:
        check_reason(one.reason)
        SCHEDULE.advance(one.part, "refuse", actor, now)
    else:
        SCHEDULE.advance(one.part, "release" if change.cancels else "take", actor, now)
        change.moves_agreed_date = one.moves_agreed_date and change.new_date is not None
    close_change(change, one.take, one.reason, actor, now)


def amend(order: PurchaseOrder, amendments: Sequence[Amendment], *, actor: Actor, now: datetime) -> None:
    """Change an issued order: at once where nothing was agreed yet, with the supplier's consent where it was.

    Either way the supplier gets a new revision once the terms are others. ``RuleBroken`` as ``check_change``
    says, and at ``reason`` for a cancellation without one; ``WrongState`` for a line that waits for an answer;
    ``Stale`` where somebody else has changed the order.
    """
    hold_seen(order, actor)
    hold_parts(order, [one.part for one in amendments])
    ORDER.check(order, "amend", actor, now)
    if not amendments:
        raise RuleBroken(_("Change at least one line."))
    changed, asked = [], []
    for one in amendments:
        with at_row(one.row, "new_quantity"):
            _check(order, one, now)
        if one.part.agreed_date is None:
            _change_now(one, actor, now)
            changed.append(one.part.id)
        else:
            SCHEDULE.advance(one.part, "amend", actor, now)
            one.part.changes.append(_wish(one, actor, now))
            asked.append(one.part.id)
    ORDER.advance(order, "amend", actor, now)
    tell(events.OrderAmended(order.id, tuple(changed), tuple(asked)), order, actor, now)
    if changed and any(part.state is not ScheduleState.CANCELLED for part in order.schedule):
        revise(order, actor, now)
    settle(order, actor, now)


def _check(order: PurchaseOrder, one: Amendment, now: datetime) -> None:
    if one.cancels:
        not_shipped(one.part, now)
        check_reason(one.reason)
        return
    zone = one.part.site.timezone if one.part.site else order.buyer.timezone
    check_change(one.part, one.quantity, one.day, one.price, clock.day_in(now, zone))


def _change_now(one: Amendment, actor: Actor, now: datetime) -> None:
    part = one.part
    if one.cancels:
        SCHEDULE.advance(part, "cancel", actor, now)
        cancel_part(part, Side.BUYER, now)
        return
    SCHEDULE.advance(part, "amend", actor, now)
    part.quantity = one.quantity or part.quantity
    part.requested_date = one.day or part.requested_date
    if one.price is not None:
        part.line.price = one.price
    part.answer_reason = ""
    recount(part.line)


def _wish(one: Amendment, actor: Actor, now: datetime) -> ScheduleChange:
    return ScheduleChange(
        buyer_id=one.part.buyer_id,
        supplier_id=one.part.supplier_id,
        side=Side.BUYER,
        cancels=one.cancels,
        new_quantity=None if one.cancels else one.quantity,
        new_date=None if one.cancels else one.day,
        new_price=None if one.cancels else one.price,
        reason=one.reason.strip(),
        proposed_at=now,
        proposed_by_id=actor.person_id,
    )


def retract(part: ScheduleLine, *, actor: Actor, now: datetime) -> None:
    """The buyer takes back what it asked to change, before the supplier has answered."""
    order = part.line.order
    hold_order(order, actor)
    SCHEDULE.advance(part, "retract", actor, now)
    change = part.open_change
    assert change is not None
    CHANGE.advance(change, "withdraw", actor, now)
    change.decided_at, change.decided_by_id = now, actor.person_id
    tell(events.AmendmentRetracted(order.id, part.id), order, actor, now)
    settle(order, actor, now)
