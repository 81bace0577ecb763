"""What happened to documents, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "DocumentFrozen": _("froze what revision %(revision)s says"),
    "DocumentRendered": _("made the PDF"),
    "DocumentFailed": _("could not make the PDF"),
}
