"""A supplier's own bids, and what the database can tell of bids without looking into them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload, selectinload

from portal.catalog.models import Item, ItemUnit
from portal.clock import day_in
from portal.db import db, one
from portal.errors import Missing
from portal.sourcing.models import Addendum, Bid, BidVersion, Rfq, RfqRound
from portal.sourcing.rules import Asked
from portal.sourcing.workflow import SENT
from portal.units import UNITS


def bids(supplier_id: int) -> Select[Bid]:
    """The supplier's bids, with all that their state is derived from; the content stays unread."""
    return (
        select(Bid)
        .where(Bid.supplier_id == supplier_id)
        .options(
            selectinload(Bid.versions),
            selectinload(Bid.round),
            selectinload(Bid.rfq).options(
                selectinload(Rfq.addenda), selectinload(Rfq.rounds), joinedload(Rfq.buyer)
            ),
        )
    )


def bid(supplier_id: int, public_id: str) -> Bid:
    """One of the supplier's bids, or ``Missing``."""
    return one(bids(supplier_id).where(Bid.public_id == public_id))


def bid_for(supplier_id: int, round_id: int) -> Bid | None:
    """The supplier's bid in a round, if it has begun one."""
    return db.session.scalars(bids(supplier_id).where(Bid.round_id == round_id)).one_or_none()


def to_wait_for(buyer_id: int, round_: RfqRound) -> list[str]:
    """The public ids of the buyer's bids in a round, for the opening to wait for; never to be shown or counted."""
    return list(
        db.session.scalars(select(Bid.public_id).where(Bid.buyer_id == buyer_id, Bid.round_id == round_.id))
    )


def version(supplier_id: int, bid_public_id: str, public_id: str) -> BidVersion:
    """One version of one of the supplier's bids, or ``Missing``."""
    return one(
        select(BidVersion)
        .join(BidVersion.bid)
        .where(
            BidVersion.supplier_id == supplier_id,
            Bid.public_id == bid_public_id,
            BidVersion.public_id == public_id,
        )
    )


def receipt(supplier_id: int, bid_public_id: str, public_id: str) -> BidVersion:
    """A version that was submitted and so has a receipt, or ``Missing``."""
    found = version(supplier_id, bid_public_id, public_id)
    if found.receipt_number is None:
        raise Missing
    return found


def unanswered(bid: Bid) -> list[Addendum]:
    """The addenda that came after what the bid answers: the version that stands, else the newest draft."""
    version = bid.counting or bid.latest
    answered = version.addendum_ordinal if version else 0
    return [addendum for addendum in bid.rfq.addenda if addendum.ordinal > answered]


def asked(round_: RfqRound) -> Asked:
    """What the RFQ asks of a bid in this round: lines with their units, currencies, the deadline's day."""
    rfq = round_.rfq
    return Asked(
        lines={line: frozenset(codes) for line, codes in units(rfq).items()},
        currencies=frozenset({rfq.currency, *(other.currency for other in rfq.currencies)}),
        deadline_day=day_in(round_.deadline, round_.zone),
    )


def units(rfq: Rfq) -> dict[str, list[str]]:
    """The units in which each line (by public id) may be priced: its own first, its item's, those that convert."""
    items = {line.item_id for line in rfq.lines if line.item_id is not None}
    stock = select(Item.id, Item.unit).where(Item.id.in_(items))
    others = (
        select(ItemUnit.item_id, ItemUnit.unit).where(ItemUnit.item_id.in_(items)).order_by(ItemUnit.unit)
    )
    of_item: dict[int, list[str]] = {}
    for item_id, code in [*db.session.execute(stock), *db.session.execute(others)]:
        of_item.setdefault(item_id, []).append(code)
    return {
        line.public_id: list(
            dict.fromkeys([line.unit, *of_item.get(line.item_id or 0, ()), *_same_dimension(line.unit)])
        )
        for line in rfq.lines
    }


def _same_dimension(code: str) -> list[str]:
    dimension = UNITS[code].dimension if code in UNITS else None
    return [other for other, unit in UNITS.items() if dimension and unit.dimension == dimension]


def last_sent(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """A column of the version that was submitted last, for the ``Bid`` of the statement around."""
    sent = aliased(BidVersion)
    return (
        select(getattr(sent, column.key))
        .where(sent.bid_id == Bid.id, sent.received_at.is_not(None))
        .order_by(sent.ordinal.desc())
        .limit(1)
        .correlate(Bid)
        .scalar_subquery()
    )


def returned() -> ColumnElement[bool]:
    """Whether a material addendum has returned the ``Bid`` of the statement around: ``Bid.returned_by`` in SQL."""
    material = (
        select(func.max(Addendum.ordinal))
        .join(RfqRound, RfqRound.rfq_id == Addendum.rfq_id)
        .where(
            RfqRound.id == Bid.round_id,
            Addendum.material.is_(True),
            Addendum.published_at < RfqRound.deadline,
        )
        .correlate(Bid)
        .scalar_subquery()
    )
    answered = last_sent(BidVersion.addendum_ordinal)
    return Bid.state.in_(SENT) & func.coalesce(material > answered, False)
