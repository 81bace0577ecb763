"""Forms of a supplier's certificates."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import DateField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Site
from portal.files.rules.kinds import PDF_ONLY
from portal.web.forms import ChecksField, PortalForm, UploadField


class CertificateForm(PortalForm):
    """A certificate and what it covers."""

    standard = StringField(
        _("Certificate or standard"),
        [InputRequired(_("Please name the certificate.")), Length(max=120)],
        description=_("For example ISO 9001, IATF 16949 or EN 10204 3.1."),
    )
    number = StringField(_("Number on the certificate"), [Length(max=120)])
    issuer = StringField(_("Issued by"), [Length(max=200)])
    entity = StringField(
        _("Company named on it"), [InputRequired(_("Please give the company’s name.")), Length(max=200)]
    )
    covers = TextAreaField(_("What it covers"), [Length(max=4000)])
    sites = ChecksField(
        _("Sites it covers"),
        description=_("None chosen means the whole company."),
    )
    valid_from = DateField(_("Valid from"), [InputRequired(_("Please give the first valid day."))])
    valid_until = DateField(_("Valid until"), [InputRequired(_("Please give the last valid day."))])
    file = UploadField(
        _("The certificate as PDF"), [InputRequired(_("Please choose the PDF."))], media_types=PDF_ONLY
    )

    def offer(self, sites: Sequence[Site]) -> None:
        """Offer the supplier's own sites."""
        self._sites = {site.public_id: site for site in sites}
        self.sites.choices = [SelectChoice(key, site.name) for key, site in self._sites.items()]

    def chosen_sites(self) -> list[Site]:
        return [self._sites[key] for key in self.sites.data or []]
