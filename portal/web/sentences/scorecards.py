"""What happened to scorecards, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, on_day

SENTENCES: dict[str, Any] = {
    "SchemeSet": _("set the weights of the scorecards from %(valid_from)s on"),
}

WRITERS: dict[str, Writers] = {"SchemeSet": {"valid_from": on_day}}
