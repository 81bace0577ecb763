"""Scorecards: one period of one supplier, one period of many, many periods of one. All from the same function."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from portal.clock import day_in
from portal.collaboration.queries import kept
from portal.db import db
from portal.measures.periods import Period
from portal.measures.queries import certificates, on_time, price, quality, responsiveness
from portal.measures.queries.readers import by_supplier, check_reader, zone_of
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.scorecards.card import Card, Evidence, card_of
from portal.scorecards.queries.schemes import in_force, schemes


def card(reader_id: int, buyer_id: int, supplier_id: int, period: Period, now: datetime) -> Card:
    """The scorecard of a supplier with a buyer for a period, as of now.

    ``Missing`` unless the reader is one of the two. Days are those of the receiving site, of the buyer where there is
    none; the scheme is the one in force at the period's beginning, today's where it has none. A supplier's card has
    nothing that tells about others. The number of queries is fixed.
    """
    return cards(reader_id, buyer_id, [supplier_id], period, now)[supplier_id]


def cards(
    reader_id: int, buyer_id: int, supplier_ids: Collection[int], period: Period, now: datetime
) -> dict[int, Card]:
    """The scorecards of several suppliers for one period, in as many queries as one takes."""
    known = schemes(buyer_id)
    return {
        key: card_of(rows, period, in_force(known, _begin(period, rows.zone, now)).scales, now)
        for key, rows in evidence(reader_id, buyer_id, supplier_ids, period, now).items()
    }


def trend(
    reader_id: int, buyer_id: int, supplier_id: int, periods: Sequence[Period], now: datetime
) -> list[Card]:
    """The scorecards of several periods, in their order, in as many queries as one takes."""
    known = schemes(buyer_id)
    starts = [period.start for period in periods if period.start is not None]
    ends = [period.end for period in periods if period.end is not None]
    whole = Period(
        min(starts) if len(starts) == len(periods) else None, max(ends) if len(ends) == len(periods) else None
    )
    rows = evidence(reader_id, buyer_id, [supplier_id], whole, now)[supplier_id]
    return [
        card_of(rows, period, in_force(known, _begin(period, rows.zone, now)).scales, now)
        for period in periods
    ]


def _begin(period: Period, zone: str, now: datetime) -> date:
    return period.start or day_in(now, zone)


def evidence(
    reader_id: int, buyer_id: int, supplier_ids: Collection[int], period: Period, now: datetime
) -> dict[int, Evidence]:
    """Everything that the cards of a period, and of any within it, are made of, by supplier."""
    check_reader(reader_id, buyer_id, supplier_ids)
    whose = (reader_id, buyer_id, supplier_ids)
    zone = zone_of(buyer_id)
    lines = on_time.judged(*whose, period, now)
    taken = quality.taken(*whose, period)
    invited, issued = responsiveness.invited(*whose), responsiveness.issued(*whose)
    awarded, paid = price.awarded(*whose), price.paid(*whose)
    compared: dict[int, Any] = price.against_bids(*whose) if reader_id == buyer_id else {}
    asked = certificates.asked(*whose)
    goals = by_supplier(supplier_ids, ((goal.supplier_id, goal) for goal in kept(buyer_id, supplier_ids)))
    return {
        key: Evidence(
            zone=zone,
            lines=lines[key],
            taken=taken[key],
            invited=invited[key],
            issued=issued[key],
            awarded=awarded[key],
            paid=paid[key],
            compared=compared.get(key),
            asked=asked[key],
            goals=goals[key],
        )
        for key in supplier_ids
    }


def due_range(
    reader_id: int, buyer_id: int, before: date, supplier_id: int | None = None
) -> tuple[date, date] | None:
    """The first and the last due date before a day, of the schedule lines of issued orders; ``None`` for none.

    Without a supplier it is about all suppliers of the reading buyer.
    """
    check_reader(reader_id, buyer_id, [] if supplier_id is None else [supplier_id])
    whose = [] if supplier_id is None else [ScheduleLine.supplier_id == supplier_id]
    first, last = db.session.execute(
        select(func.min(on_time.DUE_ON), func.max(on_time.DUE_ON))
        .select_from(ScheduleLine)
        .join(PoLine, PoLine.id == ScheduleLine.po_line_id)
        .join(PurchaseOrder, PurchaseOrder.id == PoLine.order_id)
        .where(
            ScheduleLine.buyer_id == buyer_id,
            *whose,
            PurchaseOrder.issued_at.is_not(None),
            on_time.DUE_ON < before,  # noqa: SIM300 - A column, not a constant.
        )
    ).one()
    return None if first is None else (first, last)
