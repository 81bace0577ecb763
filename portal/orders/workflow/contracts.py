"""The states of a contract."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.orders.rules import contracts as rules
from portal.workflow import Workflow, move


class ContractState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    AWAITING_SIGNATURES = "awaiting_signatures"
    IN_FORCE = "in_force"
    TERMINATED = "terminated"


_C = ContractState
_PROCUREMENT = {Role.PROCUREMENT}
_SALES = {Role.SALES, Role.SUPPLIER_ADMIN}

CONTRACT = Workflow(
    name="contract",
    states=_C,
    initial=_C.DRAFT,
    labels={
        _C.DRAFT: _("Draft"),
        _C.APPROVED: _("Approved"),
        _C.AWAITING_SIGNATURES: _("Awaiting signatures"),
        _C.IN_FORCE: _("In force"),
        _C.TERMINATED: _("Terminated"),
    },
    moves=(
        move(
            "request_approval",
            {_C.DRAFT},
            _C.DRAFT,
            _PROCUREMENT,
            _("Ask for approval"),
            rules.ready_for_approval,
        ),
        move("approve", {_C.DRAFT}, _C.APPROVED, {Role.APPROVER}, _("Approve"), rules.contract_complete),
        move("issue", {_C.APPROVED}, _C.AWAITING_SIGNATURES, _PROCUREMENT, _("Issue for signature")),
        move(
            "sign",
            {_C.AWAITING_SIGNATURES},
            _C.AWAITING_SIGNATURES,
            _PROCUREMENT | _SALES,
            _("Sign"),
            rules.signature_missing,
        ),
        move(
            "enter_into_force",
            {_C.AWAITING_SIGNATURES},
            _C.IN_FORCE,
            _PROCUREMENT | _SALES,
            _("Enter into force"),
            rules.signed_by_both,
        ),
        move("call_off", {_C.IN_FORCE}, _C.IN_FORCE, _PROCUREMENT, _("Call off"), rules.in_term),
        move("edit", {_C.DRAFT}, _C.DRAFT, _PROCUREMENT, _("Edit")),
        move("reopen", {_C.APPROVED}, _C.DRAFT, _PROCUREMENT, _("Back to draft")),
        move(
            "terminate",
            {_C.APPROVED, _C.AWAITING_SIGNATURES, _C.IN_FORCE},
            _C.TERMINATED,
            _PROCUREMENT,
            _("Terminate"),
        ),
    ),
)
