"""The form of an RFQ: its header, its lines, its further currencies and the certificates it asks for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.models import Organisation, Site
from portal.buyer.rfq_resolving import Found, find_things
from portal.certificates.models import Requirement
from portal.errors import RuleBroken
from portal.files.service import Upload
from portal.sourcing.models import Rfq, RfqLine
from portal.sourcing.queries.choices import revision_text
from portal.sourcing.queries.opened import tie_rule
from portal.sourcing.rules.comparison import TieRule
from portal.sourcing.rules.drafts import INCOTERMS
from portal.sourcing.service.drafts import LineDraft, RfqDraft
from portal.sourcing.workflow import KIND_LABELS, LineKind
from portal.units import UNITS
from portal.web import choices, filters
from portal.web.forms import (
    DecimalTextField,
    Difference,
    InstantField,
    PortalForm,
    QuantityField,
    UploadsField,
)
from portal.web.zones import ZONES

LONG = 10_000
FILL_IN = _("Please fill this in.")
UNIT_CHOICES = [
    SelectChoice("", _("of the item")),
    *(SelectChoice(code, one.name) for code, one in UNITS.items()),
]
TERMS = [SelectChoice("", _("none")), *(SelectChoice(term, term) for term in INCOTERMS)]
TIES = [
    SelectChoice(str(TieRule.SHARED), _("Equal bids share their rank; the award says why one is chosen")),
    SelectChoice(str(TieRule.EARLIER_DELIVERY), _("Of equal bids the one that delivers earlier is better")),
]


def plain_lines(text: str | None) -> str | None:
    """Browsers send line ends as two characters; one is kept."""
    return text and "\n".join(text.splitlines()).strip()


class LineForm(Form):
    """One line. Item and spec are typed, with suggestions, so that a large catalogue stays usable."""

    line = HiddenField()
    item = StringField(_("Item"), [Length(max=60)])
    spec_revision = StringField(_("Spec and revision"), [Length(max=90)])
    description = StringField(
        _("Description"), [Length(max=500)], description=_("Empty takes the item’s name.")
    )
    kind = SelectField(
        _("Kind"), choices=[SelectChoice(str(kind), label) for kind, label in KIND_LABELS.items()]
    )
    quantity = QuantityField(_("Quantity"), [InputRequired(FILL_IN)])
    unit = SelectField(
        _("Unit"),
        choices=[
            SelectChoice("", _("of the item")),
            *(SelectChoice(code, one.name) for code, one in UNITS.items()),
        ],
    )
    wanted_date = DateField(_("Wanted on"), [InputRequired(FILL_IN)])
    site = SelectField(_("Site"), choices=[])
    lot = StringField(_("Lot"), [Length(max=60)])


class RateForm(Form):
    """A further currency: one unit of it is ``rate`` of the RFQ's currency."""

    currency = SelectField(_("Further currency"), choices=choices.currencies)
    rate = DecimalTextField(_("Rate"), [InputRequired(FILL_IN)])


