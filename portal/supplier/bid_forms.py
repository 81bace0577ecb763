"""The forms of a bid: its content, its submission, its confirmation."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
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
from wtforms.validators import Length, Optional
from wtforms.widgets import HiddenInput

from portal.money import PRICE_BASES
from portal.sourcing.documents import ZERO, BidDocument, BidLine, NamedFile
from portal.sourcing.models import Bid, Rfq, RfqLine
from portal.sourcing.rules.bids import SHORT, TERMS, TEXT
from portal.units import UNITS
from portal.web.forms import ChecksField, Difference, MoneyField, PortalForm, QuantityField, UploadsField

_NO_DATE = _("Write the date as year-month-day, for example 2026-05-31.")


def _one_kind_of_line_end(text: str | None) -> str | None:
    return text and "\n".join(text.splitlines()).strip()


def _long(label: Any) -> TextAreaField:
    return TextAreaField(label, [Length(max=TEXT)], filters=[_one_kind_of_line_end])


class Day(DateField):
    """A calendar date that may be missing; anything else than a date is asked back."""

    def __init__(self, label: Any, **options: Any) -> None:
        super().__init__(label, [Optional()], **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata([value.strip() for value in valuelist if value.strip()])
        except ValueError as error:
            raise ValueError(str(_NO_DATE)) from error


class LineForm(Form):
    """What is offered for one line of the RFQ."""

    line = HiddenField()
    offered = BooleanField(_("We offer this line"))
    price = MoneyField(_("Price"))
    price_per = SelectField(
        _("per"), coerce=int, choices=[SelectChoice(basis, f"{basis:,}") for basis in PRICE_BASES]
    )
    unit = SelectField(_("Unit"), choices=[])
    quantity = QuantityField(_("Quantity offered"))
    delivery_date = Day(_("Delivery date"))
    remark = _long(_("Remark"))
    deviation = _long(_("Deviation from what is asked, if any"))

    def content(self) -> BidLine:
        """The line of the document as typed."""
        return BidLine(
            rfq_line=self.line.data or "",
            offered=self.offered.data,
            price=self.price.data,
            price_per=self.price_per.data,
            unit=self.unit.data,
            quantity=self.quantity.data,
            delivery_date=self.delivery_date.data,
            remark=self.remark.data or "",
            deviation=self.deviation.data or "",
        )


class BidForm(PortalForm):
    """The whole content of a bid: what stands in the newest version, or what the RFQ asks for."""

    currency = SelectField(_("Currency of all prices"), choices=[])
    freight = MoneyField(_("Freight"))
    other_costs = MoneyField(_("Other costs, once"))
    payment_terms = StringField(_("Payment terms"), [Length(max=TERMS)], filters=[_one_kind_of_line_end])
    valid_until = Day(_("Valid until and including"))
    quote_number = StringField(
        _("Your own quote number"), [Length(max=SHORT)], filters=[_one_kind_of_line_end]
    )
    remark = _long(_("Remark"))
    lines = FieldList(FormField(LineForm), description=_("Line"))
    kept = ChecksField(
        _("Files of this bid"),
        choices=[],
    )
    uploads = UploadsField(_("Further files"))

    def __init__(self, bid: Bid, standing: BidDocument | None, units: Mapping[str, Sequence[str]]) -> None:
        """``standing`` is the document of the newest version, None where there is none yet; ``units`` are those
        in which each line may be priced."""
        self.standing = _with_all_lines(standing or _blank(bid.rfq), bid.rfq)
        super().__init__(obj=bid, data=_data(self.standing))
        asked = {line.public_id: line for line in bid.rfq.lines}
        self.currency.choices = [
            SelectChoice(code, code) for code in (bid.rfq.currency, *(o.currency for o in bid.rfq.currencies))
        ]
        self.kept.choices = [SelectChoice(file.public_id, file.name) for file in self.standing.files]
        for entry in self.lines:
            entry.asked = asked.get(entry.form.line.data)
            entry.number = entry.asked.position if entry.asked else None
            entry.unit.choices = _unit_choices(units.get(entry.form.line.data, ()))

    def content(self) -> BidDocument:
        """What was typed; whose it is, the verb says."""
        return BidDocument(
            rfq="",
            round=0,
            supplier="",
            currency=self.currency.data,
            freight=self.freight.data or ZERO,
            other_costs=self.other_costs.data or ZERO,
            payment_terms=self.payment_terms.data or "",
            valid_until=self.valid_until.data,
            quote_number=self.quote_number.data or "",
            remark=self.remark.data or "",
            lines=tuple(entry.form.content() for entry in self.lines),
            files=self._kept_files(),
        )

    def _kept_files(self) -> tuple[NamedFile, ...]:
        return tuple(file for file in self.standing.files if file.public_id in (self.kept.data or ()))

    def compare(self) -> list[Difference]:
        """Where what was typed differs from the newest version, which another window has saved meanwhile."""
        return list(self._differences(self.content(), self.standing))

    def _differences(self, mine: BidDocument, theirs: BidDocument) -> Iterator[Difference]:
        for name in (
            "currency",
            "freight",
            "other_costs",
            "payment_terms",
            "valid_until",
            "quote_number",
            "remark",
        ):
            yield from _unless_equal(self[name].label.text, getattr(mine, name), getattr(theirs, name))
        standing = {line.rfq_line: line for line in theirs.lines}
        for entry in self.lines:
            typed = entry.form.content()
            other = standing.get(typed.rfq_line, BidLine(typed.rfq_line))
            for field in fields(BidLine)[1:]:
                label = (
                    f"{entry.asked.position if entry.asked else '?'} · {entry.form[field.name].label.text}"
                )
                yield from _unless_equal(label, getattr(typed, field.name), getattr(other, field.name))


def _unless_equal(label: Any, mine: Any, theirs: Any) -> Iterator[Difference]:
    if mine != theirs:
        yield Difference(label, mine, theirs)


def _unit_choices(codes: Sequence[str]) -> list[SelectChoice]:
    return [SelectChoice(code, UNITS[code].symbol if code in UNITS else code) for code in codes]


def _blank(rfq: Rfq) -> BidDocument:
    """A bid on the buyer's terms, without prices."""
    return BidDocument(
        rfq=rfq.public_id,
        round=rfq.current_round.ordinal,
        supplier="",
        currency=rfq.currency,
        payment_terms=rfq.payment_terms,
    )


