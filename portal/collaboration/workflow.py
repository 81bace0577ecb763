"""The states of a goal that two sides agree on."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.collaboration.rules import sides
from portal.workflow import Workflow, move


class GoalState(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


_S = GoalState
BUYERS = frozenset({Role.PROCUREMENT, Role.QUALITY_ENGINEER})
SUPPLIERS = frozenset({Role.SALES, Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN})
# Who makes goals on either side: proposes them, answers them and measures.
PARTNERS = BUYERS | SUPPLIERS

GOAL = Workflow(
    name="goal",
    states=_S,
    initial=_S.PROPOSED,
    labels={
        _S.PROPOSED: _("Proposed"),
        _S.AGREED: _("Agreed"),
        _S.DECLINED: _("Declined"),
        _S.WITHDRAWN: _("Taken back"),
        _S.CLOSED: _("Closed"),
    },
    moves=(
        move("agree", {_S.PROPOSED}, _S.AGREED, BUYERS, _("Agree"), when=sides.buyer_agrees),
        move("agree", {_S.PROPOSED}, _S.AGREED, SUPPLIERS, _("Agree"), when=sides.supplier_agrees),
        move("decline", {_S.PROPOSED}, _S.DECLINED, BUYERS, _("Decline"), when=sides.buyer_answers),
        move("decline", {_S.PROPOSED}, _S.DECLINED, SUPPLIERS, _("Decline"), when=sides.supplier_answers),
        move("withdraw", {_S.PROPOSED}, _S.WITHDRAWN, BUYERS, _("Take it back"), when=sides.buyer_proposed),
        move(
            "withdraw",
            {_S.PROPOSED},
            _S.WITHDRAWN,
            SUPPLIERS,
            _("Take it back"),
            when=sides.supplier_proposed,
        ),
        move("measure", {_S.AGREED}, _S.AGREED, PARTNERS, _("Record a value")),
        move("close", {_S.AGREED}, _S.CLOSED, PARTNERS, _("Close")),
    ),
)
