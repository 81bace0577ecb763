"""The states of a ship notice and of the lines of a goods receipt."""

from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.orders.rules.deliveries import confirmed, not_confirmed
from portal.orders.rules.lots import something_to_decide
from portal.workflow import Workflow, move


class ShipNoticeState(StrEnum):
    ANNOUNCED = "announced"
    DELIVERED = "delivered"
    RECEIVED = "received"
    CANCELLED = "cancelled"


class ReceiptState(StrEnum):
    """A receipt line, which is one lot: received, then accepted, blocked or rejected by quality.

    A reversed one was posted in error: its quantities are taken back and count nowhere.
    """

    RECEIVED = "received"
    ACCEPTED = "accepted"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    REVERSED = "reversed"


_N, _R = ShipNoticeState, ReceiptState
_LOGISTICS = {Role.LOGISTICS, Role.SALES, Role.SUPPLIER_ADMIN}
_GOODS_IN = {Role.GOODS_IN}
_QUALITY = {Role.QUALITY_ENGINEER}
# What quality has still to decide about, and its last word. Each counts as an inspection, so it is quality's alone.
UNDECIDED_LOT, DECIDED_LOT = (_R.RECEIVED, _R.BLOCKED), (_R.ACCEPTED, _R.REJECTED)

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
            {_N.ANNOUNCED},
            _N.DELIVERED,
            _LOGISTICS,
            _("Confirm the delivery"),
            not_confirmed,
        ),
        move(
            "confirm_delivery",
            {_N.RECEIVED},
            _N.RECEIVED,
            _LOGISTICS,
            _("Confirm the delivery"),
            not_confirmed,
        ),
        move("receive", {_N.ANNOUNCED, _N.DELIVERED}, _N.RECEIVED, _GOODS_IN, _("Receive")),
        move("reopen", {_N.RECEIVED}, _N.DELIVERED, _GOODS_IN, _("Reopen"), confirmed),
        move("reopen", {_N.RECEIVED}, _N.ANNOUNCED, _GOODS_IN, _("Reopen"), not_confirmed),
        move("cancel", {_N.ANNOUNCED}, _N.CANCELLED, _LOGISTICS, _("Cancel the shipment")),
    ),
)

RECEIPT_LINE = Workflow(
    name="goods_receipt_line",
    states=_R,
    initial=_R.RECEIVED,
    labels={
        _R.RECEIVED: _("Received"),
        _R.ACCEPTED: _("Accepted"),
        _R.BLOCKED: _("Blocked"),
        _R.REJECTED: _("Rejected"),
        _R.REVERSED: _("Reversed"),
    },
    moves=(
        move("accept", UNDECIDED_LOT, _R.ACCEPTED, _QUALITY, _("Accept"), something_to_decide),
        move("block", {_R.RECEIVED}, _R.BLOCKED, _QUALITY, _("Block"), something_to_decide),
        move("reject", UNDECIDED_LOT, _R.REJECTED, _QUALITY, _("Reject"), something_to_decide),
        move("reverse", {_R.RECEIVED}, _R.REVERSED, _GOODS_IN, _("Take back")),
    ),
)