def _with_all_lines(document: BidDocument, rfq: Rfq) -> BidDocument:
    """The document with every line of the RFQ in its order; what it says nothing of is offered as asked."""
    said = {line.rfq_line: line for line in document.lines}
    lines = [said.get(line.public_id) or _as_asked(line) for line in rfq.lines]
    return replace(document, lines=tuple(lines))


def _as_asked(line: RfqLine) -> BidLine:
    return BidLine(line.public_id, True, None, 1, line.unit, line.quantity, line.wanted_date)


def _data(document: BidDocument) -> dict[str, Any]:
    values = {field.name: getattr(document, field.name) for field in fields(document)}
    lines = [
        {"line": line.rfq_line, **{f.name: getattr(line, f.name) for f in fields(line)}}
        for line in document.lines
    ]
    amounts = {name: values[name] or None for name in ("freight", "other_costs")}
    return {**values, **amounts, "lines": lines, "kept": [file.public_id for file in document.files]}


class SendForm(BidForm):
    """A bid for a strict RFQ, sent in one go in answer to the addendum that the page showed; it begins blank."""

    addendum = IntegerField(widget=HiddenInput())

    def __init__(self, bid: Bid, units: Mapping[str, Sequence[str]]) -> None:
        super().__init__(bid, None, units)

    def compare(self) -> list[Difference]:
        """Nothing, since what another window has sent cannot be read here."""
        return []


class SubmitForm(PortalForm):
    """Submitting or confirming: no content, but the addendum that the page showed."""

    addendum = IntegerField(widget=HiddenInput())


def show_addendum(form: SendForm | SubmitForm, addendum: int) -> None:
    """Name the addendum that the page about to be drawn shows."""
    form.addendum.raw_data, form.addendum.data = None, addendum
