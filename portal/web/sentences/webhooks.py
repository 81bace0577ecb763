"""What happened to webhooks, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "WebhookAdded": _("added the webhook"),
    "WebhookChanged": _("changed the webhook"),
    "WebhookSecretReplaced": _("replaced the secret"),
    "WebhookPaused": _("paused the webhook"),
    "WebhookResumed": _("resumed the webhook"),
    "WebhookRemoved": _("removed the webhook"),
    "WebhookTried": _("sent a test"),
    "WebhookFailing": _("found that %(failures)s tries in a row did not arrive"),
    "DeliveryRepeated": _("let a message be sent again"),
}
