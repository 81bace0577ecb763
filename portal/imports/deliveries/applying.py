"""Writing staged lines as orders, schedule lines and receipts, some hundred orders at a time."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from itertools import groupby
from secrets import token_hex
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from sqlalchemy import func, select

from portal.accounts.models import Organisation
from portal.db import db
from portal.imports.bulk import insert_rows, portions
from portal.imports.deliveries.known import KnownLine, known_lines, note_arrivals
from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.register import Register
from portal.imports.deliveries.rules import Reason
from portal.imports.deliveries.staged import LeftOutRow
from portal.imports.deliveries.units import unit_code
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, PoLine, PurchaseOrder, ScheduleLine
from portal.orders.workflow import OrderState, ScheduleState

IMPORTED_BY = "deliveries"
_NOON = time(12)


@dataclass
class Applied:
    """What became of the staged lines: added, already there and left as they were, already there and now
    ``arrived``, or left out beside what the buyer has."""

    added: int = 0
    already_there: int = 0
    arrived: int = 0
    left_out: list[LeftOutRow] = field(default_factory=list)


class _Known(NamedTuple):
    """An order that the buyer has under the other program's number, and its last position."""

    id: int
    supplier_id: int
    currency: str
    imported: bool
    position: int


class Application:
    """Applies lines for one buyer, within the write transaction under way."""

    def __init__(self, buyer: Organisation, now: datetime) -> None:
        self._buyer, self._now = buyer, now
        self._zone = ZoneInfo(buyer.timezone)
        self._register = Register(buyer, now)
        self.outcome = Applied()

    def take(self, lines: Sequence[DeliveryLine]) -> None:
        """Write those of the lines that are new, and the arrivals of those that waited for one; the lines of one
        order come together."""
        orders = self._known_orders(lines)
        known = known_lines(self._buyer.id, [line.external_id for line in lines])
        self._arrive([(line, known[line.external_id]) for line in lines if self._has_arrived(line, known)])
        self._add(self._fresh(lines, orders, known), orders)

    def _has_arrived(self, line: DeliveryLine, known: dict[str, KnownLine]) -> bool:
        """Whether the file tells the arrival of a line that has waited for one."""
        there = known.get(line.external_id)
        return (
            there is not None
            and there.waits
            and there.order_number == line.order_number
            and there.supplier_id == self._register.supplier_of(line)
            and line.arrived_quantity > 0
        )

    def _arrive(self, arrived: list[tuple[DeliveryLine, KnownLine]]) -> None:
        note_arrivals(arrived, self._now)
        by_order: dict[str, list[DeliveryLine]] = defaultdict(list)
        for line, _known in arrived:
            by_order[line.order_number].append(line)
        order_ids = {line.order_number: known.order_id for line, known in arrived}
        schedule_ids = {line.external_id: known.schedule_id for line, known in arrived}
        self._add_receipts(by_order, order_ids, schedule_ids)
        self.outcome.arrived += len(arrived)

    def _add(self, fresh: list[DeliveryLine], orders: dict[str, _Known]) -> None:
        if not fresh:
            return
        self._register.complete(fresh, self._buyer.currency)
        by_order = {number: list(group) for number, group in groupby(fresh, lambda line: line.order_number)}
        order_ids = self._add_orders({key: group for key, group in by_order.items() if key not in orders})
        order_ids |= {key: known.id for key, known in orders.items()}
        last = {key: known.position for key, known in orders.items()}
        schedule_ids = self._add_lines(by_order, order_ids, last)
        self._add_receipts(by_order, order_ids, schedule_ids)
        self.outcome.added += len(fresh)

    def _known_orders(self, lines: Sequence[DeliveryLine]) -> dict[str, _Known]:
        found: dict[str, _Known] = {}
        for numbers in portions(sorted({line.order_number for line in lines})):
            rows = db.session.execute(
                select(
                    PurchaseOrder.erp_number,
                    PurchaseOrder.id,
                    PurchaseOrder.supplier_id,
                    PurchaseOrder.currency,
                    PurchaseOrder.imported_by != "",
                    func.coalesce(func.max(PoLine.position), 0),
                )
                .outerjoin(PurchaseOrder.lines)
                .where(PurchaseOrder.buyer_id == self._buyer.id, PurchaseOrder.erp_number.in_(numbers))
                .group_by(PurchaseOrder.id)
            )
            found.update({str(number): _Known._make(facts) for number, *facts in rows})
        return found

    def _fresh(
        self, lines: Sequence[DeliveryLine], orders: dict[str, _Known], known: dict[str, KnownLine]
    ) -> list[DeliveryLine]:
        """The lines to add. What is there is not added again; what contradicts it is left out."""
        fresh = []
        for line in lines:
            there = known.get(line.external_id)
            if there is not None and there.order_number == line.order_number:
                self.outcome.already_there += not self._has_arrived(line, known)
            elif reason := self._against(line, there, orders.get(line.order_number)):
                self.outcome.left_out.append(LeftOutRow(line.row, reason))
            else:
                fresh.append(line)
        return fresh

    def _against(self, line: DeliveryLine, there: KnownLine | None, order: _Known | None) -> Reason | None:
        if there is not None:
            return Reason.NUMBER_TAKEN
        if order is None:
            return None
        if not order.imported:
            return Reason.PORTAL_ORDER
        if self._register.supplier_of(line) != order.supplier_id:
            return Reason.OTHER_SUPPLIER
        return Reason.OTHER_CURRENCY if line.currency != order.currency else None

    def _add_orders(self, by_order: dict[str, list[DeliveryLine]]) -> dict[str, int]:
        rows = [self._order(number, lines) for number, lines in by_order.items()]
        return dict(zip(by_order, insert_rows(PurchaseOrder, rows), strict=True))

    def _order(self, number: str, lines: list[DeliveryLine]) -> dict[str, Any]:
        ordered = min((line.ordered_date for line in lines if line.ordered_date), default=None)
        delivered = all(line.delivered_in_full for line in lines)
        return {
            "buyer_id": self._buyer.id,
            "supplier_id": self._register.supplier_of(lines[0]),
            "erp_number": number,
            "imported_by": IMPORTED_BY,
            "state": OrderState.CLOSED if delivered else OrderState.ACCEPTED,
            "currency": lines[0].currency,
            "incoterm": lines[0].incoterm_told or "",
            # Where the file tells no date of the order, it had been issued by the earliest day that it tells.
            "issued_at": self._noon(ordered or min(line.earliest_date for line in lines)),
            "remark": "" if ordered else _("Imported without the date of the order."),
            "created_at": self._now,
        }

    def _add_lines(
        self, by_order: dict[str, list[DeliveryLine]], order_ids: dict[str, int], last: dict[str, int]
    ) -> dict[str, int]:
        """The order lines, each with one schedule line; the ids of those by the line's own number."""
        placed = [
            (line, order_ids[number], position)
            for number, lines in by_order.items()
            for position, line in enumerate(lines, last.get(number, 0) + 1)
        ]
        line_ids = insert_rows(PoLine, [self._line(*place) for place in placed])
        lines = [line for line, _order_id, _position in placed]
        parts = [self._schedule(line, key) for line, key in zip(lines, line_ids, strict=True)]
        keys = insert_rows(ScheduleLine, parts)
        return {line.external_id: key for line, key in zip(lines, keys, strict=True)}

    def _line(self, line: DeliveryLine, order_id: int, position: int) -> dict[str, Any]:
        return self._parties(line) | {
            "order_id": order_id,
            "position": position,
            "erp_number": line.external_id,
            "item_id": self._register.item_of(line),
            "description": line.item,
            "quantity": line.quantity,
            "unit": unit_code(line.unit, line.pack_size),
            "price": line.price,
            "amount": line.line_value,
        }

    def _schedule(self, line: DeliveryLine, line_id: int) -> dict[str, Any]:
        return self._parties(line) | {
            "po_line_id": line_id,
            "position": 1,
            "quantity": line.quantity,
            "site_id": self._register.site_of(line),
            "state": ScheduleState.ACCEPTED,
            "requested_date": line.agreed_date,
            "agreed_date": line.agreed_date,
            "shipped_quantity": line.arrived_quantity,
            "received_quantity": line.arrived_quantity,
        }

    def _add_receipts(
        self,
        by_order: dict[str, list[DeliveryLine]],
        order_ids: dict[str, int],
        schedule_ids: Mapping[str, int | None],
    ) -> None:
        """One receipt for what arrived of an order on one day, was recorded on one, and came by one ship notice."""
        receipts: dict[tuple[Any, ...], list[DeliveryLine]] = defaultdict(list)
        for number, lines in by_order.items():
            for line in lines:
                if line.arrived_quantity:
                    receipts[number, line.arrival_date, line.recorded_date, line.ship_notice].append(line)
        heads = [self._receipt(lines[0], order_ids[key[0]]) for key, lines in receipts.items()]
        receipt_ids = insert_rows(GoodsReceipt, heads)
        rows = [
            self._parties(line)
            | {
                "receipt_id": receipt_id,
                "schedule_line_id": schedule_ids[line.external_id],
                "received": line.arrived_quantity,
            }
            for receipt_id, lines in zip(receipt_ids, receipts.values(), strict=True)
            for line in lines
        ]
        insert_rows(GoodsReceiptLine, rows)

    def _receipt(self, line: DeliveryLine, order_id: int) -> dict[str, Any]:
        return self._parties(line) | {
            "order_id": order_id,
            "number": f"GR-{token_hex(8).upper()}",
            "arrived_on": line.arrival_date,
            "posted_at": self._noon(line.recorded_date) if line.recorded_date else self._now,
            "remark": line.ship_notice or "",
        }

    def _parties(self, line: DeliveryLine) -> dict[str, Any]:
        return {"buyer_id": self._buyer.id, "supplier_id": self._register.supplier_of(line)}

    def _noon(self, day: date) -> datetime:
        """Noon of a day at the buyer: an instant that is the same day wherever the buyer's readers sit."""
        return datetime.combine(day, _NOON, self._zone).astimezone(UTC)
