"""Checks of purchase orders on plain values."""

from datetime import date, datetime
from decimal import ROUND_UP, Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import STEP

MOST_TOLERANCE = Decimal(100)
RUNNING = frozenset({"issued", "accepted", "accepted_with_changes"})
SETTLED_WITHOUT_DELIVERY = frozenset({"cancelled", "not_accepted"})


def counts_to_handover(incoterm: str) -> bool:
    """Whether dates count to the handover to the carrier: the E, F and C terms of Incoterms 2020.

    Under the D terms, and without an Incoterm, they count to the arrival at the site.
    """
    return incoterm[:1].upper() in {"E", "F", "C"}


def check_quantity(quantity: Decimal, field: str = "quantity") -> None:
    """``RuleBroken`` at ``field`` for a quantity that is not above zero."""
    if quantity <= 0:
        raise RuleBroken(_("The quantity must be above zero."), field)


def check_price(price: Decimal, field: str = "price") -> None:
    """``RuleBroken`` at ``field`` for a negative price."""
    if price < 0:
        raise RuleBroken(_("A price cannot be negative."), field)


def check_tolerance(percent: Decimal, field: str) -> None:
    """``RuleBroken`` at ``field`` for a tolerance below 0 or above 100 percent."""
    if not 0 <= percent <= MOST_TOLERANCE:
        raise RuleBroken(_("A tolerance lies between 0 and 100 percent."), field)


def check_not_past(day: date, today: date, field: str) -> None:
    """``RuleBroken`` at ``field`` for a day before today."""
    if day < today:
        raise RuleBroken(_("This date has passed already."), field)


def order_complete(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for an order without lines, or whose schedule does not add up to a line's quantity."""
    if not order.lines:
        raise RuleBroken(_("An order needs at least one line."), "lines")
    for line in order.lines:
        if sum((part.quantity for part in line.schedule), Decimal(0)) != line.quantity:
            raise RuleBroken(
                _("The schedule of line %(position)s must add up to its quantity.", position=line.position),
                "lines",
            )


def ready_for_approval(order: Any, now: datetime) -> None:
    """``RuleBroken`` for an incomplete order, or one that may be issued without approval."""
    if not order.needs_approval:
        raise RuleBroken(_("This order needs no approval."))
    order_complete(order, now)


def ready_without_approval(order: Any, now: datetime) -> None:
    """``RuleBroken`` for an incomplete order, or one that needs somebody's approval first."""
    if order.needs_approval:
        raise RuleBroken(_("This order needs approval before it is issued."))
    order_complete(order, now)


def nothing_shipped(order: Any, now: datetime) -> None:
    """``RuleBroken`` once any part of the order is under way: what is shipped cannot be cancelled."""
    for line in order.lines:
        for part in line.schedule:
            not_shipped(part, now)


def not_shipped(part: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` once a schedule line is under way."""
    if part.shipped_quantity or part.received_quantity:
        raise RuleBroken(_("What is shipped cannot be cancelled."))


def least_deliverable(quantity: Decimal, under_tolerance: Decimal) -> Decimal:
    """The quantity that fills a schedule line: the ordered one less the printed under-delivery tolerance in
    percent, with what is left of it rounded up to 6 decimals."""
    return (quantity * (100 - under_tolerance) / 100).quantize(STEP, rounding=ROUND_UP)


def all_delivered(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` while an accepted schedule line has not been received within its tolerance."""
    for line in order.lines:
        for part in line.schedule:
            if part.state in SETTLED_WITHOUT_DELIVERY:
                continue
            if part.received_quantity < least_deliverable(part.quantity, order.under_tolerance):
                raise RuleBroken(
                    _("Line %(position)s is still to be delivered or cancelled.", position=line.position)
                )


def is_overdue(part: Any, order: Any, on: date) -> bool:
    """Whether a schedule line of a running order is overdue on a day: its latest accepted date, or the one asked
    for, has passed, and less than its tolerance asks for has arrived; has left the supplier, where the order's
    dates count to the handover to the carrier. ``queries.orders.overdue`` is the same in the database."""
    if order.state not in RUNNING or part.state in SETTLED_WITHOUT_DELIVERY:
        return False
    came = part.shipped_quantity if order.date_basis == "handover" else part.received_quantity
    return part.due_date < on and came < least_deliverable(part.quantity, order.under_tolerance)
