"""Forms of orders on the supplier's side. Rows are schedule lines, named by their public ids."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from portal.errors import RuleBroken
from portal.files.rules.kinds import PAPERS
from portal.orders.models import PurchaseOrder
from portal.orders.rules.deliveries import can_ship
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.orders.workflow import ScheduleState
from portal.web.forms import MoneyField, PortalForm, QuantityField, UploadField
from portal.web.order_forms import RowsForm, pair_rows

REASON = Length(max=2000)
ASK_TO_CANCEL = "cancel"
_NOT_YET = SelectChoice("", _("not yet"))
_VERDICTS: dict[ScheduleState, list[SelectChoice]] = {
    ScheduleState.OPEN: [
        _NOT_YET,
        SelectChoice(Verdict.ACCEPT, _("Accept")),
        SelectChoice(Verdict.PROPOSE, _("Propose a change")),
        SelectChoice(Verdict.REJECT, _("Reject")),
    ],
    ScheduleState.ACCEPTED: [
        SelectChoice("", _("as agreed")),
        SelectChoice(Verdict.PROPOSE, _("Propose a change")),
        SelectChoice(ASK_TO_CANCEL, _("Ask to cancel it")),
    ],
    ScheduleState.AMENDED: [
        _NOT_YET,
        SelectChoice(Verdict.ACCEPT, _("Accept what the buyer asks for")),
        SelectChoice(Verdict.REJECT, _("Refuse what the buyer asks for")),
    ],
}


class AnswerRow(Form):
    """The word on one schedule line."""

    part = HiddenField()
    verdict = SelectField(_("Answer"))
    new_quantity = QuantityField(_("New quantity"))
    new_date = DateField(_("New date"), [Optional()])
    new_price = MoneyField(_("New price"))
    reason = TextAreaField(_("Reason"), [REASON])


class AnswerForm(RowsForm):
    """The answer to every line that waits for one, and proposals for those that are agreed."""

    rows = FieldList(FormField(AnswerRow), label=_("Lines"), description=_("Line"))

    def __init__(self, order: PurchaseOrder) -> None:
        open_parts = [
            part
            for part in order.schedule
            if part.state in _VERDICTS and part.received_quantity < part.quantity
        ]
        super().__init__(obj=order, data={"rows": [{"part": part.public_id} for part in open_parts]})
        pair_rows(self, order)
        for row in self.rows:
            row.form.verdict.choices = _VERDICTS.get(row.schedule_line.state, [_NOT_YET])

    def validate(self, extra_validators: Any = None) -> bool:
        """A new quantity, date or price is a proposal: no other answer may drop what was typed."""
        fine = super().validate(extra_validators)
        for row in self.rows:
            typed = (row.form.new_quantity.data, row.form.new_date.data, row.form.new_price.data)
            if row.form.verdict.data != Verdict.PROPOSE and any(value is not None for value in typed):
                self.refuse(
                    RuleBroken(
                        _("Choose “Propose a change” for what you typed below, or empty it."),
                        row.form.verdict.id,
                    )
                )
                fine = False
        return fine

    def answers(self) -> list[Answer]:
        """The rows on which something was said."""
        return [
            Answer(
                row.schedule_line,
                Verdict.PROPOSE if row.form.verdict.data == ASK_TO_CANCEL else Verdict(row.form.verdict.data),
                new_quantity=row.form.new_quantity.data,
                new_date=row.form.new_date.data,
                new_price=row.form.new_price.data,
                cancels=row.form.verdict.data == ASK_TO_CANCEL,
                reason=row.form.reason.data or "",
                row=place,
            )
            for place, row in enumerate(self.rows)
            if row.form.verdict.data
        ]


class ShippedRow(Form):
    """What is shipped of one schedule line."""

    part = HiddenField()
    quantity = QuantityField(_("Quantity shipped"))
    lots = StringField(_("Lot numbers"), [Length(max=500)])


class PackagesField(IntegerField):
    """A whole number; of what is none, its range says what is asked for."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None


class ShipForm(PortalForm):
    """A ship notice; rows without a quantity are left out."""

    number = StringField(
        _("Number of your delivery note"), [InputRequired(_("Give its number.")), Length(max=60)]
    )
    carrier = StringField(_("Carrier"), [Length(max=120)])
    tracking = StringField(_("Tracking number"), [Length(max=120)])
    packages = PackagesField(
        _("Packages"),
        [
            InputRequired(_("Say how many.")),
            NumberRange(1, 1_000_000, _("Give a whole number from 1 to 1,000,000.")),
        ],
        default=1,
    )
    shipped_on = DateField(_("Leaves on"), [InputRequired(_("Say when."))])
    expected_on = DateField(_("Expected to arrive on"), [InputRequired(_("Say when."))])
    remark = TextAreaField(_("Remark"), [Length(max=2000)])
    rows = FieldList(FormField(ShippedRow), label=_("Lines"), description=_("Line"))

    def __init__(self, order: PurchaseOrder, today: date) -> None:
        super().__init__(
            data={
                "shipped_on": today,
                "rows": [
                    {"part": part.public_id, "quantity": part.quantity - part.shipped_quantity}
                    for part in order.schedule
                    if can_ship(part)
                ],
            }
        )
        pair_rows(self, order)

    def shipment(self) -> Shipment:
        """What was typed about the shipment as a whole."""
        return Shipment(
            number=self.number.data or "",
            shipped_on=self.shipped_on.data,
            expected_on=self.expected_on.data,
            carrier=self.carrier.data or "",
            tracking=self.tracking.data or "",
            packages=self.packages.data or 0,
            remark=self.remark.data or "",
        )

    def shipped(self) -> list[Shipped]:
        """The rows with a quantity."""
        return [
            Shipped(row.schedule_line, row.form.quantity.data, row.form.lots.data or "", place)
            for place, row in enumerate(self.rows)
            if row.form.quantity.data is not None
        ]


class ConfirmForm(PortalForm):
    """When a shipment was delivered, with its proof."""

    delivered_on = DateField(_("Delivered on"), [InputRequired(_("Say when."))])
    signed_for_by = StringField(_("Signed for by"), [Length(max=200)])
    proof = UploadField(
        _("Proof of delivery"),
        [InputRequired(_("Add the signed delivery note or a photograph of it."))],
        media_types=PAPERS,
    )


class SignForm(PortalForm):
    """Who signs."""

    name = StringField(_("Name"), [InputRequired(_("Give the name of who signs.")), Length(max=200)])
    title = StringField(_("Position"), [Length(max=200)])
