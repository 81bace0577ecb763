"""Order lines that the buyer has already, and the arrivals that a later file tells of them."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import selectinload

from portal.db import db
from portal.imports.bulk import portions
from portal.imports.deliveries.line import DeliveryLine
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.orders.workflow import LIVE, ORDER, ScheduleState
from portal.workflow import PORTAL


class KnownLine(NamedTuple):
    """A line under the other program's number. ``schedule_id`` is that of its one schedule line; ``waits`` is
    whether nothing of it has arrived and something still may."""

    order_number: str | None
    order_id: int
    supplier_id: int
    schedule_id: int | None
    waits: bool


def known_lines(buyer_id: int, numbers: Sequence[str]) -> dict[str, KnownLine]:
    """A buyer's lines by the other program's number, the imported orders locked: what waits is not received meanwhile.

    Lines of the portal's own orders wait for no file.
    """
    for some in portions(numbers):
        orders = select(PoLine.order_id).where(PoLine.buyer_id == buyer_id, PoLine.erp_number.in_(some))
        imported = (PurchaseOrder.id.in_(orders), PurchaseOrder.imported_by != "")
        held = select(PurchaseOrder.id).where(*imported).order_by(PurchaseOrder.id)
        db.session.execute(held.with_for_update(key_share=True)).all()
    waits = and_(
        PurchaseOrder.imported_by != "",
        PurchaseOrder.state.in_(LIVE),
        ScheduleLine.state == ScheduleState.ACCEPTED,
        ScheduleLine.shipped_quantity == 0,
        ScheduleLine.received_quantity == 0,
    )
    found: dict[str, KnownLine] = {}
    for some in portions(numbers):
        rows = db.session.execute(
            select(
                PoLine.erp_number,
                PurchaseOrder.erp_number,
                PurchaseOrder.id,
                PurchaseOrder.supplier_id,
                ScheduleLine.id,
                func.coalesce(waits, False),
            )
            .join(PoLine.order)
            .outerjoin(ScheduleLine, and_(ScheduleLine.po_line_id == PoLine.id, ScheduleLine.position == 1))
            .where(PoLine.buyer_id == buyer_id, PoLine.erp_number.in_(some))
        )
        found.update({str(number): KnownLine._make(facts) for number, *facts in rows})
    return found


def note_arrivals(arrived: Sequence[tuple[DeliveryLine, KnownLine]], now: datetime) -> None:
    """Count what has arrived of lines that waited, and close the orders of which everything has."""
    for line, known in arrived:
        db.session.execute(
            update(ScheduleLine)
            .where(ScheduleLine.id == known.schedule_id)
            .values(
                shipped_quantity=line.arrived_quantity,
                received_quantity=line.arrived_quantity,
                version=ScheduleLine.version + 1,
            )
        )
    for order_ids in portions(sorted({known.order_id for _line, known in arrived})):
        _close_delivered(order_ids, now)


def _close_delivered(order_ids: Collection[int], now: datetime) -> None:
    orders = db.session.scalars(
        select(PurchaseOrder)
        .where(PurchaseOrder.id.in_(order_ids))
        .options(selectinload(PurchaseOrder.lines).selectinload(PoLine.schedule))
        .execution_options(populate_existing=True)
    )
    for order in orders:
        if ORDER.allows(order, "close", PORTAL, now):
            ORDER.advance(order, "close", PORTAL, now)
    db.session.flush()
