"""The smaller forms around an RFQ: copying, inviting, answering, changing and ending it."""

from types import SimpleNamespace
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.models import Organisation
from portal.buyer.rfq_forms import FILL_IN, LONG, plain_lines
from portal.buyer.rfq_resolving import find_things
from portal.sourcing.models import Rfq, RfqLine
from portal.sourcing.queries.choices import revision_text
from portal.sourcing.service.addenda import AddendumDraft, LineChange
from portal.web.forms import InstantField, PortalForm, QuantityField
from portal.web.zones import ZONES

REASON = _("Give a reason.")


def _text(label: Any, *checks: Any, **options: Any) -> TextAreaField:
    return TextAreaField(label, [*checks, Length(max=LONG)], filters=[plain_lines], **options)


class ReasonForm(PortalForm):
    """An act that needs nothing but a reason."""

    reason = _text(_("Reason"), InputRequired(REASON))


class CopyForm(PortalForm):
    """A copy needs a new deadline; the rest comes along and can be changed."""

    deadline = InstantField(_("Deadline for bids"), [InputRequired(FILL_IN)])
    zone = SelectField(_("Time zone"), choices=ZONES)


class InviteForm(PortalForm):
    """Whom to invite."""

    supplier = SelectField(_("Supplier"), choices=[], validators=[InputRequired(_("Choose a supplier."))])
    override_reason = StringField(
        _("Reason to invite without a certificate"),
        [Length(max=1000)],
        description=_("Needed only where a missing certificate blocks."),
    )

    def __init__(self, suppliers: list[Organisation]) -> None:
        super().__init__()
        self.supplier.choices = [SelectChoice(one.public_id, one.name) for one in suppliers]


class AnswerForm(PortalForm):
    """The answer to a question."""

    text = _text(
        _("Answer"),
        InputRequired(FILL_IN),
        description=_("Everybody invited reads it; nobody reads who asked."),
    )


class DeadlineForm(PortalForm):
    """A later deadline, in the zone of the RFQ."""

    deadline = InstantField(_("New deadline"), [InputRequired(FILL_IN)])
    zone = HiddenField()
    reason = _text(_("Reason"), InputRequired(REASON), description=_("Everybody invited reads it."))

    def __init__(self, rfq: Rfq) -> None:
        standing = SimpleNamespace(version=rfq.version, deadline=rfq.deadline, zone=rfq.current_round.zone)
        super().__init__(obj=standing)
        self.zone.data = rfq.current_round.zone


class ChangeForm(Form):
    """What becomes of one line; it shows what stands."""

    line = HiddenField()
    quantity = QuantityField(_("Quantity"), [InputRequired(FILL_IN)])
    wanted_date = DateField(_("Wanted on"), [InputRequired(FILL_IN)])
    description = StringField(_("Description"), [Length(max=500)])
    spec_revision = StringField(_("Spec and revision"), [Length(max=90)])

    def change(self, revision: Any) -> LineChange:
        return LineChange(self.quantity.data, self.wanted_date.data, self.description.data, revision)


class AddendumForm(PortalForm):
    """A published change: it begins with what stands."""

    text = _text(
        _("What changes and why"), InputRequired(FILL_IN), description=_("Everybody invited reads it.")
    )
    material = BooleanField(
        _("Material: every bid submitted so far is returned and must be confirmed or revised"), default=True
    )
    description = _text(_("What the RFQ is about"))
    incoterm_place = StringField(_("Named place"), [Length(max=200)])
    payment_terms = StringField(_("Payment terms"), [Length(max=300)])
    lines = FieldList(FormField(ChangeForm), description=_("Line"))
    deadline = InstantField(_("Deadline for bids"), [InputRequired(FILL_IN)])
    question_cutoff = InstantField(_("Questions until"), [Optional()])
    zone = HiddenField()
    no_extension_reason = StringField(
        _("Why the deadline stays"), [Length(max=500)], description=_("Needed where it does not move.")
    )

    def __init__(self, rfq: Rfq) -> None:
        super().__init__(obj=_standing(rfq))
        self.zone.data = rfq.current_round.zone
        asked = {line.public_id: line for line in rfq.lines}
        for entry in self.lines:
            line = asked.get(entry.form.line.data)
            entry.number, entry.unit = (line.position, line.unit) if line else (None, None)

    def draft(self, buyer_id: int) -> AddendumDraft:
        """What was typed; what stands unchanged changes nothing."""
        found = find_things(buyer_id, [entry.data for entry in self.lines])
        return AddendumDraft(
            text=self.text.data or "",
            material=self.material.data,
            lines={
                entry.form.line.data: entry.form.change(found.revision(index, entry.form.spec_revision.data))
                for index, entry in enumerate(self.lines)
            },
            description=self.description.data or "",
            incoterm_place=self.incoterm_place.data or "",
            payment_terms=self.payment_terms.data or "",
            deadline=self.deadline.data,
            question_cutoff=self.question_cutoff.data,
            no_extension_reason=self.no_extension_reason.data or "",
        )


def _standing(rfq: Rfq) -> SimpleNamespace:
    return SimpleNamespace(
        version=rfq.version,
        description=rfq.description,
        incoterm_place=rfq.incoterm_place,
        payment_terms=rfq.payment_terms,
        lines=[_line(line) for line in rfq.lines],
        deadline=rfq.deadline,
        question_cutoff=rfq.question_cutoff,
        zone=rfq.current_round.zone,
    )


def _line(line: RfqLine) -> dict[str, Any]:
    return {
        "line": line.public_id,
        "quantity": line.quantity,
        "wanted_date": line.wanted_date,
        "description": line.description,
        "spec_revision": revision_text(line.spec_revision) if line.spec_revision else "",
    }
