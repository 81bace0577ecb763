"""Checks of what both sides answer to each other, and the state of an order that follows from its lines."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.orders.rules.orders import check_not_past, check_price, check_quantity


def parts_of(order: Any) -> list[Any]:
    """All schedule lines of an order, in order."""
    return [part for line in order.lines for part in line.schedule]


def never_agreed(part: Any, now: datetime) -> None:  # noqa: ARG001
    """Lets a refused change return to "awaiting answer" where both sides never agreed a date."""
    if part.agreed_date is not None:
        raise RuleBroken(_("This line has been agreed before."))


def agreed_before(part: Any, now: datetime) -> None:  # noqa: ARG001
    """Lets a refused change return to the agreed terms where there are any."""
    if part.agreed_date is None:
        raise RuleBroken(_("This line has not been agreed yet."))


def not_complete(part: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` for a change of a schedule line of which everything has been received."""
    if part.received_quantity >= part.quantity:
        raise RuleBroken(_("This line has been delivered in full."))


def check_change(
    part: Any,
    quantity: Decimal | None,
    day: date | None,
    price: Decimal | None,
    today: date,
) -> None:
    """Check what is proposed for a schedule line; None means "as it is".

    ``RuleBroken`` when nothing would change, at ``new_quantity`` for nothing or for less than is under way,
    at ``new_date`` for a day before today (a calendar date at the receiving site), and at ``new_price`` for
    a negative price.
    """
    if quantity is None and day is None and price is None:
        raise RuleBroken(_("Say what changes: the quantity, the date or the price."), "new_date")
    if quantity is not None:
        check_quantity(quantity, "new_quantity")
        check_under_way(part, quantity)
    if day is not None:
        check_not_past(day, today, "new_date")
    if price is not None:
        check_price(price, "new_price")


def check_under_way(part: Any, quantity: Decimal) -> None:
    """``RuleBroken`` at ``new_quantity`` for less than has left the supplier or arrived already."""
    if quantity < max(part.shipped_quantity, part.received_quantity):
        raise RuleBroken(_("More than that is under way already."), "new_quantity")


def check_reason(reason: str) -> None:
    """``RuleBroken`` at ``reason`` where somebody is turned down without one."""
    if not reason.strip():
        raise RuleBroken(_("Give a reason."), "reason")


def settled(order: Any) -> str:
    """The move that leads an issued order to the state that follows from its schedule lines.

    A line whose change awaits an answer counts by the terms in force: as agreed where it was agreed before,
    as unanswered otherwise.
    """
    live = [part for part in parts_of(order) if part.state != "cancelled"]
    if not live:
        return "settle_cancelled"
    if all(part.state == "not_accepted" for part in live):
        return "settle_rejected"
    if any(part.agreed_date is None and part.state != "not_accepted" for part in live):
        return "settle_open"
    if any(part.state == "not_accepted" for part in live) or any(
        part.changed_by_supplier for part in parts_of(order)
    ):
        return "settle_changed"
    return "settle_accepted"


def settles(action: str) -> Callable[[Any, datetime], None]:
    """The guard of a settling move: it is open only where the schedule lines lead there."""

    def guard(order: Any, now: datetime) -> None:  # noqa: ARG001
        if settled(order) != action:
            raise RuleBroken(_("The lines of the order say otherwise."))

    return guard


def awaits_supplier(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` unless a schedule line waits for the supplier's word."""
    if not _any_in(order, {"open", "amended"}):
        raise RuleBroken(_("Nothing waits for an answer here."))


def awaits_buyer(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` unless the supplier has proposed a change that is not decided yet."""
    if not _any_in(order, {"changed"}):
        raise RuleBroken(_("No change waits for a decision here."))


def has_accepted(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` unless a schedule line is agreed and not fully delivered."""
    for part in parts_of(order):
        if part.state == "accepted" and part.received_quantity < part.quantity:
            return
    raise RuleBroken(_("There is no agreed line left to change."))


def can_be_amended(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` unless a schedule line is open to a change by the buyer."""
    for part in parts_of(order):
        if part.state in {"open", "accepted", "not_accepted"} and part.received_quantity < part.quantity:
            return
    raise RuleBroken(_("There is no line left to change."))


def nothing_undecided(order: Any, now: datetime) -> None:  # noqa: ARG001
    """``RuleBroken`` while a change is proposed by either side, or once anything is under way."""
    for part in parts_of(order):
        if part.state in {"changed", "amended"}:
            raise RuleBroken(_("Settle the proposed changes first."))
        if part.shipped_quantity or part.received_quantity:
            raise RuleBroken(_("What is shipped cannot be cancelled."))


def _any_in(order: Any, states: Iterable[str]) -> bool:
    wanted = set(states)
    return any(part.state in wanted for part in parts_of(order))
