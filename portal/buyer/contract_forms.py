"""Forms of contracts and of the clause library."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
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
from portal.buyer.order_forms import INCOTERM_CHOICES, NONE
from portal.errors import Missing, RuleBroken
from portal.orders.models import Clause, Contract, ContractLine
from portal.orders.service.contracts import ClauseText, ContractTerms
from portal.orders.service.drafts import CallOff
from portal.web.forms import PortalForm, QuantityField
from portal.web.order_forms import RowsForm

_TITLE = [InputRequired(_("Give it a title.")), Length(max=300)]
_DAY = [InputRequired(_("Give a date."))]


class NewContractForm(PortalForm):
    """What a contract needs to begin with."""

    title = StringField(_("Title"), _TITLE)
    starts_on = DateField(_("In force from"), _DAY)
    ends_on = DateField(_("Last day"), _DAY)


class LimitForm(Form):
    """How much of one line may be called off."""

    line = HiddenField()
    quantity = QuantityField(_("At most"), description=_("Empty for no limit."))


class ClauseRow(Form):
    """A clause as the contract says it."""

    clause = HiddenField()
    title = StringField(_("Title"), [InputRequired(_("Give the clause a title.")), Length(max=200)])
    text = TextAreaField(_("Text"), [InputRequired(_("Give the clause a text.")), Length(max=20_000)])


class ContractForm(RowsForm):
    """Terms, limits and clauses of a draft. ``add`` takes a clause of the library to the end."""

    title = StringField(_("Title"), _TITLE)
    starts_on = DateField(_("In force from"), _DAY)
    ends_on = DateField(_("Last day"), _DAY)
    incoterm = SelectField(_("Incoterm 2020"), choices=INCOTERM_CHOICES)
    incoterm_place = StringField(_("Named place"), [Length(max=200)])
    payment_terms = StringField(_("Payment terms"), [Length(max=300)])
    erp_number = StringField(_("Number in your ERP"), [Length(max=60)])
    rows = FieldList(FormField(LimitForm), label=_("Price list"), description=_("Price"))
    wording = FieldList(FormField(ClauseRow), label=_("Clauses"), description=_("Clause"))
    add = SelectField(_("Add from the library"))

    def __init__(self, contract: Contract, library: Iterable[Clause]) -> None:
        self.library = {clause.public_id: clause for clause in library}
        by_id = {clause.id: clause.public_id for clause in self.library.values()}
        super().__init__(
            obj=contract,
            data={
                "rows": [{"line": line.public_id, "quantity": line.quantity} for line in contract.lines],
                "wording": [
                    {"clause": by_id.get(one.clause_id or 0, ""), "title": one.title, "text": one.text}
                    for one in contract.clauses
                ],
            },
        )
        self.add.choices = [
            SelectChoice("", _("nothing")),
            *(SelectChoice(key, one.title) for key, one in self.library.items()),
        ]
        lines = {line.public_id: line for line in contract.lines}
        for row in self.rows:
            if row.form.line.data not in lines:
                raise Missing
            row.contract_line = lines[row.form.line.data]

    def blank(self) -> ClauseRow:
        """A clause in one's own words, to be copied in the browser."""
        return ClauseRow(prefix="wording-__n__-", formdata=None)

    def terms(self) -> ContractTerms:
        """What was typed about the contract as a whole."""
        return ContractTerms(
            title=self.title.data or "",
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            incoterm=self.incoterm.data or "",
            incoterm_place=(self.incoterm_place.data or "").strip(),
            payment_terms=(self.payment_terms.data or "").strip(),
            erp_number=(self.erp_number.data or "").strip() or None,
        )

    def limits(self) -> dict[ContractLine, Any]:
        """How much of each line may be called off."""
        return {row.contract_line: row.form.quantity.data for row in self.rows}

    def clauses(self) -> list[ClauseText]:
        """The clauses in their order, with the added one at the end."""
        said = [
            ClauseText(
                row.form.title.data,
                row.form.text.data,
                self.library[row.form.clause.data].id if row.form.clause.data in self.library else None,
            )
            for row in self.wording
        ]
        added = self.library.get(self.add.data or "")
        return said + ([ClauseText(added.title, added.text, added.id)] if added else [])


class CallOffRow(Form):
    """What is called off from one line."""

    line = HiddenField()
    quantity = QuantityField(_("Quantity"))
    requested_date = DateField(_("Wanted on"), [Optional()])
    site = SelectField(_("Site"))


class CallOffForm(RowsForm):
    """A call-off from a contract; rows without a quantity are left out."""

    rows = FieldList(FormField(CallOffRow), label=_("Lines"), description=_("Line"))

    def __init__(self, contract: Contract, sites: Iterable[Site]) -> None:
        super().__init__(obj=contract, data={"rows": [{"line": line.public_id} for line in contract.lines]})
        self.sites = {site.public_id: site for site in sites}
        lines = {line.public_id: line for line in contract.lines}
        for row in self.rows:
            if row.form.line.data not in lines:
                raise Missing
            row.contract_line = lines[row.form.line.data]
            row.number = row.contract_line.position
            row.form.site.choices = [*(SelectChoice(key, one.name) for key, one in self.sites.items()), NONE]

    def validate(self, extra_validators: Any = None) -> bool:
        """A quantity needs its date."""
        fine = super().validate(extra_validators)
        for row in self.rows:
            if row.form.quantity.data is not None and row.form.requested_date.data is None:
                self.refuse(RuleBroken(_("Say when."), row.form.requested_date.id))
                fine = False
        return fine

    def call_offs(self) -> list[CallOff]:
        """The rows with a quantity."""
        return [
            CallOff(
                row.contract_line,
                row.form.quantity.data,
                _day(row.form.requested_date.data),
                self.sites.get(row.form.site.data),
                place,
            )
            for place, row in enumerate(self.rows)
            if row.form.quantity.data is not None
        ]


def _day(typed: date | None) -> date:
    assert typed is not None
    return typed


class SignForm(PortalForm):
    """Who signs."""

    name = StringField(_("Name"), [InputRequired(_("Give the name of who signs.")), Length(max=200)])
    title = StringField(_("Position"), [Length(max=200)])


class ClauseForm(PortalForm):
    """A clause of the library."""

    title = StringField(_("Title"), [InputRequired(_("Give the clause a title.")), Length(max=200)])
    text = TextAreaField(_("Text"), [InputRequired(_("Give the clause a text.")), Length(max=20_000)])
