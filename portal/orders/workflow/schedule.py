"""The states of a schedule line between the two sides, and of a proposed change."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.orders.rules.orders import not_shipped
from portal.orders.rules.responses import agreed_before, never_agreed, not_complete
from portal.workflow import Workflow, move


class ScheduleState(StrEnum):
    """Where one schedule line stands between the two sides; what was delivered is told by quantities.

    ``CHANGED`` is the supplier's proposal, ``AMENDED`` the buyer's wish to change what was agreed; until the
    other side answers, the terms in force stay as they were.
    """

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    AMENDED = "amended"
    NOT_ACCEPTED = "not_accepted"
    CANCELLED = "cancelled"


class ChangeState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_L, _P = ScheduleState, ChangeState
_PROCUREMENT = {Role.PROCUREMENT}
_SALES = {Role.SALES, Role.SUPPLIER_ADMIN}

SCHEDULE = Workflow(
    name="schedule_line",
    states=_L,
    initial=_L.OPEN,
    labels={
        _L.OPEN: _("Awaiting answer"),
        _L.ACCEPTED: _("Accepted"),
        _L.CHANGED: _("Change proposed"),
        _L.AMENDED: _("Buyer asks for a change"),
        _L.NOT_ACCEPTED: _("Not accepted"),
        _L.CANCELLED: _("Cancelled"),
    },
    moves=(
        move("accept", {_L.OPEN}, _L.ACCEPTED, _SALES, _("Accept")),
        move("propose", {_L.OPEN, _L.ACCEPTED}, _L.CHANGED, _SALES, _("Propose a change"), not_complete),
        move("reject", {_L.OPEN}, _L.NOT_ACCEPTED, _SALES, _("Reject")),
        move("withdraw", {_L.CHANGED}, _L.OPEN, _SALES, _("Take back the proposal"), never_agreed),
        move("withdraw", {_L.CHANGED}, _L.ACCEPTED, _SALES, _("Take back the proposal"), agreed_before),
        move("take", {_L.CHANGED}, _L.ACCEPTED, _PROCUREMENT, _("Accept the change")),
        move("release", {_L.CHANGED}, _L.CANCELLED, _PROCUREMENT, _("Accept the cancellation"), not_shipped),
        move("refuse", {_L.CHANGED}, _L.OPEN, _PROCUREMENT, _("Refuse the change"), never_agreed),
        move("refuse", {_L.CHANGED}, _L.ACCEPTED, _PROCUREMENT, _("Refuse the change"), agreed_before),
        move("amend", {_L.OPEN, _L.NOT_ACCEPTED}, _L.OPEN, _PROCUREMENT, _("Change"), not_complete),
        move("amend", {_L.ACCEPTED}, _L.AMENDED, _PROCUREMENT, _("Ask for a change"), not_complete),
        move("retract", {_L.AMENDED}, _L.ACCEPTED, _PROCUREMENT, _("Take back the change")),
        move("agree", {_L.AMENDED}, _L.ACCEPTED, _SALES, _("Accept the change")),
        move("consent", {_L.AMENDED}, _L.CANCELLED, _SALES, _("Consent to the cancellation"), not_shipped),
        move("decline", {_L.AMENDED}, _L.ACCEPTED, _SALES, _("Refuse the change")),
        move("cancel", {_L.OPEN, _L.NOT_ACCEPTED}, _L.CANCELLED, _PROCUREMENT, _("Cancel"), not_shipped),
    ),
)

# Who may decide hangs on the schedule line, which knows which side has proposed.
CHANGE = Workflow(
    name="schedule_change",
    states=_P,
    initial=_P.PROPOSED,
    labels={
        _P.PROPOSED: _("Proposed"),
        _P.ACCEPTED: _("Accepted"),
        _P.REFUSED: _("Refused"),
        _P.WITHDRAWN: _("Taken back"),
    },
    moves=(
        move("accept", {_P.PROPOSED}, _P.ACCEPTED, _PROCUREMENT | _SALES, _("Accept the change")),
        move("refuse", {_P.PROPOSED}, _P.REFUSED, _PROCUREMENT | _SALES, _("Refuse the change")),
        move("withdraw", {_P.PROPOSED}, _P.WITHDRAWN, _PROCUREMENT | _SALES, _("Take it back")),
    ),
)
