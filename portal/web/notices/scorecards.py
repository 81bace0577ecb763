"""Notices about scorecards."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, on_day

SENTENCES: dict[str, Any] = {
    "scheme_set": _("%(buyer)s has set the weights and scales of your scorecard from %(begins)s on"),
}
WRITERS: dict[str, Writers] = {"scheme_set": {"begins": on_day}}
