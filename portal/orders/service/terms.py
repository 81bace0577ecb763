"""What changes of terms do to an issued order: quantities, dates, amounts, its revision and its state."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from portal import history
from portal.accounts.roles import Side
from portal.db import Model, db, touch
from portal.money import line_amount
from portal.orders import events
from portal.orders.models import PoLine, PurchaseOrder, ScheduleChange, ScheduleLine
from portal.orders.rules.responses import check_under_way, settled
from portal.orders.service.holding import call_off
from portal.orders.workflow import ORDER, OrderState, ScheduleState
from portal.workflow import Actor


def tell(fact: Any, order: PurchaseOrder, actor: Actor, now: datetime, also: Sequence[Model] = ()) -> None:
    """Record a fact about an issued order, which both sides may read."""
    db.session.flush()
    history.record(
        fact, about=[order, *also], readers=[order.buyer_id, order.supplier_id], actor=actor, now=now
    )


def agree(part: ScheduleLine) -> None:
    """The supplier accepts the line as it stands: the first date that both accepted is the agreed one."""
    if part.agreed_date is None:
        part.agreed_date = part.requested_date


def apply_change(change: ScheduleChange, now: datetime) -> None:
    """Put an accepted change into force.

    A date that the buyer caused or waived moves the agreed date; a supplier's own delay only re-plans, as the
    revised date; and where nothing was agreed before, the changed date is the first that both accepted. A
    price holds for the whole line, whose amount is rounded again. ``RuleBroken`` at ``new_quantity`` for less
    than is under way by now.
    """
    part = change.schedule_line
    if change.cancels:
        cancel_part(part, change.side, now)
        return
    if change.new_quantity is not None:
        # More may have left since the change was proposed.
        check_under_way(part, change.new_quantity)
        part.quantity = change.new_quantity
    if change.new_price is not None:
        part.line.price = change.new_price
    _set_dates(part, change)
    recount(part.line)


def _set_dates(part: ScheduleLine, change: ScheduleChange) -> None:
    if part.agreed_date is None:
        part.agreed_date = change.new_date or part.requested_date
    elif change.new_date is not None:
        if change.side is Side.BUYER or change.moves_agreed_date:
            part.agreed_date, part.revised_date = change.new_date, None
        else:
            part.revised_date = change.new_date


def cancel_part(part: ScheduleLine, side: Side, now: datetime) -> None:
    """Note when and at whose wish a schedule line was cancelled (its state is so already), and count again."""
    part.cancelled_at, part.cancelled_for = now, side
    recount(part.line)


def recount(line: PoLine) -> None:
    """Quantity and amount of a line from its schedule lines that are not cancelled; a line that is cancelled
    as a whole keeps its last ones. What the contract counts as called off follows."""
    live = [part for part in line.schedule if part.state is not ScheduleState.CANCELLED]
    quantity = sum((part.quantity for part in live), Decimal(0))
    call_off(line.contract_line, quantity - line.quantity)
    if live:
        line.quantity = quantity
    line.amount = line_amount(line.quantity, line.price, line.price_per, line.order.currency)


def revise(order: PurchaseOrder, actor: Actor, now: datetime) -> None:
    """Count a new revision: the document says something else than before."""
    order.revision += 1
    tell(events.OrderRevised(order.id, order.revision), order, actor, now)


def settle(order: PurchaseOrder, actor: Actor, now: datetime) -> None:
    """Let the order's state follow from its schedule lines."""
    db.session.flush()
    ORDER.advance(order, settled(order), actor, now)
    touch(order)
    if order.state is OrderState.CANCELLED:
        tell(events.OrderCancelled(order.id), order, actor, now)
