"""The forms of the company profile and of a site."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Organisation, Site
from portal.web import choices
from portal.web.forms import PortalForm
from portal.web.zones import ZONES

FILL_IN = _("Please fill this in.")


class PlaceForm(PortalForm):
    """Where something is."""

    street = StringField(_("Street and number"), [Length(max=200)])
    postcode = StringField(_("Postcode"), [Length(max=20)])
    city = StringField(_("City"), [Length(max=100)])
    country = SelectField(_("Country"), [InputRequired(FILL_IN)], choices=choices.countries)
    timezone = SelectField(_("Time zone"), choices=ZONES)


class ProfileForm(PlaceForm):
    """What an organisation says of itself; it is printed on what it sends."""

    name = StringField(
        _("Name"), [InputRequired(FILL_IN), Length(max=200)], description=_("As people call the company.")
    )
    legal_name = StringField(
        _("Legal name"),
        [InputRequired(FILL_IN), Length(max=200)],
        description=_("As it stands on documents, with its legal form."),
    )
    registration_number = StringField(_("Registration number"), [Length(max=60)])
    vat_number = StringField(_("VAT number"), [Length(max=40)])
    email = StringField(_("Mail address"), [Length(max=254)])
    phone = StringField(_("Telephone"), [Length(max=40)])
    website = StringField(_("Website"), [Length(max=200)])
    about = TextAreaField(_("About the company"), [Length(max=10_000)])
    currency = SelectField(_("Currency"), choices=choices.currencies)


class SiteForm(PlaceForm):
    """A place of the organisation."""

    name = StringField(_("Name"), [InputRequired(FILL_IN), Length(max=200)])


def profile_form(organisation: Organisation) -> ProfileForm:
    """The form of an organisation that stands."""
    form = ProfileForm(obj=organisation)
    _offer_zone(form, organisation.timezone)
    return form


def site_form(organisation: Organisation, site: Site | None) -> SiteForm:
    """The form of a new site, which begins where the organisation is, or of one that stands."""
    begin: dict[str, Any] = {"country": organisation.country, "timezone": organisation.timezone}
    form = SiteForm(obj=site) if site else SiteForm(data=begin)
    _offer_zone(form, site.timezone if site else organisation.timezone)
    return form


def _offer_zone(form: PlaceForm, name: str) -> None:
    """A zone that was stored stays among those that can be chosen, even if it is not among the usual ones."""
    if name not in {one.value for one in ZONES}:
        form.timezone.choices = [SelectChoice(name, name.replace("_", " ")), *ZONES]
