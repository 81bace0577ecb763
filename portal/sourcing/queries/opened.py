"""Opened bids and their comparison, for the buyer only. Before the opening there is nothing here to read."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db, one
from portal.history import Event, EventSubject
from portal.money import SCALE
from portal.sourcing.models import Bid, BidVersion, OpenedBid, OpenedLine, Rfq, RfqLine
from portal.sourcing.queries import door
from portal.sourcing.rules.comparison import Column, OfferedBid, TieRule, compare
from portal.sourcing.rules.figures import AskedLine, OfferedLine
from portal.sourcing.rules.ratios import ratio, rounded
from portal.sourcing.workflow import BidState


def opened_bids(buyer_id: int, rfq: Rfq) -> list[OpenedBid]:
    """The opened bids of an RFQ with lines and bidders, by the bidder's name."""
    rows = db.session.scalars(
        select(OpenedBid)
        .join(OpenedBid.bid)
        .where(OpenedBid.buyer_id == buyer_id, Bid.rfq_id == rfq.id)
        .options(
            joinedload(OpenedBid.bid).joinedload(Bid.supplier),
            selectinload(OpenedBid.lines).joinedload(OpenedLine.rfq_line),
        )
    )
    return sorted(rows, key=lambda opened: (opened.bid.supplier.name.casefold(), opened.bid.public_id))


def opened_bid(buyer_id: int, bid_public_id: str) -> OpenedBid:
    """One opened bid by the bid's public id. ``Missing`` for anybody else's, and for every bid before the opening."""
    return one(
        select(OpenedBid)
        .join(OpenedBid.bid)
        .where(OpenedBid.buyer_id == buyer_id, Bid.public_id == bid_public_id)
        .options(
            joinedload(OpenedBid.bid).joinedload(Bid.supplier),
            joinedload(OpenedBid.bid).joinedload(Bid.rfq),
            selectinload(OpenedBid.lines).joinedload(OpenedLine.rfq_line),
        )
    )


def unread(buyer_id: int, opened: Sequence[OpenedBid], person_id: int | None) -> list[OpenedBid]:
    """Those of the buyer's opened bids that no event tells the person to have read."""
    read = set(
        db.session.scalars(
            select(EventSubject.subject_id)
            .join(Event, Event.id == EventSubject.event_id)
            .where(
                EventSubject.kind == Bid.__tablename__,
                EventSubject.subject_id.in_([one.bid_id for one in opened]),
                Event.name == "OpenedBidRead",
                Event.organisation_id == buyer_id,
                Event.person_id == person_id,
            )
        )
    )
    return [one for one in opened if one.bid_id not in read]


def offered_lines(opened: OpenedBid) -> list[OpenedLine]:
    """The offered lines of a bid in the order of the RFQ."""
    return sorted(opened.lines, key=lambda line: line.rfq_line.position)


def bid_files(buyer_id: int, opened: OpenedBid, now: datetime) -> list[dict[str, Any]]:
    """The files that an opened bid names, with their sizes, read through the one door."""
    version = opened.bid.counting
    assert version is not None
    return [
        {"public_id": file.public_id, "name": file.name, "size": file.size, "sha256": file.sha256}
        for file in door.read_for_buyer(buyer_id, version, now).files
    ]


def bid_file(buyer_id: int, opened: OpenedBid, file_public_id: str, now: datetime) -> door.OpenFile:
    """One file of an opened bid. ``Missing`` for any that the bid does not name."""
    version = opened.bid.counting
    assert version is not None
    return door.file_for_buyer(buyer_id, version, file_public_id, now)


def receipt_number(opened: OpenedBid) -> str:
    """The receipt number of the version that was opened, for documents that refer to the bid."""
    receipt = select(BidVersion.receipt_number).where(BidVersion.id == opened.version_id)
    return db.session.scalars(receipt).one() or ""


def comparison(buyer_id: int, rfq: Rfq) -> list[Column]:
    """The comparison of the opened bids, keyed by the ids of bids and RFQ lines, in the RFQ's currency and units.

    Disqualified bids have figures but no rank.
    """
    asked = [asked_line(line) for line in rfq.lines]
    offered = [_offered_bid(opened) for opened in opened_bids(buyer_id, rfq)]
    return compare(asked, offered, rfq.currency, tie_rule(rfq))


def tie_rule(rfq: Rfq) -> TieRule:
    """The published rule for ties; a rule in words of an RFQ from elsewhere is left to the people to apply."""
    return TieRule(rfq.tie_rule) if rfq.tie_rule in set(TieRule) else TieRule.SHARED


def asked_line(line: RfqLine) -> AskedLine:
    factors = {}
    if line.item is not None:
        factors = {line.item.unit: Decimal(1)} | {row.unit: row.factor for row in line.item.units}
    return AskedLine(line.id, line.quantity, line.unit, factors)


def offered_quantity(opened: OpenedLine) -> Decimal:
    """The quantity that a bid offers, in the RFQ line's unit, to 6 decimals."""
    asked = asked_line(opened.rfq_line)
    return rounded(Fraction(opened.quantity) * ratio(opened.unit, asked.unit, asked.factors), SCALE)


def _offered_bid(opened: OpenedBid) -> OfferedBid:
    lines = {
        line.rfq_line_id: OfferedLine(
            line.quantity, line.price, line.price_per, line.unit, line.delivery_date, line.deviation
        )
        for line in opened.lines
    }
    ranked = opened.bid.state is not BidState.DISQUALIFIED
    return OfferedBid(
        opened.bid_id, opened.currency, opened.rate, opened.freight, opened.other_costs, lines, ranked
    )
