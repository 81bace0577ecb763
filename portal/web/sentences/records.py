"""What happened to records, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {"RecordExported": _("downloaded the signed record")}
