"""Forms of orders on the buyer's side. Rows are schedule lines, named by their public ids."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.models import Site
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.orders import OrderTerms, Part
from portal.sourcing.rules.drafts import INCOTERMS
from portal.web.forms import MoneyField, PortalForm, QuantityField
from portal.web.order_forms import RowsForm, pair_rows

REASON = Length(max=2000)
NONE = SelectChoice("", _("none"))
INCOTERM_CHOICES = [NONE, *(SelectChoice(term) for term in INCOTERMS)]


class PartForm(Form):
    """A part of a line's quantity, for a date and a place."""

    line = SelectField(_("Line"))
    quantity = QuantityField(_("Quantity"), [InputRequired(_("Say how many."))])
    requested_date = DateField(_("Wanted on"), [InputRequired(_("Say when."))])
    site = SelectField(_("Site"))


class OrderForm(RowsForm):
    """The terms and the schedule of a draft."""

    incoterm = SelectField(_("Incoterm 2020"), choices=INCOTERM_CHOICES)
    incoterm_place = StringField(_("Named place"), [Length(max=200)])
    payment_terms = StringField(_("Payment terms"), [Length(max=300)])
    under_tolerance = QuantityField(_("Under-delivery tolerance"), [InputRequired()])
    over_tolerance = QuantityField(_("Over-delivery tolerance"), [InputRequired()])
    freight = MoneyField(_("Freight"), [InputRequired()])
    other_costs = MoneyField(_("Other costs"), [InputRequired()])
    erp_number = StringField(_("Number in your ERP"), [Length(max=60)])
    remark = TextAreaField(_("Remark to the supplier"), [Length(max=4000)])
    rows = FieldList(FormField(PartForm), label=_("Schedule"), description=_("Schedule line"))

    def __init__(self, order: PurchaseOrder, sites: Iterable[Site]) -> None:
        super().__init__(obj=order, data={"rows": [_part_data(part) for part in order.schedule]})
        self.order, self.sites = order, {site.public_id: site for site in sites}
        for row in self.rows:
            self.offer(row.form)

    def offer(self, row: Any) -> None:
        """Fill the choices of one row."""
        row.line.choices = [
            SelectChoice(line.public_id, f"{line.position} · {line.description}") for line in self.order.lines
        ]
        row.site.choices = [NONE, *(SelectChoice(key, site.name) for key, site in self.sites.items())]

    def blank(self) -> PartForm:
        """A row to be copied in the browser."""
        row = PartForm(prefix="rows-__n__-", formdata=None)
        self.offer(row)
        return row

    def terms(self) -> OrderTerms:
        """What was typed about the order as a whole."""
        return OrderTerms(
            incoterm=self.incoterm.data or "",
            incoterm_place=(self.incoterm_place.data or "").strip(),
            payment_terms=(self.payment_terms.data or "").strip(),
            under_tolerance=self.under_tolerance.data,  # type: ignore[arg-type]
            over_tolerance=self.over_tolerance.data,  # type: ignore[arg-type]
            freight=self.freight.data,  # type: ignore[arg-type]
            other_costs=self.other_costs.data,  # type: ignore[arg-type]
            remark=(self.remark.data or "").strip(),
            erp_number=(self.erp_number.data or "").strip() or None,
        )

    def schedules(self) -> dict[PoLine, list[Part]]:
        """The schedule of every line; a line without a row has none, which the verb refuses."""
        lines = {line.public_id: line for line in self.order.lines}
        found: dict[PoLine, list[Part]] = {line: [] for line in self.order.lines}
        for place, entry in enumerate(self.rows):
            row = entry.form
            found[lines[row.line.data]].append(
                Part(row.quantity.data, row.requested_date.data, self.sites.get(row.site.data), place)
            )
        return found


def _part_data(part: ScheduleLine) -> dict[str, Any]:
    return {
        "line": part.line.public_id,
        "quantity": part.quantity,
        "requested_date": part.requested_date,
        "site": part.site.public_id if part.site else "",
    }


