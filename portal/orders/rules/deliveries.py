"""Checks of shipments, delivery confirmations and receipts on plain values."""

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import STEP
from portal.units import written


def most_receivable(quantity: Decimal, over_tolerance: Decimal) -> Decimal:
    """The quantity that may be received at most: the ordered one plus the printed over-delivery tolerance in
    percent, cut (never rounded up) to 6 decimals."""
    return (quantity * (100 + over_tolerance) / 100).quantize(STEP, rounding=ROUND_DOWN)


def left_to_ship(quantity: Decimal, over_tolerance: Decimal, shipped: Decimal) -> Decimal:
    """What may still be announced, tolerance included; never below zero."""
    return max(Decimal(0), most_receivable(quantity, over_tolerance) - shipped)


def can_ship(part: Any) -> bool:
    """Whether a schedule line may be shipped: its terms are agreed, it is not cancelled, and some is left."""
    return (
        part.agreed_date is not None
        and part.state not in {"cancelled", "not_accepted"}
        and part.shipped_quantity < part.quantity
    )


def can_receive(part: Any) -> bool:
    """Whether goods-in may take in a schedule line. An unanswered one may arrive all the same."""
    return part.state not in {"cancelled", "not_accepted"}


def something_to_ship(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` where no agreed schedule line has anything left to ship."""
    if not any(can_ship(part) for line in order.lines for part in line.schedule):
        raise RuleBroken(_("There is nothing left to ship."))


def something_to_receive(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` where everything has been received."""
    for line in order.lines:
        for part in line.schedule:
            if can_receive(part) and part.received_quantity < most_receivable(
                part.quantity, order.over_tolerance
            ):
                return
    raise RuleBroken(_("There is nothing left to receive."))


def check_shipped(part: Any, over_tolerance: Decimal, more: Decimal) -> None:
    """``RuleBroken`` at ``quantity`` for shipping nothing, what is not agreed, or more than is left."""
    if more <= 0:
        raise RuleBroken(_("The quantity must be above zero."), "quantity")
    if not can_ship(part):
        raise RuleBroken(_("This line is not agreed, or has been shipped in full."), "quantity")
    left = left_to_ship(part.quantity, over_tolerance, part.shipped_quantity)
    if more > left:
        raise RuleBroken(
            _(
                "At most %(left)s may be shipped here, tolerance included.",
                left=written(left, part.line.unit),
            ),
            "quantity",
        )


def check_ship_dates(shipped_on: date, expected_on: date) -> None:
    """``RuleBroken`` at ``expected_on`` for an arrival before the departure."""
    if expected_on < shipped_on:
        raise RuleBroken(_("It cannot arrive before it leaves."), "expected_on")


def check_delivered(delivered_on: date, shipped_on: date, today: date) -> None:
    """``RuleBroken`` at ``delivered_on`` for a day before the departure or after today, at the receiving site."""
    if delivered_on > today:
        raise RuleBroken(_("This day lies in the future."), "delivered_on")
    if delivered_on < shipped_on:
        raise RuleBroken(_("It cannot arrive before it leaves."), "delivered_on")


def check_arrived(arrived_on: date, today: date) -> None:
    """``RuleBroken`` at ``arrived_on`` for a day after today, a calendar date at the receiving site."""
    if arrived_on > today:
        raise RuleBroken(_("This day lies in the future."), "arrived_on")


def check_received(
    quantity: Decimal, over_tolerance: Decimal, before: Decimal, now_received: Decimal, unit: str
) -> None:
    """``RuleBroken`` at ``received`` for a negative quantity, or for more than the tolerance allows in all.

    All quantities are in ``unit``.
    """
    if now_received < 0:
        raise RuleBroken(_("A received quantity cannot be negative."), "received")
    most = most_receivable(quantity, over_tolerance)
    if before + now_received > most:
        left = max(Decimal(0), most - before)
        raise RuleBroken(
            _("At most %(most)s may be received here, tolerance included.", most=written(left, unit)),
            "received",
        )


def check_rejected(received: Decimal, rejected: Decimal, reason: str) -> None:
    """``RuleBroken`` at ``rejected`` for less than nothing or more than arrived, and at ``defect_reason`` for
    a rejection without a reason."""
    if rejected < 0:
        raise RuleBroken(_("A rejected quantity cannot be negative."), "rejected")
    if rejected > received:
        raise RuleBroken(_("No more can be rejected than was received."), "rejected")
    if rejected and not reason.strip():
        raise RuleBroken(_("Say what is wrong with the rejected quantity."), "defect_reason")


def not_confirmed(notice: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a second delivery confirmation."""
    if notice.confirmation is not None:
        raise RuleBroken(_("This delivery has been confirmed already."))


def confirmed(notice: Any, now: datetime) -> None:  # noqa: ARG001
    """Lets a notice whose receipt was reversed return to "delivered" where the supplier confirmed it."""
    if notice.confirmation is None:
        raise RuleBroken(_("This delivery has not been confirmed yet."))
