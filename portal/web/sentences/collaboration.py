"""What happened to goals, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, in_unit, on_day

SENTENCES: dict[str, Any] = {
    "GoalProposed": _("proposed the goal"),
    "GoalAgreed": _("agreed to the goal"),
    "GoalDeclined": _("declined the goal"),
    "GoalWithdrawn": _("took the proposal back"),
    "GoalMeasured": _("recorded %(value)s for %(measured_on)s"),
    "GoalValueCorrected": _("corrected the value for %(measured_on)s from %(before)s to %(value)s"),
    "GoalClosed": _("closed the goal"),
}

WRITERS: dict[str, Writers] = {
    "GoalMeasured": {"measured_on": on_day, "value": in_unit},
    "GoalValueCorrected": {"measured_on": on_day, "value": in_unit, "before": in_unit},
}
