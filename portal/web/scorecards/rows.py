"""The rows that a figure was made of, with the records behind those that the page shows."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from operator import attrgetter
from typing import Any

from flask_babel import lazy_gettext as _

from portal.certificates.models import Requirement
from portal.collaboration.models import Goal
from portal.measures.quality import Lot, Nonconforming, Received
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


@dataclass(slots=True)
class LotRow:
    """What the period counts of a receipt line: its receipt, what of it was bad, and its verdict. Each has a day of
    its own, so that a part may belong to another period."""

    received: Received | None = None
    bad: list[Nonconforming] = field(default_factory=list)
    lot: Lot | None = None


def _quality(card: Card) -> Iterable[Entry]:
    """One entry for a receipt line, dated by what the period counts of it first."""
    rows: dict[int, LotRow] = defaultdict(LotRow)
    days: dict[int, date] = {}
    for received in card.quality.received:
        rows[received.id].received = received
        days.setdefault(received.id, received.on)
    for bad in card.quality.nonconforming:
        rows[bad.id].bad.append(bad)
        days.setdefault(bad.id, bad.on)
    for lot in card.quality.inspections:
        rows[lot.id].lot = lot
        days.setdefault(lot.id, lot.on)
    return [Entry(GoodsReceiptLine, key, row, days[key]) for key, row in rows.items()]


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
