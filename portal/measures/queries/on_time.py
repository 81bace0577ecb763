"""Schedule lines and what arrived of them: by receipts, ship notices and proofs of delivery."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from portal.accounts.models import Organisation, Site
from portal.accounts.roles import Side
from portal.clock import day_in
from portal.db import db
from portal.measures.arrivals import Arrival, DateBasis, Proof
from portal.measures.on_time import Answer, Cancelled, DueLine, Row, judge
from portal.measures.periods import Period
from portal.measures.queries.readers import Days, by_supplier, check_reader, within
from portal.measures.shares import ZERO, portion
from portal.orders.models import (
    DeliveryConfirmation,
    GoodsReceipt,
    GoodsReceiptLine,
    PoLine,
    PurchaseOrder,
    ScheduleLine,
    ShipNotice,
    ShipNoticeLine,
)
from portal.orders.workflow import ReceiptState, ScheduleState, ShipNoticeState

# Until it is received, a shipment counts by what was announced; a received one by what was found.
UNDER_WAY = (ShipNoticeState.ANNOUNCED, ShipNoticeState.DELIVERED)
DUE_ON = func.coalesce(ScheduleLine.agreed_date, ScheduleLine.requested_date)
ZONE = func.coalesce(Site.timezone, Organisation.timezone)

ANSWERS = {
    ScheduleState.OPEN: Answer.NONE,
    ScheduleState.ACCEPTED: Answer.ACCEPTED,
    ScheduleState.CHANGED: Answer.CHANGED,
    ScheduleState.AMENDED: Answer.ACCEPTED,
    ScheduleState.NOT_ACCEPTED: Answer.REJECTED,
    ScheduleState.CANCELLED: Answer.NONE,
}


def judged(
    reader_id: int, buyer_id: int, supplier_ids: Collection[int], period: Period, now: datetime
) -> dict[int, list[Row]]:
    """The schedule lines of issued orders whose due date lies in the period, judged as of now.

    Today, and the day on which a proof was given, are calendar dates in the time zone of the receiving site, or of
    the buyer where no site is named. Three queries, oldest due date first.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    chosen = and_(
        ScheduleLine.buyer_id == buyer_id,
        ScheduleLine.supplier_id.in_(supplier_ids),
        PurchaseOrder.issued_at.is_not(None),
        within(DUE_ON, period),
    )
    arrivals = _arrivals(chosen)
    days = Days(now)
    rows = db.session.execute(_lines().where(chosen).order_by(DUE_ON, ScheduleLine.id))
    return by_supplier(
        supplier_ids,
        ((row.supplier_id, judge(_line(row, arrivals[row.id]), days.today(row.zone))) for row in rows),
    )


def _lines() -> Any:
    return (
        select(
            ScheduleLine.id,
            ScheduleLine.supplier_id,
            ScheduleLine.quantity,
            ScheduleLine.state,
            ScheduleLine.answer_reason,
            ScheduleLine.requested_date,
            ScheduleLine.agreed_date,
            ScheduleLine.revised_date,
            ScheduleLine.cancelled_at,
            ScheduleLine.cancelled_for,
            PoLine.unit,
            PoLine.amount,
            PoLine.quantity.label("line_quantity"),
            PurchaseOrder.currency,
            PurchaseOrder.under_tolerance,
            PurchaseOrder.date_basis,
            ZONE.label("zone"),
        )
        .join(PoLine, PoLine.id == ScheduleLine.po_line_id)
        .join(PurchaseOrder, PurchaseOrder.id == PoLine.order_id)
        .join(Organisation, Organisation.id == ScheduleLine.buyer_id)
        .outerjoin(Site, Site.id == ScheduleLine.site_id)
    )


def _line(row: Any, arrivals: Iterable[Arrival]) -> DueLine:
    cancelled = None
    if row.cancelled_at is not None:
        cancelled = Cancelled(day_in(row.cancelled_at, row.zone), row.cancelled_for is Side.SUPPLIER)
    return DueLine(
        id=row.id,
        quantity=row.quantity,
        unit=row.unit,
        value=_value(row),
        currency=row.currency,
        requested_on=row.requested_date,
        agreed_on=row.agreed_date,
        latest_on=row.revised_date,
        answer=_answer(row),
        under_tolerance=row.under_tolerance,
        basis=DateBasis(row.date_basis),
        arrivals=tuple(arrivals),
        cancelled=cancelled,
    )


