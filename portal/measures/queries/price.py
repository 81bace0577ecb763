"""Published awards, the prices paid to the same supplier before, and for the buyer alone the other bids."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.catalog.models import Item
from portal.clock import day_in
from portal.db import db
from portal.errors import Missing, RuleBroken
from portal.measures.price import Awarded, Paid, Terms
from portal.measures.queries.readers import by_supplier, check_reader, zone_of
from portal.money import SCALE
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.orders.workflow import ScheduleState
from portal.sourcing.models import Award, AwardLine, Bid, OpenedBid, OpenedLine, RfqLine
from portal.sourcing.queries.opened import asked_line
from portal.sourcing.rules.figures import OfferedLine, price_line
from portal.sourcing.rules.ratios import ratio, rounded
from portal.sourcing.workflow import AwardState, BidState

# Bids know no price breaks so far: each offers one price for the whole line.
NO_BREAK = Decimal(0)


def awarded(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, list[Awarded]]:
    """The published awards of items, by the unit and currency of the bid, dated at the buyer.

    An awarded quantity that does not convert into the unit of the bid's price is left out. Three queries.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    zone = zone_of(buyer_id)
    lines = _award_lines(buyer_id, supplier_ids)
    rows = [(line.supplier_id, _awarded(line, zone)) for line in lines]
    return by_supplier(supplier_ids, ((key, row) for key, row in rows if row is not None))


def _award_lines(buyer_id: int, supplier_ids: Collection[int]) -> list[AwardLine]:
    return list(
        db.session.scalars(
            select(AwardLine)
            .join(AwardLine.award)
            .join(AwardLine.rfq_line)
            .where(
                AwardLine.buyer_id == buyer_id,
                AwardLine.supplier_id.in_(supplier_ids),
                Award.state == AwardState.PUBLISHED,
                RfqLine.item_id.is_not(None),
            )
            .options(
                joinedload(AwardLine.award).joinedload(Award.rfq),
                joinedload(AwardLine.rfq_line).joinedload(RfqLine.item).selectinload(Item.units),
                joinedload(AwardLine.opened_line).joinedload(OpenedLine.opened_bid),
            )
            .order_by(AwardLine.id)
        )
    )


def _awarded(line: AwardLine, zone: str) -> Awarded | None:
    asked, offered = asked_line(line.rfq_line), line.opened_line
    try:
        steps = ratio(asked.unit, offered.unit, asked.factors)
    except RuleBroken:
        return None
    terms = Terms(
        item=line.rfq_line.item_id or 0,
        unit=offered.unit,
        price_break=NO_BREAK,
        incoterm=_term(line.award.rfq.incoterm),
        currency=offered.opened_bid.currency,
    )
    quantity = rounded(Fraction(line.quantity) * steps, SCALE)
    return Awarded(line.id, terms, quantity, offered.price / offered.price_per, _published_on(line, zone))


def _published_on(line: AwardLine, zone: str) -> date:
    published_at = line.award.published_at
    assert published_at is not None
    return day_in(published_at, zone)


def _term(incoterm: str) -> str | None:
    return incoterm.strip().upper() or None


def paid(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, list[Paid]]:
    """What each supplier was paid for the items it has been awarded, by the day of the order's issue at the buyer.

    Only lines of which something still stands; never a price paid to anybody else. Two queries.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    zone = zone_of(buyer_id)
    awarded_items = (
        select(RfqLine.item_id)
        .join(AwardLine, AwardLine.rfq_line_id == RfqLine.id)
        .where(
            AwardLine.buyer_id == buyer_id,
            AwardLine.supplier_id.in_(supplier_ids),
            RfqLine.item_id.is_not(None),
        )
    )
    stands = (
        select(ScheduleLine.id)
        .where(ScheduleLine.po_line_id == PoLine.id, ScheduleLine.state != ScheduleState.CANCELLED)
        .exists()
    )
    statement = (
        select(
            PoLine.supplier_id,
            PoLine.item_id,
            PoLine.unit,
            PoLine.price,
            PoLine.price_per,
            PurchaseOrder.currency,
            PurchaseOrder.incoterm,
            PurchaseOrder.issued_at,
        )
        .join(PurchaseOrder, PurchaseOrder.id == PoLine.order_id)
        .where(
            PoLine.buyer_id == buyer_id,
            PoLine.supplier_id.in_(supplier_ids),
            PoLine.item_id.in_(awarded_items),
            PurchaseOrder.issued_at.is_not(None),
            stands,
        )
        .order_by(PoLine.id)
    )
    return by_supplier(
        supplier_ids, ((row.supplier_id, _paid(row, zone)) for row in db.session.execute(statement))
    )


def _paid(row: Any, zone: str) -> Paid:
    terms = Terms(row.item_id, row.unit, NO_BREAK, _term(row.incoterm), row.currency)
    return Paid(terms, row.price / row.price_per, day_in(row.issued_at, zone))


@dataclass
class Compared:
    """Awards in the RFQ's unit and currency, with the unit prices of all bids for their lines by award id."""

    awards: list[Awarded] = field(default_factory=list)
    bids: dict[int, list[Decimal]] = field(default_factory=dict)


def against_bids(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, Compared]:
    """The published awards of items beside all opened bids for their lines, for the buyer's eyes only.

    ``Missing`` for a supplier. Exchange rates are those frozen at the opening. A disqualified bid, and one in a unit
    that does not convert, is no price to compare with. Five queries.
    """
    if reader_id != buyer_id:
        raise Missing
    zone = zone_of(buyer_id)
    lines = _award_lines(buyer_id, supplier_ids)
    prices = _bid_prices(buyer_id, {line.rfq_line_id for line in lines})
    found = {key: Compared() for key in supplier_ids}
    for line in lines:
        own = prices[line.rfq_line_id].get(line.opened_line_id)
        if own is None:
            continue
        asked, rfq = line.rfq_line, line.award.rfq
        terms = Terms(asked.item_id or 0, asked.unit, NO_BREAK, _term(rfq.incoterm), rfq.currency)
        compared = found[line.supplier_id]
        compared.awards.append(Awarded(line.id, terms, line.quantity, own, _published_on(line, zone)))
        compared.bids[line.id] = list(prices[line.rfq_line_id].values())
    return found


def _bid_prices(buyer_id: int, rfq_line_ids: Collection[int]) -> defaultdict[int, dict[int, Decimal]]:
    """Unit prices in the RFQ's unit and currency by RFQ line and opened line."""
    rows = db.session.scalars(
        select(OpenedLine)
        .join(OpenedLine.opened_bid)
        .join(OpenedBid.bid)
        .where(
            OpenedLine.buyer_id == buyer_id,
            OpenedLine.rfq_line_id.in_(rfq_line_ids),
            Bid.state != BidState.DISQUALIFIED,
        )
        .options(
            joinedload(OpenedLine.opened_bid),
            joinedload(OpenedLine.rfq_line).joinedload(RfqLine.rfq),
            joinedload(OpenedLine.rfq_line).joinedload(RfqLine.item).selectinload(Item.units),
        )
        .order_by(OpenedLine.id)
    )
    found: defaultdict[int, dict[int, Decimal]] = defaultdict(dict)
    for row in rows:
        offer = OfferedLine(row.quantity, row.price, row.price_per, row.unit)
        bid, asked = row.opened_bid, row.rfq_line
        try:
            priced = price_line(asked_line(asked), offer, bid.currency, bid.rate, asked.rfq.currency)
        except RuleBroken:
            continue
        found[row.rfq_line_id][row.id] = priced.unit_price
    return found
