"""The states of contracts, purchase orders, schedule lines, responses, ship notices and receipts."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.orders import rules
from portal.workflow import Workflow, move


class ContractState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    AWAITING_SIGNATURES = "awaiting_signatures"
    IN_FORCE = "in_force"
    TERMINATED = "terminated"


class OrderState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    ISSUED = "issued"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    REJECTED = "rejected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class ScheduleState(StrEnum):
    """Where one schedule line stands between the two sides; what was delivered is told by quantities."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CHANGED = "changed"
    NOT_ACCEPTED = "not_accepted"
    CANCELLED = "cancelled"


class ChangeState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ShipNoticeState(StrEnum):
    ANNOUNCED = "announced"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class ReceiptState(StrEnum):
    """A receipt line: received, then accepted, blocked or rejected by quality."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    BLOCKED = "blocked"
    REJECTED = "rejected"


class DateBasis(StrEnum):
    """What the agreed date is about: arrival at the site, or handover to the carrier (E, F and C terms)."""

    ARRIVAL = "arrival"
    HANDOVER = "handover"


_C, _O, _L, _P, _N = ContractState, OrderState, ScheduleState, ChangeState, ShipNoticeState
_PROCUREMENT = {Role.PROCUREMENT}
_APPROVER = {Role.APPROVER}
_SALES = {Role.SALES, Role.SUPPLIER_ADMIN}
_LOGISTICS = {Role.LOGISTICS, Role.SALES, Role.SUPPLIER_ADMIN}

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
        move("edit", {_C.DRAFT}, _C.DRAFT, _PROCUREMENT, _("Edit")),
        move("approve", {_C.DRAFT}, _C.APPROVED, _APPROVER, _("Approve"), rules.contract_complete),
        move("issue", {_C.APPROVED}, _C.AWAITING_SIGNATURES, _PROCUREMENT, _("Issue for signature")),
        move("sign", {_C.AWAITING_SIGNATURES}, _C.AWAITING_SIGNATURES, _PROCUREMENT | _SALES, _("Sign")),
        move(
            "enter_into_force",
            {_C.AWAITING_SIGNATURES},
            _C.IN_FORCE,
            _PROCUREMENT | _SALES,
            _("Enter into force"),
            rules.signed_by_both,
        ),
        move("call_off", {_C.IN_FORCE}, _C.IN_FORCE, _PROCUREMENT, _("Call off"), rules.not_expired),
        move(
            "terminate",
            {_C.APPROVED, _C.AWAITING_SIGNATURES, _C.IN_FORCE},
            _C.TERMINATED,
            _PROCUREMENT,
            _("Terminate"),
        ),
    ),
)

_LIVE = {_O.ISSUED, _O.ACCEPTED, _O.ACCEPTED_WITH_CHANGES}

ORDER = Workflow(
    name="purchase_order",
    states=_O,
    initial=_O.DRAFT,
    labels={
        _O.DRAFT: _("Draft"),
        _O.AWAITING_APPROVAL: _("Awaiting approval"),
        _O.ISSUED: _("Issued"),
        _O.ACCEPTED: _("Accepted"),
        _O.ACCEPTED_WITH_CHANGES: _("Accepted with changes"),
        _O.REJECTED: _("Rejected"),
        _O.CLOSED: _("Closed"),
        _O.CANCELLED: _("Cancelled"),
    },
    moves=(
        move("edit", {_O.DRAFT}, _O.DRAFT, _PROCUREMENT, _("Edit")),
        move("request_approval", {_O.DRAFT}, _O.AWAITING_APPROVAL, _PROCUREMENT, _("Ask for approval")),
        move("return", {_O.AWAITING_APPROVAL}, _O.DRAFT, _APPROVER, _("Return to draft")),
        move("issue", {_O.DRAFT}, _O.ISSUED, _PROCUREMENT, _("Issue"), rules.order_complete),
        move(
            "issue",
            {_O.AWAITING_APPROVAL},
            _O.ISSUED,
            _APPROVER,
            _("Approve and issue"),
            rules.order_complete,
        ),
        move("respond", _LIVE, _O.ISSUED, _SALES, _("Answer the order")),
        move("settle_accepted", _LIVE, _O.ACCEPTED, _SALES | _PROCUREMENT, _("Accepted")),
        move(
            "settle_changed",
            _LIVE,
            _O.ACCEPTED_WITH_CHANGES,
            _SALES | _PROCUREMENT,
            _("Accepted with changes"),
        ),
        move("reject", {_O.ISSUED}, _O.REJECTED, _SALES, _("Reject")),
        move(
            "ship", {_O.ACCEPTED, _O.ACCEPTED_WITH_CHANGES}, _O.ACCEPTED, _LOGISTICS, _("Announce a shipment")
        ),
        move("close", _LIVE, _O.CLOSED, _PROCUREMENT | {"portal"}, _("Close")),
        move("cancel", {_O.DRAFT, _O.AWAITING_APPROVAL}, _O.CANCELLED, _PROCUREMENT, _("Cancel")),
        move("cancel", {_O.ISSUED}, _O.CANCELLED, _PROCUREMENT, _("Cancel"), rules.nothing_shipped),
    ),
)

SCHEDULE = Workflow(
    name="schedule_line",
    states=_L,
    initial=_L.OPEN,
    labels={
        _L.OPEN: _("Awaiting answer"),
        _L.ACCEPTED: _("Accepted"),
        _L.CHANGED: _("Change proposed"),
        _L.NOT_ACCEPTED: _("Not accepted"),
        _L.CANCELLED: _("Cancelled"),
    },
    moves=(
        move("accept", {_L.OPEN}, _L.ACCEPTED, _SALES, _("Accept")),
        move("propose", {_L.OPEN, _L.ACCEPTED}, _L.CHANGED, _SALES, _("Propose a change")),
        move("reject", {_L.OPEN}, _L.NOT_ACCEPTED, _SALES, _("Reject")),
        move("take", {_L.CHANGED}, _L.ACCEPTED, _PROCUREMENT, _("Accept the change")),
        move("refuse", {_L.CHANGED}, _L.OPEN, _PROCUREMENT, _("Refuse the change"), rules.never_agreed),
        move("refuse", {_L.CHANGED}, _L.ACCEPTED, _PROCUREMENT, _("Refuse the change"), rules.agreed_before),
        move(
            "cancel", {_L.OPEN, _L.NOT_ACCEPTED}, _L.CANCELLED, _PROCUREMENT, _("Cancel"), rules.not_shipped
        ),
    ),
)

CHANGE = Workflow(
    name="schedule_change",
    states=_P,
    initial=_P.PROPOSED,
    labels={_P.PROPOSED: _("Proposed"), _P.ACCEPTED: _("Accepted"), _P.REFUSED: _("Refused")},
    moves=(
        move("accept", {_P.PROPOSED}, _P.ACCEPTED, _PROCUREMENT, _("Accept the change")),
        move("refuse", {_P.PROPOSED}, _P.REFUSED, _PROCUREMENT, _("Refuse the change")),
    ),
)

_GOODS_IN = {Role.GOODS_IN}

SHIP_NOTICE = Workflow(
    name="ship_notice",
    states=_N,
    initial=_N.ANNOUNCED,
    labels={
        _N.ANNOUNCED: _("On its way"),
        _N.DELIVERED: _("Delivered"),
        _N.RECEIVED: _("Received"),
        _N.CANCELLED: _("Cancelled"),
    },
    moves=(
        move(
            "confirm_delivery",
            {_N.ANNOUNCED, _N.RECEIVED},
            _N.DELIVERED,
            _LOGISTICS,
            _("Confirm the delivery"),
        ),
        move("receive", {_N.ANNOUNCED, _N.DELIVERED}, _N.RECEIVED, _GOODS_IN, _("Receive")),
        move("cancel", {_N.ANNOUNCED}, _N.CANCELLED, _LOGISTICS, _("Cancel the shipment")),
    ),
)

RECEIPT_LINE = Workflow(
    name="goods_receipt_line",
    states=ReceiptState,
    initial=ReceiptState.RECEIVED,
    labels={
        ReceiptState.RECEIVED: _("Received"),
        ReceiptState.ACCEPTED: _("Accepted"),
        ReceiptState.BLOCKED: _("Blocked"),
        ReceiptState.REJECTED: _("Rejected"),
    },
    moves=(
        move(
            "accept",
            {ReceiptState.RECEIVED, ReceiptState.BLOCKED},
            ReceiptState.ACCEPTED,
            {Role.QUALITY_ENGINEER, Role.GOODS_IN},
            _("Accept"),
        ),
        move("block", {ReceiptState.RECEIVED}, ReceiptState.BLOCKED, {Role.QUALITY_ENGINEER}, _("Block")),
        move(
            "reject",
            {ReceiptState.RECEIVED, ReceiptState.BLOCKED},
            ReceiptState.REJECTED,
            {Role.QUALITY_ENGINEER, Role.GOODS_IN},
            _("Reject"),
        ),
    ),
)
