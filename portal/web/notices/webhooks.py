"""Notices about webhooks."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "webhook_failing": _(
        "A webhook does not arrive: %(failures)s tries in a row failed. It is tried again for five days."
    ),
}
