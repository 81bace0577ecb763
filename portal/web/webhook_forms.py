"""The form of a webhook, and its words."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.web.forms import ChecksField, PortalForm
from portal.webhooks import sender
from portal.webhooks.models import Webhook
from portal.webhooks.rules import LONGEST, TOPICS

# Why a try did not arrive.
WHY: dict[str, Any] = {
    sender.NAME: _("the name of the host is not known"),
    sender.CONNECTION: _("no connection, or it broke off"),
    sender.CERTIFICATE: _("its certificate is not trusted"),
    sender.TIMEOUT: _("no answer in time"),
    sender.NOT_PUBLIC: _("the address is not public"),
    sender.PLAIN: _("not without https"),
    sender.NO_HTTP: _("no HTTP answer"),
    sender.STATUS: _("refused"),
    sender.OURS: _("the portal could not write it"),
}


class WebhookForm(PortalForm):
    """Where a webhook leads and what it sends."""

    url = StringField(
        _("Address"),
        [InputRequired(_("Please give an address.")), Length(max=LONGEST)],
        description=_("Begins with https://. Each message is posted there as JSON and signed."),
    )
    topics = ChecksField(
        _("What it sends"), choices=[SelectChoice(name, label) for name, label in TOPICS.items()]
    )


def webhook_form(webhook: Webhook | None = None) -> WebhookForm:
    """The form of a new webhook, or of one that stands."""
    return WebhookForm(obj=webhook)
