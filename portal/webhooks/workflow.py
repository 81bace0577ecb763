"""The states of a webhook."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.workflow import Workflow, move


class WebhookState(StrEnum):
    ACTIVE = "active"
    PAUSED = "paused"
    REMOVED = "removed"


_S = WebhookState
ADMINS = frozenset({Role.ADMIN, Role.SUPPLIER_ADMIN})

WEBHOOK = Workflow(
    name="webhook",
    states=_S,
    initial=_S.ACTIVE,
    labels={_S.ACTIVE: _("Active"), _S.PAUSED: _("Paused"), _S.REMOVED: _("Removed")},
    moves=(
        move("try", {_S.ACTIVE}, _S.ACTIVE, ADMINS, _("Send a test")),
        move("edit", {_S.ACTIVE}, _S.ACTIVE, ADMINS, _("Edit")),
        move("edit", {_S.PAUSED}, _S.PAUSED, ADMINS, _("Edit")),
        move("secret", {_S.ACTIVE}, _S.ACTIVE, ADMINS, _("Replace the secret")),
        move("secret", {_S.PAUSED}, _S.PAUSED, ADMINS, _("Replace the secret")),
        move("repeat", {_S.ACTIVE}, _S.ACTIVE, ADMINS, _("Send again")),
        move("pause", {_S.ACTIVE}, _S.PAUSED, ADMINS, _("Pause")),
        move("resume", {_S.PAUSED}, _S.ACTIVE, ADMINS, _("Resume")),
        move("remove", {_S.ACTIVE, _S.PAUSED}, _S.REMOVED, ADMINS, _("Remove")),
    ),
)
