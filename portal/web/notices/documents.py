"""Notices about documents."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "document_failed": _("The PDF of %(number)s, revision %(revision)s, could not be made"),
}
