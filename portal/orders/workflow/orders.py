"""The states of a purchase order. Once it is issued, its state follows from its schedule lines."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.orders.rules import deliveries, orders, responses
from portal.workflow import Guard, Move, Workflow, move


class OrderState(StrEnum):
    DRAFT = "draft"
    AWAITING_APPROVAL = "awaiting_approval"
    ISSUED = "issued"
    ACCEPTED = "accepted"
    ACCEPTED_WITH_CHANGES = "accepted_with_changes"
    REJECTED = "rejected"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class DateBasis(StrEnum):
    """What the agreed date is about: arrival at the site, or handover to the carrier (E, F and C terms)."""

    ARRIVAL = "arrival"
    HANDOVER = "handover"


_O = OrderState
_PROCUREMENT = {Role.PROCUREMENT}
_SALES = {Role.SALES, Role.SUPPLIER_ADMIN}
_LOGISTICS = {Role.LOGISTICS, Role.SALES, Role.SUPPLIER_ADMIN}
_GOODS_IN = {Role.GOODS_IN}

LIVE = (_O.ISSUED, _O.ACCEPTED, _O.ACCEPTED_WITH_CHANGES)
_ANSWERED = (*LIVE, _O.REJECTED)


def _within(
    action: str, states: Iterable[OrderState], roles: Iterable[str], label: Any, when: Guard | None = None
) -> tuple[Move, ...]:
    """An action on the lines that leaves the order's own state as it is."""
    return tuple(move(action, {state}, state, roles, label, when) for state in states)


def _settle(action: str, target: OrderState, label: Any) -> Move:
    """The order follows its schedule lines; whoever moved the last of them carries it along."""
    roles = _SALES | _PROCUREMENT | _GOODS_IN
    return move(action, _ANSWERED, target, roles, label, responses.settles(action))


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
        move("issue", {_O.DRAFT}, _O.ISSUED, _PROCUREMENT, _("Issue"), orders.ready_without_approval),
        move(
            "issue",
            {_O.AWAITING_APPROVAL},
            _O.ISSUED,
            {Role.APPROVER},
            _("Approve and issue"),
            orders.order_complete,
        ),
        move(
            "request_approval",
            {_O.DRAFT},
            _O.AWAITING_APPROVAL,
            _PROCUREMENT,
            _("Ask for approval"),
            orders.ready_for_approval,
        ),
        move("return", {_O.AWAITING_APPROVAL}, _O.DRAFT, {Role.APPROVER}, _("Return to draft")),
        move("edit", {_O.DRAFT}, _O.DRAFT, _PROCUREMENT, _("Edit")),
        *_within("respond", LIVE, _SALES, _("Answer the order"), responses.awaits_supplier),
        *_within("decide", LIVE, _PROCUREMENT, _("Decide about the changes"), responses.awaits_buyer),
        *_within("ship", LIVE, _LOGISTICS, _("Announce a shipment"), deliveries.something_to_ship),
        *_within("receive", LIVE, _GOODS_IN, _("Receive"), deliveries.something_to_receive),
        *_within("propose", LIVE, _SALES, _("Propose a change"), responses.has_accepted),
        *_within("amend", _ANSWERED, _PROCUREMENT, _("Change the order"), responses.can_be_amended),
        *_within("reverse", LIVE, _GOODS_IN, _("Correct a receipt")),
        move("reverse", {_O.CLOSED}, _O.ISSUED, _GOODS_IN, _("Correct a receipt")),
        move("close", LIVE, _O.CLOSED, _PROCUREMENT | {"portal"}, _("Close"), orders.all_delivered),
        move("discard", {_O.DRAFT, _O.AWAITING_APPROVAL}, _O.CANCELLED, _PROCUREMENT, _("Discard")),
        *_within("cancel", _ANSWERED, _PROCUREMENT, _("Cancel the order"), responses.nothing_undecided),
        _settle("settle_open", _O.ISSUED, _("Awaits an answer")),
        _settle("settle_accepted", _O.ACCEPTED, _("Accepted")),
        _settle("settle_changed", _O.ACCEPTED_WITH_CHANGES, _("Accepted with changes")),
        _settle("settle_rejected", _O.REJECTED, _("Rejected")),
        _settle("settle_cancelled", _O.CANCELLED, _("Cancelled")),
    ),
)
