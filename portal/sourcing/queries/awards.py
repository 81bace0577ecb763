"""Awards for the buyer, and each bidder's own part of a published one."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.catalog.models import Item
from portal.db import db, one
from portal.money import minor_units
from portal.sourcing.models import Award, AwardLine, OpenedBid, OpenedLine, Rfq, RfqLine
from portal.sourcing.queries.opened import asked_line
from portal.sourcing.rules.figures import OfferedLine, price_line
from portal.sourcing.rules.ratios import rounded
from portal.sourcing.workflow import AwardState


def awards(buyer_id: int, rfq: Rfq) -> list[Award]:
    """The awards of an RFQ with their lines, oldest first."""
    return list(
        db.session.scalars(
            select(Award)
            .where(Award.buyer_id == buyer_id, Award.rfq_id == rfq.id)
            .options(*_parts())
            .order_by(Award.id)
        )
    )


def award(buyer_id: int, public_id: str) -> Award:
    """One award of a buyer. ``Missing`` for anybody else's."""
    return one(
        select(Award)
        .where(Award.buyer_id == buyer_id, Award.public_id == public_id)
        .options(joinedload(Award.rfq), *_parts())
    )


def _parts() -> tuple[Any, ...]:
    lines = selectinload(Award.lines)
    return (
        lines.joinedload(AwardLine.rfq_line).joinedload(RfqLine.item).selectinload(Item.units),
        lines.joinedload(AwardLine.supplier),
        lines.joinedload(AwardLine.opened_line).joinedload(OpenedLine.opened_bid).joinedload(OpenedBid.bid),
    )


def awarded_of(opened_line_id: int) -> Decimal:
    """What standing awards give to one offered line, in the RFQ line's unit."""
    return db.session.scalar(
        select(func.coalesce(func.sum(AwardLine.quantity), 0))
        .join(AwardLine.award)
        .where(AwardLine.opened_line_id == opened_line_id, Award.state != AwardState.CANCELLED)
    ) or Decimal(0)


def amounts(award: Award) -> dict[int, Decimal]:
    """What each line of an award costs in the RFQ's currency without freight, by the line's id, rounded once."""
    return {line.id: _amount(line, award.rfq.currency) for line in award.lines}


def _amount(line: AwardLine, currency: str) -> Decimal:
    offer = line.opened_line
    offered = OfferedLine(offer.quantity, offer.price, offer.price_per, offer.unit)
    bid = offer.opened_bid
    priced = price_line(asked_line(line.rfq_line), offered, bid.currency, bid.rate, currency)
    return rounded(priced.exact_price * Fraction(line.quantity), minor_units(currency))


def won_lines(supplier_id: int, rfq: Rfq) -> list[AwardLine]:
    """What a bidder has won on an RFQ, once the award is published; nothing about anybody else."""
    return list(
        db.session.scalars(
            select(AwardLine)
            .join(AwardLine.award)
            .where(
                AwardLine.supplier_id == supplier_id,
                Award.rfq_id == rfq.id,
                Award.state == AwardState.PUBLISHED,
            )
            .options(joinedload(AwardLine.rfq_line), joinedload(AwardLine.opened_line))
            .order_by(AwardLine.id)
        )
    )
