"""What an organisation may see: a buyer its own, a supplier what was issued to it."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from portal.orders.models import Contract, GoodsReceipt, PurchaseOrder, ShipNotice


def issued_to(reader_id: int, record: type[PurchaseOrder] | type[Contract]) -> ColumnElement[bool]:
    """The records of a reading buyer, and those that a reading supplier was issued."""
    return or_(
        record.buyer_id == reader_id, and_(record.supplier_id == reader_id, record.issued_at.is_not(None))
    )


def shared_with(reader_id: int, record: type[ShipNotice] | type[GoodsReceipt]) -> ColumnElement[bool]:
    """The records between a buyer and a supplier, of which the reader is one."""
    either: Any = or_(record.buyer_id == reader_id, record.supplier_id == reader_id)
    return either
