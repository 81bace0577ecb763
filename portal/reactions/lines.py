"""How notices keep lines of RFQs and orders: as facts that the mail writes in its reader's language, without prices."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from portal.orders.models import PurchaseOrder, ScheduleChange, ScheduleLine
from portal.sourcing.models import RfqLine

Fact = dict[str, Any]
MOST = 10


def fact_of(line: Any, quantity: Decimal | None = None, day: date | None = None, **more: Any) -> Fact:
    """A line of an RFQ or an order, with a quantity in its unit and a date where they are told."""
    fact: Fact = {"position": line.position, "description": line.description, **more}
    if quantity is not None:
        fact |= {"quantity": f"{quantity:f}", "unit": line.unit}
    if day is not None:
        fact["day"] = day.isoformat()
    return fact


def first(facts: Sequence[Fact]) -> list[Fact]:
    """The first of many, and how many more there are: a mail tells enough to know what it is about."""
    more = len(facts) - MOST
    return [*facts[:MOST], {"more": more}] if more > 0 else list(facts)


def asked(lines: Iterable[RfqLine]) -> list[Fact]:
    """What an RFQ asks for."""
    return [fact_of(line, line.quantity, line.wanted_date) for line in lines]


def parts_of(order: PurchaseOrder, ids: Iterable[int]) -> list[ScheduleLine]:
    """The schedule lines of an order that an event names, in the order's own order."""
    wanted = set(ids)
    return [part for part in order.schedule if part.id in wanted]


def planned(parts: Iterable[ScheduleLine]) -> list[Fact]:
    """Schedule lines as they stand: quantity and the date by which they are planned now."""
    return [fact_of(part.line, part.quantity, part.due_date) for part in parts]


def cancelled(parts: Iterable[ScheduleLine]) -> list[Fact]:
    """Schedule lines that are, or shall be, cancelled."""
    return [fact_of(part.line, part.quantity, cancels=True) for part in parts]


def wished(parts: Iterable[ScheduleLine]) -> list[Fact]:
    """What the open changes of schedule lines ask for; that a price shall change, never which."""
    return [_wish(part, part.open_change) for part in parts]


def _wish(part: ScheduleLine, change: ScheduleChange | None) -> Fact:
    if change is None or change.cancels:
        return fact_of(part.line, part.quantity, cancels=True)
    more = {"price": True} if change.new_price is not None else {}
    return fact_of(part.line, change.new_quantity, change.new_date, **more)
