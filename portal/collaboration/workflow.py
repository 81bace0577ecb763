"""The states of a goal that two sides agree on."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.workflow import Workflow, move


class Direction(StrEnum):
    """Which way a goal's value should go; a hold goal counts the periods in which it was met."""

    UP = "up"
    DOWN = "down"
    HOLD = "hold"


class GoalState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    CLOSED = "closed"


_S = GoalState
_BOTH = {
    Role.PROCUREMENT,
    Role.QUALITY_ENGINEER,
    Role.SALES,
    Role.SUPPLIER_QUALITY,
    Role.SUPPLIER_ADMIN,
}

GOAL = Workflow(
    name="goal",
    states=_S,
    initial=_S.PROPOSED,
    labels={
        _S.PROPOSED: _("Proposed"),
        _S.AGREED: _("Agreed"),
        _S.DECLINED: _("Declined"),
        _S.CLOSED: _("Closed"),
    },
    moves=(
        move("agree", {_S.PROPOSED}, _S.AGREED, _BOTH, _("Agree")),
        move("decline", {_S.PROPOSED}, _S.DECLINED, _BOTH, _("Decline")),
        move("measure", {_S.AGREED}, _S.AGREED, _BOTH, _("Record a value")),
        move("close", {_S.AGREED}, _S.CLOSED, _BOTH, _("Close")),
    ),
)
