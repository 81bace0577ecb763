"""The states of a partnership: one buyer's relation to one supplier."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.partnerships.rules import never_active, was_active
from portal.workflow import Workflow, move


class PartnershipState(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ENDED = "ended"


class PartnershipType(StrEnum):
    TRANSACTIONAL = "transactional"
    TACTICAL = "tactical"
    STRATEGIC = "strategic"
    HYBRID = "hybrid"


TYPE_LABELS = {
    PartnershipType.TRANSACTIONAL: _("Transactional"),
    PartnershipType.TACTICAL: _("Tactical"),
    PartnershipType.STRATEGIC: _("Strategic"),
    PartnershipType.HYBRID: _("Hybrid"),
}

_S = PartnershipState
_PROCUREMENT = {Role.PROCUREMENT}
_JOINING = {"portal", Role.SUPPLIER_ADMIN, Role.SALES}

PARTNERSHIP = Workflow(
    name="partnership",
    states=PartnershipState,
    initial=_S.INVITED,
    labels={
        _S.INVITED: _("Invited"),
        _S.ACTIVE: _("Active"),
        _S.BLOCKED: _("Blocked"),
        _S.ENDED: _("Ended"),
    },
    moves=(
        move("activate", {_S.INVITED}, _S.ACTIVE, _JOINING, _("Accept")),
        move("invite_again", {_S.INVITED}, _S.INVITED, _PROCUREMENT, _("Invite again")),
        move("block", {_S.ACTIVE}, _S.BLOCKED, _PROCUREMENT, _("Block")),
        move("unblock", {_S.BLOCKED}, _S.ACTIVE, _PROCUREMENT, _("Unblock")),
        move("end", {_S.INVITED, _S.ACTIVE, _S.BLOCKED}, _S.ENDED, _PROCUREMENT, _("End the partnership")),
        move("resume", {_S.ENDED}, _S.ACTIVE, _PROCUREMENT, _("Resume"), when=was_active),
        move("invite_again", {_S.ENDED}, _S.INVITED, _PROCUREMENT, _("Invite again"), when=never_active),
    ),
)
