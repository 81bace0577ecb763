"""Notices about goals."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "goal_proposed": _("%(partner)s proposes a goal: %(goal)s"),
    "goal_agreed": _("%(partner)s has agreed to the goal “%(goal)s”"),
    "goal_declined": _("%(partner)s has declined the goal “%(goal)s”"),
    "goal_withdrawn": _("%(partner)s has taken back its proposal of the goal “%(goal)s”"),
    "goal_measured": _("%(partner)s has recorded a value for the goal “%(goal)s”"),
    "goal_value_corrected": _("%(partner)s has corrected a value of the goal “%(goal)s”"),
    "goal_closed": _("%(partner)s has closed the goal “%(goal)s”"),
}
