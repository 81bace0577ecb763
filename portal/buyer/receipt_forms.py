"""Forms of goods-in. Rows are schedule lines, named by their public ids."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, FieldList, Form, FormField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from portal.orders.models import PurchaseOrder, ScheduleLine, ShipNotice
from portal.orders.rules.deliveries import can_receive
from portal.orders.service.receipts import Received
from portal.web.forms import PortalForm, QuantityField
from portal.web.order_forms import pair_rows


class ReceivedForm(Form):
    """What arrived of one schedule line."""

    part = HiddenField()
    received = QuantityField(_("Received"))
    rejected = QuantityField(_("Of these rejected"))
    defect_reason = StringField(_("What is wrong with them"), [Length(max=500)])
    lots = StringField(_("Lot numbers"), [Length(max=500)])


class ReceiveForm(PortalForm):
    """What has arrived, and when."""

    arrived_on = DateField(_("Arrived on"), [InputRequired(_("Say when it arrived."))])
    remark = TextAreaField(_("Remark"), [Length(max=2000)])
    rows = FieldList(FormField(ReceivedForm), label=_("Lines"), description=_("Line"))

    def __init__(self, order: PurchaseOrder, today: date, notice: ShipNotice | None = None) -> None:
        expected = _expected(order, notice)
        super().__init__(
            data={
                "arrived_on": today,
                "rows": [
                    {"part": part.public_id, "received": quantity, "lots": lots}
                    for part, quantity, lots in expected
                ],
            }
        )
        pair_rows(self, order)

    def received(self) -> list[Received]:
        """The rows in which something was typed."""
        return [
            Received(
                row.schedule_line,
                _number(row.form.received.data),
                _number(row.form.rejected.data),
                row.form.defect_reason.data or "",
                row.form.lots.data or "",
                place,
            )
            for place, row in enumerate(self.rows)
            if row.form.received.data is not None or row.form.rejected.data is not None
        ]


def _expected(
    order: PurchaseOrder, notice: ShipNotice | None
) -> Iterable[tuple[ScheduleLine, Decimal | None, str]]:
    """What a receipt is about: the lines of the ship notice, or all that may still arrive."""
    if notice is not None:
        return [(line.schedule_line, line.quantity, line.lots) for line in notice.lines]
    return [(part, None, "") for part in order.schedule if can_receive(part)]


def _number(typed: Any) -> Decimal:
    return Decimal(0) if typed is None else Decimal(typed)