def _value(row: Any) -> Decimal:
    """The schedule line's part of its order line's amount, which tells the price whatever was cancelled since."""
    if row.quantity == row.line_quantity:
        return Decimal(row.amount)
    return portion(row.amount, row.quantity, row.line_quantity, row.currency)


def _answer(row: Any) -> Answer:
    """A line that was cancelled after its rejection still has the reason that the supplier gave."""
    if row.state is ScheduleState.CANCELLED and row.answer_reason:
        return Answer.REJECTED
    return ANSWERS[row.state]


def _arrivals(chosen: ColumnElement[bool]) -> defaultdict[int, list[Arrival]]:
    found: defaultdict[int, list[Arrival]] = defaultdict(list)
    unannounced: defaultdict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(_received(chosen)):
        found[row.line_id].append(Arrival(row.received, row.arrived_on, _proof(row), row.shipped_on))
        if row.notice_id is None:
            unannounced[row.line_id].append(row)
    for row in db.session.execute(_under_way(chosen)):
        left = row.quantity - _taken_in(unannounced[row.line_id], row)
        if left > 0:
            found[row.line_id].append(Arrival(left, None, _proof(row), row.shipped_on))
    return found


def _taken_in(receipts: list[Any], notice: Any) -> Decimal:
    """What of a shipment under way was received without naming it, so that nothing arrives twice."""
    later = [row.received for row in receipts if row.arrived_on >= notice.shipped_on]
    receipts[:] = [row for row in receipts if row.arrived_on < notice.shipped_on]
    return sum(later, ZERO)


def _proof(row: Any) -> Proof | None:
    if row.delivered_on is None:
        return None
    return Proof(row.delivered_on, day_in(row.confirmed_at, row.zone))


PROVEN = (ShipNotice.shipped_on, DeliveryConfirmation.delivered_on, DeliveryConfirmation.confirmed_at)


def _received(chosen: ColumnElement[bool]) -> Any:
    statement = (
        select(
            GoodsReceiptLine.schedule_line_id.label("line_id"),
            GoodsReceiptLine.received,
            GoodsReceipt.arrived_on,
            GoodsReceipt.notice_id,
            *PROVEN,
            ZONE.label("zone"),
        )
        .join(GoodsReceipt, GoodsReceipt.id == GoodsReceiptLine.receipt_id)
        .outerjoin(ShipNotice, ShipNotice.id == GoodsReceipt.notice_id)
        .join(ScheduleLine, ScheduleLine.id == GoodsReceiptLine.schedule_line_id)
        .where(GoodsReceiptLine.state != ReceiptState.REVERSED)
        .order_by(GoodsReceipt.arrived_on, GoodsReceiptLine.id)
    )
    return _with_places(statement).where(chosen)


def _under_way(chosen: ColumnElement[bool]) -> Any:
    statement = (
        select(
            ShipNoticeLine.schedule_line_id.label("line_id"),
            ShipNoticeLine.quantity,
            *PROVEN,
            ZONE.label("zone"),
        )
        .join(ShipNotice, ShipNotice.id == ShipNoticeLine.notice_id)
        .join(ScheduleLine, ScheduleLine.id == ShipNoticeLine.schedule_line_id)
        .where(ShipNotice.state.in_(UNDER_WAY))
        .order_by(ShipNotice.shipped_on, ShipNoticeLine.id)
    )
    return _with_places(statement).where(chosen)


def _with_places(statement: Any) -> Any:
    return (
        statement.join(PoLine, PoLine.id == ScheduleLine.po_line_id)
        .join(PurchaseOrder, PurchaseOrder.id == PoLine.order_id)
        .join(Organisation, Organisation.id == ScheduleLine.buyer_id)
        .outerjoin(Site, Site.id == ScheduleLine.site_id)
        .outerjoin(DeliveryConfirmation, DeliveryConfirmation.notice_id == ShipNotice.id)
    )
