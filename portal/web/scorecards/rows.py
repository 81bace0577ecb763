"""The rows that a figure was made of, with the records behind those that the page shows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import Any

from flask_babel import lazy_gettext as _

from portal.certificates.models import Requirement
from portal.collaboration.models import Goal
from portal.orders.models import GoodsReceiptLine, PurchaseOrder, ScheduleLine
from portal.partnerships.models import Partnership
from portal.scorecards.card import Card
from portal.scorecards.queries.records import records
from portal.sourcing.models import AwardLine, Invitation
from portal.web.paging import Page, page_of_rows


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a measure; ``record`` is what it is about, ``on`` the day to which it belongs.

    ``beside`` is a second row about the same record.
    """

    kind: type[Any]
    id: int
    row: Any
    on: date | None
    beside: Any = None
    record: Any = None


def _on_time(card: Card) -> Iterable[Entry]:
    return (Entry(ScheduleLine, row.line.id, row, row.due_on) for row in card.on_time.rows)


def _quality(card: Card) -> Iterable[Entry]:
    """One entry for a receipt line: what was received, and beside it what of that was bad."""
    found = {row.id: Entry(GoodsReceiptLine, row.id, row, row.on) for row in card.quality.received}
    for bad in card.quality.nonconforming:
        known = found.get(bad.id) or Entry(GoodsReceiptLine, bad.id, None, bad.on)
        found[bad.id] = replace(known, beside=bad)
    return found.values()


def _responsiveness(card: Card) -> Iterable[Entry]:
    for invited in card.responsiveness.invited:
        settled = invited.settled_at
        yield Entry(Invitation, invited.id, invited, settled.date() if settled else None)
    for waited in card.responsiveness.orders:
        yield Entry(PurchaseOrder, waited.order.id, waited, waited.order.issued_at.date())


def _price(card: Card) -> Iterable[Entry]:
    median = {row.award.id: row for row in card.against_median.rows} if card.against_median else {}
    return (
        Entry(AwardLine, row.award.id, row, row.award.on, median.get(row.award.id)) for row in card.price.rows
    )


def _certificates(card: Card) -> Iterable[Entry]:
    return (Entry(Requirement, row.requirement_id, row, None) for row in card.certificates.rows)


def _goals(card: Card) -> Iterable[Entry]:
    return (Entry(Goal, one.goal.id, one, one.goal.due_on, record=one.goal) for one in card.goals.courses)


TOPICS: dict[str, tuple[Any, Callable[[Card], Iterable[Entry]]]] = {
    "on_time": (_("On time in full"), _on_time),
    "quality": (_("Quality"), _quality),
    "responsiveness": (_("Responsiveness"), _responsiveness),
    "price": (_("Price"), _price),
    "certificates": (_("Certificates"), _certificates),
    "goals": (_("Goals"), _goals),
}


def page_of(topic: str, card: Card, reader_id: int, partnership: Partnership) -> Page[Entry]:
    """A page of the rows of a topic, the newest first, with their records read in one query for each kind."""
    _label, entries = TOPICS[topic]
    newest_first = sorted(entries(card), key=lambda one: (one.on or date.max, one.id), reverse=True)
    shown = page_of_rows(newest_first, attrgetter("kind", "id"))
    known: dict[tuple[type[Any], int], Any] = {}
    for kind in {one.kind for one in shown.items if one.record is None}:
        ids = [one.id for one in shown.items if one.kind is kind]
        found = records(reader_id, partnership.buyer_id, partnership.supplier_id, kind, ids)
        known |= {(kind, key): record for key, record in found.items()}
    items = [
        one if one.record is not None else replace(one, record=known[one.kind, one.id]) for one in shown.items
    ]
    return Page(items, shown.older, shown.newer)
