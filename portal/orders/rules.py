"""Checks of contracts and orders on plain values."""

from datetime import date, datetime
from decimal import ROUND_DOWN, Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import STEP


def contract_complete(contract: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a contract without lines or with an end before its start."""
    if not contract.lines:
        raise RuleBroken(_("A contract needs at least one line."), "lines")
    if contract.ends_on < contract.starts_on:
        raise RuleBroken(_("The contract must not end before it begins."), "ends_on")


def signed_by_both(contract: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` until each signature block is signed."""
    if any(signature.signed_at is None for signature in contract.signatures):
        raise RuleBroken(_("A signature is still missing."))


def is_expired(ends_on: date, today: date) -> bool:
    """Whether a contract has ended; its last day still counts."""
    return today > ends_on


def not_expired(contract: Any, now: datetime) -> None:
    """``RuleBroken`` for a call-off after the contract's last day (UTC)."""
    if is_expired(contract.ends_on, now.date()):
        raise RuleBroken(_("The contract has expired."))


def order_complete(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for an order without lines, or with a line without schedule lines."""
    if not order.lines:
        raise RuleBroken(_("An order needs at least one line."), "lines")
    for line in order.lines:
        if sum((part.quantity for part in line.schedule), Decimal(0)) != line.quantity:
            raise RuleBroken(
                _("The schedule of line %(position)s must add up to its quantity.", position=line.position),
                "lines",
            )


def nothing_shipped(order: Any, now: datetime) -> None:
    """``RuleBroken`` once any part of the order is under way: what is shipped cannot be cancelled."""
    for line in order.lines:
        for part in line.schedule:
            not_shipped(part, now)


def not_shipped(part: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` once a schedule line is under way."""
    if part.shipped_quantity or part.received_quantity:
        raise RuleBroken(_("What is shipped cannot be cancelled."))


def never_agreed(part: Any, now: datetime) -> None:  # noqa: ARG001
    """Lets a refused change return to "awaiting answer" where both sides never agreed a date."""
    if part.agreed_date is not None:
        raise RuleBroken(_("This line has been agreed before."))


def agreed_before(part: Any, now: datetime) -> None:  # noqa: ARG001
    """Lets a refused change return to the agreed terms where there are any."""
    if part.agreed_date is None:
        raise RuleBroken(_("This line has not been agreed yet."))


def most_receivable(quantity: Decimal, over_tolerance: Decimal) -> Decimal:
    """The quantity that may be received at most: the ordered one plus the printed over-delivery tolerance in
    percent, cut (never rounded up) to 6 decimals."""
    return (quantity * (100 + over_tolerance) / 100).quantize(STEP, rounding=ROUND_DOWN)


def check_received(
    quantity: Decimal, over_tolerance: Decimal, before: Decimal, now_received: Decimal
) -> None:
    """``RuleBroken`` at ``received`` for a negative quantity, or for more than the tolerance allows in all."""
    if now_received < 0:
        raise RuleBroken(_("A received quantity cannot be negative."), "received")
    most = most_receivable(quantity, over_tolerance)
    if before + now_received > most:
        raise RuleBroken(
            _(
                "At most %(most)s may be received here, tolerance included.",
                most=f"{(most - before).normalize():f}",
            ),
            "received",
        )
