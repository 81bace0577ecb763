"""Reads of lots, which are the lines of goods receipts, for those who decide about them."""

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.catalog.models import SpecRevision
from portal.db import one
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, LotDecision, PoLine, ScheduleLine
from portal.orders.workflow import UNDECIDED_LOT


def lots(buyer_id: int) -> Select[GoodsReceiptLine]:
    """The lots of a buyer with what they are of, joined with their receipts."""
    line = joinedload(GoodsReceiptLine.schedule_line).joinedload(ScheduleLine.line)
    receipt = joinedload(GoodsReceiptLine.receipt)
    return (
        select(GoodsReceiptLine)
        .join(GoodsReceiptLine.receipt)
        .where(GoodsReceiptLine.buyer_id == buyer_id)
        .options(
            line.joinedload(PoLine.item),
            receipt.joinedload(GoodsReceipt.supplier),
            receipt.joinedload(GoodsReceipt.order),
        )
    )


def waiting(buyer_id: int) -> Select[GoodsReceiptLine]:
    """The lots that quality has still to decide about, by arrival, the oldest first.

    What goods-in rejected as a whole has nothing left to inspect, and what came in with a history, which
    nobody posted, was dealt with before.
    """
    return (
        lots(buyer_id)
        .where(
            GoodsReceiptLine.state.in_(UNDECIDED_LOT),
            GoodsReceiptLine.rejected < GoodsReceiptLine.received,
            GoodsReceipt.posted_by_id.is_not(None),
        )
        .order_by(GoodsReceipt.arrived_on, GoodsReceiptLine.id)
    )


def lot(buyer_id: int, public_id: str) -> GoodsReceiptLine:
    """One lot with what was decided about it. ``Missing`` for anybody else's."""
    line = joinedload(GoodsReceiptLine.schedule_line).joinedload(ScheduleLine.line)
    return one(
        lots(buyer_id)
        .where(GoodsReceiptLine.public_id == public_id)
        .options(
            line.joinedload(PoLine.spec_revision).joinedload(SpecRevision.spec),
            selectinload(GoodsReceiptLine.decisions).joinedload(LotDecision.decided_by),
        )
    )


def decision_by_id(decision_id: int) -> LotDecision:
    """For reactions, which know of it from an event."""
    return one(select(LotDecision).where(LotDecision.id == decision_id))