class RfqForm(PortalForm):
    """A whole RFQ as a draft."""

    title = StringField(_("Title"), [InputRequired(FILL_IN), Length(max=300)])
    description = TextAreaField(_("Description"), [Length(max=LONG)], filters=[plain_lines])
    currency = SelectField(_("Currency"), choices=choices.currencies)
    deadline = InstantField(_("Deadline for bids"), [InputRequired(FILL_IN)])
    question_cutoff = InstantField(_("Questions until"), [Optional()])
    zone = SelectField(_("Time zone of both"), choices=ZONES)
    incoterm = SelectField(
        _("Incoterm"),
        choices=TERMS,
    )
    incoterm_place = StringField(_("Named place"), [Length(max=200)])
    payment_terms = StringField(_("Payment terms"), [Length(max=300)])
    tie_rule = SelectField(_("Equal bids"), choices=TIES)
    erp_number = StringField(_("Number in your ERP"), [Length(max=60)])
    requirements = SelectMultipleField(
        _("Certificates that bidders must hold"),
        choices=[],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    lines = FieldList(FormField(LineForm), min_entries=1, description=_("Line"))
    currencies = FieldList(FormField(RateForm), description=_("Currency"))
    files = UploadsField(_("Files for the bidders"))

    def __init__(
        self,
        buyer: Organisation,
        sites: Sequence[Site],
        requirements: Sequence[Requirement],
        rfq: Rfq | None = None,
    ) -> None:
        """``rfq`` is the draft that is edited, None for a new one; the choices are the buyer's own."""
        first = {"currency": buyer.currency, "zone": buyer.timezone, "tie_rule": str(TieRule.SHARED)}
        if rfq is None:
            super().__init__(data=first)
        else:
            super().__init__(obj=as_written(rfq))
        self.sites = {site.public_id: site for site in sites}
        self.asked = {requirement.public_id: requirement for requirement in requirements}
        self.requirements.choices = [SelectChoice(key, asked.standard) for key, asked in self.asked.items()]
        for name in {self.zone.data, buyer.timezone} - {zone.value for zone in ZONES} - {None}:
            self.zone.choices = [*ZONES, SelectChoice(name, name)]
        for entry in [*self.lines, self.blank_line]:
            entry.site.choices = self.site_choices()

    @property
    def blank_line(self) -> Any:
        """The row that a browser adds."""
        blank = LineForm(prefix="lines-__n__-")
        blank.site.choices = self.site_choices() if hasattr(self, "sites") else []
        return blank

    @property
    def blank_rate(self) -> Any:
        """The row of a further currency that a browser adds."""
        return RateForm(prefix="currencies-__n__-")

    def site_choices(self) -> list[SelectChoice]:
        sites = [SelectChoice(key, site.name) for key, site in self.sites.items()]
        return [*sites, SelectChoice("", _("none"))]

    def uploads(self) -> list[Upload]:
        """The files that came with the form, checked and stored but not kept yet."""
        return list(self.files.data or ())

    def draft(self, buyer_id: int) -> RfqDraft:
        """What was typed. ``RuleBroken`` at the line's field for an item, spec or unit that is not there."""
        found = find_things(buyer_id, [entry.data for entry in self.lines])
        return RfqDraft(
            title=self.title.data or "",
            currency=self.currency.data,
            deadline=self.deadline.data,
            zone=self.zone.data,
            lines=[self._line(index, entry.data, found) for index, entry in enumerate(self.lines)],
            question_cutoff=self.question_cutoff.data,
            description=self.description.data or "",
            incoterm=self.incoterm.data,
            incoterm_place=self.incoterm_place.data or "",
            payment_terms=self.payment_terms.data or "",
            tie_rule=TieRule(self.tie_rule.data),
            erp_number=(self.erp_number.data or "").strip() or None,
            rates=self._rates(),
            requirements=[self.asked[key] for key in self.requirements.data or ()],
        )

    def _line(self, index: int, typed: Mapping[str, Any], found: Found) -> LineDraft:
        item = found.item(index, typed["item"])
        unit = typed["unit"] or (item.unit if item else "")
        if not unit:
            raise RuleBroken(_("Choose a unit, or an item that has one."), f"lines-{index}-unit")
        return LineDraft(
            description=typed["description"] or "",
            quantity=typed["quantity"],
            unit=unit,
            wanted_date=typed["wanted_date"],
            kind=LineKind(typed["kind"]),
            item=item,
            spec_revision=found.revision(index, typed["spec_revision"]),
            site=self.sites.get(typed["site"]),
            lot=typed["lot"] or "",
            public_id=typed["line"] or None,
        )

    def _rates(self) -> dict[str, Any]:
        rates: dict[str, Any] = {}
        for index, entry in enumerate(self.currencies):
            if entry.data["currency"] in rates:
                raise RuleBroken(_("This currency stands there twice."), f"currencies-{index}-currency")
            rates[entry.data["currency"]] = entry.data["rate"]
        return rates

    def compare(self) -> list[Difference]:
        """What differs from what stands; rows are told in words."""
        return [Difference(one.label, in_words(one.mine), in_words(one.theirs)) for one in super().compare()]


def in_words(value: Any) -> Any:
    """Rows of a form as lines of text, instants and dates as people read them; anything else as it is."""
    if isinstance(value, list):
        return "\n".join(
            " · ".join(_row_in_words(row)) if isinstance(row, dict) else str(row) for row in value
        )
    if isinstance(value, datetime):
        return filters.instant(value)
    return filters.day(value) if isinstance(value, date) else value


def _row_in_words(row: Mapping[str, Any]) -> Iterator[str]:
    for key, part in row.items():
        if not part or key in ("line", "site", "unit"):
            continue
        if key == "quantity":
            yield filters.quantity(part, row["unit"]) if row.get("unit") else filters.quantity(part)
        elif key == "kind":
            yield str(KIND_LABELS[LineKind(part)])
        else:
            yield str(in_words(part))


def as_written(rfq: Rfq) -> SimpleNamespace:
    """A draft as its form holds it."""
    return SimpleNamespace(
        version=rfq.version,
        title=rfq.title,
        description=rfq.description,
        currency=rfq.currency,
        deadline=rfq.deadline,
        question_cutoff=rfq.question_cutoff,
        zone=rfq.current_round.zone,
        incoterm=rfq.incoterm,
        incoterm_place=rfq.incoterm_place,
        payment_terms=rfq.payment_terms,
        tie_rule=str(tie_rule(rfq)),
        erp_number=rfq.erp_number or "",
        requirements=[row.requirement.public_id for row in rfq.requirements],
        lines=[_line_as_written(line) for line in rfq.lines],
        currencies=[{"currency": row.currency, "rate": row.rate} for row in rfq.currencies],
    )


def _line_as_written(line: RfqLine) -> dict[str, Any]:
    return {
        "line": line.public_id,
        "item": line.item.number if line.item else "",
        "spec_revision": revision_text(line.spec_revision) if line.spec_revision else "",
        "description": line.description,
        "kind": str(line.kind),
        "quantity": line.quantity,
        "unit": line.unit,
        "wanted_date": line.wanted_date,
        "site": line.site.public_id if line.site else "",
        "lot": line.lot,
    }