class IssueForm(PortalForm):
    """Issuing, with a reason where a certificate is missing."""

    override_reason = TextAreaField(
        _("Why it goes out without the certificate"),
        [REASON],
        description=_("Needed only where a missing certificate blocks the order."),
    )


class ReasonForm(PortalForm):
    """A reason that the other side reads."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Give a reason.")), REASON])


TAKE, WAIVE, REFUSE = "take", "waive", "refuse"


class DecisionForm(Form):
    """The word on one proposal."""

    part = HiddenField()
    verdict = SelectField(_("Decision"))
    reason = TextAreaField(_("Reason"), [REASON])


class DecideForm(RowsForm):
    """The word on every proposal of the supplier."""

    rows = FieldList(FormField(DecisionForm), label=_("Proposals"), description=_("Proposal"))

    def __init__(self, order: PurchaseOrder) -> None:
        self.waiting = [part for part in order.schedule if part.open_change and part.state == "changed"]
        super().__init__(obj=order, data={"rows": [{"part": part.public_id} for part in self.waiting]})
        pair_rows(self, order)
        for row in self.rows:
            row.form.verdict.choices = _verdicts(row.schedule_line)

    def decisions(self) -> list[Decision]:
        """The rows on which something was decided."""
        return [
            Decision(
                row.schedule_line,
                take=row.form.verdict.data != REFUSE,
                moves_agreed_date=row.form.verdict.data == WAIVE,
                reason=row.form.reason.data or "",
                row=place,
            )
            for place, row in enumerate(self.rows)
            if row.form.verdict.data
        ]


def _verdicts(part: ScheduleLine) -> list[SelectChoice]:
    """A delay of an agreed date may be waived; anything else is accepted or refused."""
    change = part.open_change
    offered = [
        SelectChoice("", _("not yet")),
        SelectChoice(TAKE, _("Accept")),
        SelectChoice(REFUSE, _("Refuse")),
    ]
    if change is not None and change.new_date is not None and part.agreed_date is not None:
        offered[1:2] = [
            SelectChoice(TAKE, _("Accept; the agreed date stays, the line is planned anew")),
            SelectChoice(WAIVE, _("Accept and waive the delay; the agreed date moves")),
        ]
    return offered


class AmendmentForm(Form):
    """What shall be otherwise about one schedule line."""

    part = HiddenField()
    new_quantity = QuantityField(_("New quantity"))
    new_date = DateField(_("New date"), [Optional()])
    new_price = MoneyField(_("New price"))
    cancels = BooleanField(_("Cancel this line"))
    reason = TextAreaField(_("Reason"), [REASON])


class AmendForm(RowsForm):
    """Changes to an issued order; empty fields stay as they are."""

    rows = FieldList(FormField(AmendmentForm), label=_("Lines"), description=_("Line"))

    def __init__(self, order: PurchaseOrder) -> None:
        open_parts = [
            part
            for part in order.schedule
            if part.state in ("open", "accepted", "not_accepted") and part.received_quantity < part.quantity
        ]
        super().__init__(obj=order, data={"rows": [{"part": part.public_id} for part in open_parts]})
        pair_rows(self, order)

    def amendments(self) -> list[Amendment]:
        """The rows in which something was typed."""
        found = []
        for place, row in enumerate(self.rows):
            typed = row.form
            if not (
                typed.cancels.data
                or any(
                    value is not None
                    for value in (typed.new_quantity.data, typed.new_date.data, typed.new_price.data)
                )
            ):
                continue
            found.append(
                Amendment(
                    row.schedule_line,
                    quantity=typed.new_quantity.data,
                    day=typed.new_date.data,
                    price=typed.new_price.data,
                    cancels=typed.cancels.data,
                    reason=typed.reason.data or "",
                    row=place,
                )
            )
        return found
