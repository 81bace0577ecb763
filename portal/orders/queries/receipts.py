"""Reads of goods receipts."""

from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db, one
from portal.orders.models import (
    GoodsReceipt,
    GoodsReceiptLine,
    LotDecision,
    PoLine,
    PurchaseOrder,
    ScheduleLine,
)
from portal.orders.queries.visible import shared_with
from portal.orders.workflow import ReceiptState


def receipts(reader_id: int) -> Select[GoodsReceipt]:
    """The receipts between the reader and its partners, counter-receipts included."""
    return (
        select(GoodsReceipt)
        .where(shared_with(reader_id, GoodsReceipt))
        .options(
            joinedload(GoodsReceipt.order),
            joinedload(GoodsReceipt.notice),
            joinedload(GoodsReceipt.supplier),
            joinedload(GoodsReceipt.buyer),
            joinedload(GoodsReceipt.reverses),
            joinedload(GoodsReceipt.reversed_by),
        )
    )


def receipt(reader_id: int, public_id: str) -> GoodsReceipt:
    """One receipt with its lines. ``Missing`` for anybody else's."""
    return one(_with_lines(receipts(reader_id).where(GoodsReceipt.public_id == public_id)))


def receipts_of(reader_id: int, order: PurchaseOrder) -> list[GoodsReceipt]:
    """The receipts of one order with their lines, in the order of their arrival."""
    rows = _with_lines(receipts(reader_id).where(GoodsReceipt.order_id == order.id))
    return list(db.session.scalars(rows.order_by(GoodsReceipt.arrived_on, GoodsReceipt.id)).unique())


def _with_lines(statement: Select[GoodsReceipt]) -> Select[GoodsReceipt]:
    lines = selectinload(GoodsReceipt.lines)
    return statement.options(
        lines.joinedload(GoodsReceiptLine.schedule_line)
        .joinedload(ScheduleLine.line)
        .joinedload(PoLine.item),
        lines.selectinload(GoodsReceiptLine.decisions).joinedload(LotDecision.decided_by),
    )


def standing(buyer_id: int) -> Select[GoodsReceiptLine]:
    """The receipt lines that count: all but those that a counter-receipt has taken back."""
    return select(GoodsReceiptLine).where(
        GoodsReceiptLine.buyer_id == buyer_id, GoodsReceiptLine.state != ReceiptState.REVERSED
    )


def last_arrivals(reader_id: int, order: PurchaseOrder) -> dict[int, date]:
    """The day of the last standing arrival for each schedule line of an order that has one, by its id."""
    rows = db.session.execute(
        select(GoodsReceiptLine.schedule_line_id, func.max(GoodsReceipt.arrived_on))
        .join(GoodsReceipt)
        .where(
            shared_with(reader_id, GoodsReceipt),
            GoodsReceipt.order_id == order.id,
            GoodsReceiptLine.state != ReceiptState.REVERSED,
        )
        .group_by(GoodsReceiptLine.schedule_line_id)
    )
    return {row[0]: row[1] for row in rows}
