"""The forms about a supplier."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.errors import RuleBroken
from portal.partnerships.models import Partnership
from portal.partnerships.service import SupplierDraft
from portal.partnerships.workflow import TYPE_LABELS, PartnershipType
from portal.web import choices
from portal.web.forms import PortalForm

FILL_IN = _("Please fill this in.")
TYPES = [SelectChoice(str(kind), label) for kind, label in TYPE_LABELS.items()]


class KeepForm(PortalForm):
    """What a buyer keeps of a supplier for itself."""

    type = SelectField(_("Type of partnership"), choices=TYPES)
    erp_number = StringField(_("Number in your ERP"), [Length(max=60)])
    note = TextAreaField(_("Note"), [Length(max=10_000)])


class InviteForm(KeepForm):
    """A supplier to invite, and its first person."""

    name = StringField(_("Company"), [InputRequired(FILL_IN), Length(max=200)])
    country = SelectField(_("Country"), choices=choices.countries)
    vat_number = StringField(
        _("VAT number"), [Length(max=40)], description=_("This one or the next is needed.")
    )
    registration_number = StringField(_("Registration number"), [Length(max=60)])
    person_name = StringField(_("Name"), [InputRequired(FILL_IN), Length(max=200)])
    email = StringField(_("Mail address"), [InputRequired(FILL_IN), Length(max=254)])

    def draft(self) -> SupplierDraft:
        """What was typed. ``RuleBroken`` at ``vat_number`` where no number tells the company from another."""
        values: dict[str, Any] = {name: value or "" for name, value in self.values().items()}
        if not values["vat_number"].strip() and not values["registration_number"].strip():
            raise RuleBroken(
                _("Give the VAT number or the registration number: names alone do not tell companies apart."),
                "vat_number",
            )
        return SupplierDraft(**{**values, "type": PartnershipType(values["type"])})


class ReasonForm(PortalForm):
    """Why a partnership rests."""

    reason = TextAreaField(_("Reason"), [InputRequired(_("Please give a reason.")), Length(max=2000)])


@dataclass(frozen=True)
class KeptText:
    """What stands, to tell what differs when somebody else has changed it meanwhile."""

    version: int
    type: str
    erp_number: str
    note: str


def keep_form(partnership: Partnership) -> KeepForm:
    """The form of a partnership that stands."""
    standing = KeptText(
        partnership.version, str(partnership.type), partnership.erp_number or "", partnership.note
    )
    return KeepForm(obj=standing)
