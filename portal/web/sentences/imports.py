"""What was imported, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, counted

SENTENCES: dict[str, Any] = {
    "DeliveriesImported": _("imported a delivery history of %(lines)s lines"),
    "ArrivalsImported": _("imported the arrival of %(lines)s lines"),
}

WRITERS: dict[str, Writers] = {
    "DeliveriesImported": {"lines": counted},
    "ArrivalsImported": {"lines": counted},
}
