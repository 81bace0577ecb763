"""What is left of published awards to be ordered or contracted."""

from dataclasses import dataclass

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation
from portal.catalog.models import Item
from portal.db import db
from portal.orders.models import Contract, ContractLine, PoLine, PurchaseOrder
from portal.orders.workflow import ContractState, OrderState
from portal.sourcing.models import Award, AwardLine, OpenedBid, OpenedLine, RfqLine
from portal.sourcing.workflow import AwardState


@dataclass(frozen=True)
class Unordered:
    """A supplier's part of a published award that no order and no contract has taken up."""

    award: Award
    supplier: Organisation
    lines: tuple[AwardLine, ...]


def _left(buyer_id: int) -> Select[AwardLine]:
    ordered = (
        select(PoLine.id)
        .join(PurchaseOrder)
        .where(PoLine.award_line_id == AwardLine.id, PurchaseOrder.state != OrderState.CANCELLED)
    )
    # A contract that ended before it was in force gives its lines back; what was in force stays used.
    contracted = (
        select(ContractLine.id)
        .join(Contract)
        .where(
            ContractLine.award_line_id == AwardLine.id,
            or_(Contract.state != ContractState.TERMINATED, Contract.in_force_at.is_not(None)),
        )
    )
    return (
        select(AwardLine)
        .join(AwardLine.award)
        .join(AwardLine.rfq_line)
        .where(
            and_(Award.buyer_id == buyer_id, AwardLine.buyer_id == buyer_id),
            Award.state == AwardState.PUBLISHED,
            ~ordered.exists(),
            ~contracted.exists(),
        )
        .options(
            joinedload(AwardLine.award).joinedload(Award.rfq),
            joinedload(AwardLine.supplier),
            joinedload(AwardLine.rfq_line).joinedload(RfqLine.item).selectinload(Item.units),
            joinedload(AwardLine.opened_line).joinedload(OpenedLine.opened_bid).joinedload(OpenedBid.bid),
        )
        .order_by(AwardLine.award_id, AwardLine.supplier_id, RfqLine.position)
    )


def lines_left(buyer_id: int, award_id: int, supplier_id: int) -> list[AwardLine]:
    """The lines of a published award for one supplier that are not ordered or contracted yet."""
    return list(
        db.session.scalars(
            _left(buyer_id).where(AwardLine.award_id == award_id, AwardLine.supplier_id == supplier_id)
        )
    )


def unordered(buyer_id: int) -> list[Unordered]:
    """What waits to be ordered or contracted, one row per award and supplier."""
    rows: dict[tuple[int, int], list[AwardLine]] = {}
    for line in db.session.scalars(_left(buyer_id)):
        rows.setdefault((line.award_id, line.supplier_id), []).append(line)
    return [Unordered(lines[0].award, lines[0].supplier, tuple(lines)) for lines in rows.values()]
