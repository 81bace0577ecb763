"""The records behind the rows of a measure, for the few rows that a page shows."""

from collections.abc import Collection
from typing import Any, TypeVar

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.certificates.models import Requirement
from portal.db import Model, db
from portal.measures.queries.readers import check_reader
from portal.orders.models import GoodsReceiptLine, PoLine, PurchaseOrder, ScheduleLine
from portal.sourcing.models import Award, AwardLine, Invitation

Record = TypeVar("Record", bound=Model)

_ORDER = joinedload(ScheduleLine.line).joinedload(PoLine.order)
WITH: dict[type[Any], tuple[Any, ...]] = {
    ScheduleLine: (_ORDER,),
    GoodsReceiptLine: (
        joinedload(GoodsReceiptLine.receipt),
        selectinload(GoodsReceiptLine.decisions),
        joinedload(GoodsReceiptLine.schedule_line).joinedload(ScheduleLine.line).joinedload(PoLine.order),
    ),
    Invitation: (joinedload(Invitation.rfq),),
    PurchaseOrder: (),
    AwardLine: (
        joinedload(AwardLine.rfq_line),
        joinedload(AwardLine.award).joinedload(Award.rfq),
    ),
    Requirement: (),
}


def records(
    reader_id: int, buyer_id: int, supplier_id: int, kind: type[Record], ids: Collection[int]
) -> dict[int, Record]:
    """The records of these ids between a buyer and a supplier, by id. ``Missing`` for any other reader. One query."""
    check_reader(reader_id, buyer_id, [supplier_id])
    model: Any = kind
    statement: Select[Any] = select(model).where(model.id.in_(ids), model.buyer_id == buyer_id)
    if kind is not Requirement:
        statement = statement.where(model.supplier_id == supplier_id)
    return {row.id: row for row in db.session.scalars(statement.options(*WITH[kind])).unique()}
