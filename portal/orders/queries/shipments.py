"""Reads of ship notices."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import db, one
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine, ShipNotice, ShipNoticeLine
from portal.orders.queries.visible import shared_with
from portal.orders.workflow import LIVE, ShipNoticeState

EXPECTED = (ShipNoticeState.ANNOUNCED, ShipNoticeState.DELIVERED)


def shipments(reader_id: int, states: Iterable[ShipNoticeState] = ()) -> Select[ShipNotice]:
    """The ship notices between the reader and its partners."""
    statement = (
        select(ShipNotice)
        .where(shared_with(reader_id, ShipNotice))
        .options(joinedload(ShipNotice.order), joinedload(ShipNotice.supplier), joinedload(ShipNotice.buyer))
    )
    wanted = tuple(states)
    return statement.where(ShipNotice.state.in_(wanted)) if wanted else statement


def expected(buyer_id: int) -> Select[ShipNotice]:
    """What is announced or delivered and not received yet, of orders that are still running."""
    running = ShipNotice.order.has(PurchaseOrder.state.in_(LIVE))
    return shipments(buyer_id, EXPECTED).where(ShipNotice.buyer_id == buyer_id, running)


def shipment(reader_id: int, public_id: str) -> ShipNotice:
    """One ship notice with its lines. ``Missing`` for anybody else's."""
    line = selectinload(ShipNotice.lines).joinedload(ShipNoticeLine.schedule_line)
    return one(
        shipments(reader_id)
        .where(ShipNotice.public_id == public_id)
        .options(
            line.joinedload(ScheduleLine.line).joinedload(PoLine.item),
            line.joinedload(ScheduleLine.site),
            joinedload(ShipNotice.confirmation),
            selectinload(ShipNotice.receipts),
        )
    )


def shipments_of(reader_id: int, order: PurchaseOrder) -> list[ShipNotice]:
    """The ship notices of one order, the latest first."""
    rows = shipments(reader_id).where(ShipNotice.order_id == order.id).order_by(ShipNotice.id.desc())
    return list(db.session.scalars(rows))


def shipment_by_id(notice_id: int) -> ShipNotice:
    """For reactions, which know of it from an event."""
    return one(select(ShipNotice).where(ShipNotice.id == notice_id))
