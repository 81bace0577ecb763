"""What was received, what of it was bad, and what quality decided, from the lines of goods receipts."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true

from portal.accounts.models import Organisation, Site
from portal.clock import day_in
from portal.db import db
from portal.measures.periods import Period
from portal.measures.quality import Lot, LotVerdict, Nonconforming, Received
from portal.measures.queries.readers import check_reader, within
from portal.measures.shares import ZERO
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, LotDecision, PoLine, ScheduleLine
from portal.orders.workflow import DECIDED_LOT, ReceiptState

# Only quality's own verdict makes an inspected lot; what goods-in merely took in was not inspected.
VERDICTS = {
    ReceiptState.ACCEPTED: LotVerdict.ACCEPTED,
    ReceiptState.REJECTED: LotVerdict.REJECTED,
}


@dataclass
class Taken:
    """The rows of one supplier's quality; one receipt line is one lot, and all three name it by its id."""

    received: list[Received] = field(default_factory=list)
    nonconforming: list[Nonconforming] = field(default_factory=list)
    lots: list[Lot] = field(default_factory=list)

    def add(self, row: Any) -> None:
        self.received.append(Received(row.id, row.received, row.unit, row.arrived_on))
        decided_on = day_in(row.decided_at, row.zone) if row.decided_at else row.arrived_on
        verdict = VERDICTS.get(row.state, LotVerdict.NOT_INSPECTED)
        self.lots.append(Lot(row.id, verdict, decided_on))
        # What goods-in turned away and what quality found later make up the rejected quantity of the line.
        found = row.found if row.found and verdict is LotVerdict.REJECTED else ZERO
        self._add_bad(row, row.rejected - found, day_in(row.posted_at, row.zone))
        self._add_bad(row, found, decided_on)

    def _add_bad(self, row: Any, quantity: Decimal, on: date) -> None:
        if quantity:
            self.nonconforming.append(Nonconforming(row.id, quantity, row.unit, on))


def taken(reader_id: int, buyer_id: int, supplier_ids: Collection[int], period: Period) -> dict[int, Taken]:
    """What was received by arrival date, and the rejected part of it by the day on which it was written down: at
    goods-in by the receipt, afterwards by quality's decision, which also dates the lot.

    All are calendar dates at the receiving site. A receipt that was taken back counts nowhere. Rows just outside
    the period may be among them, since an instant is a day only in its zone; the measure itself looks again.
    One query.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    found = {key: Taken() for key in supplier_ids}
    statement = (
        select(
            GoodsReceiptLine.id,
            GoodsReceiptLine.supplier_id,
            GoodsReceiptLine.received,
            GoodsReceiptLine.rejected,
            GoodsReceiptLine.state,
            GoodsReceipt.arrived_on,
            GoodsReceipt.posted_at,
            LotDecision.decided_at,
            LotDecision.quantity.label("found"),
            PoLine.unit,
            func.coalesce(Site.timezone, Organisation.timezone).label("zone"),
        )
        .join(GoodsReceipt, GoodsReceipt.id == GoodsReceiptLine.receipt_id)
        .join(ScheduleLine, ScheduleLine.id == GoodsReceiptLine.schedule_line_id)
        .join(PoLine, PoLine.id == ScheduleLine.po_line_id)
        .join(Organisation, Organisation.id == GoodsReceiptLine.buyer_id)
        .outerjoin(Site, Site.id == ScheduleLine.site_id)
        .outerjoin(
            LotDecision,
            and_(LotDecision.line_id == GoodsReceiptLine.id, LotDecision.verdict.in_(DECIDED_LOT)),
        )
        .where(
            GoodsReceiptLine.buyer_id == buyer_id,
            GoodsReceiptLine.supplier_id.in_(supplier_ids),
            GoodsReceiptLine.state != ReceiptState.REVERSED,
            or_(
                within(GoodsReceipt.arrived_on, period),
                and_(GoodsReceiptLine.rejected > 0, _about(GoodsReceipt.posted_at, period)),
                and_(LotDecision.id.is_not(None), _about(LotDecision.decided_at, period)),
            ),
        )
        .order_by(GoodsReceipt.arrived_on, GoodsReceiptLine.id)
    )
    for row in db.session.execute(statement):
        found[row.supplier_id].add(row)
    return found


def _about(column: Any, period: Period) -> ColumnElement[bool]:
    """Instants in the period by whatever zone: no zone is more than a day away from UTC."""
    day = timedelta(days=1)
    start = period.start and datetime.combine(period.start, time(), UTC) - day
    end = period.end and datetime.combine(period.end, time(), UTC) + day
    return and_(true(), *([column >= start] if start else []), *([column < end] if end else []))
