"""The acts that are open to the buyer on contracts, orders and deliveries, as components/actions.html draws them."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.buyer.duties import is_own
from portal.orders.models import Contract, PurchaseOrder, ShipNotice
from portal.orders.workflow import CONTRACT, ORDER, SHIP_NOTICE, ContractState
from portal.web import access
from portal.web.actions import Act, Way, next_step, open_acts
from portal.web.filters import day

ORDER_WAYS = {
    "issue": Way("buyer.order_issue", kind="primary", icon="send"),
    "request_approval": Way("buyer.order_request_approval", post=True, kind="primary", icon="person-check"),
    "decide": Way("buyer.order_decide", kind="primary", icon="check2-square"),
    "close": Way("buyer.order_close", post=True, kind="primary", icon="archive"),
    "receive": Way("buyer.order_receive", icon="box-arrow-in-down"),
    "return": Way("buyer.order_return", post=True, icon="arrow-counterclockwise"),
    "edit": Way("buyer.order_edit", icon="pencil-square"),
    "amend": Way("buyer.order_amend", icon="pencil-square"),
    "cancel": Way("buyer.order_cancel", kind="danger", icon="x-circle"),
    "discard": Way(
        "buyer.order_discard",
        post=True,
        kind="danger",
        icon="trash",
        confirm=_("Discard this draft? What it took of the award or the contract is free again."),
    ),
}
ORDER_STEPS = {
    "issue": _("The order is ready to be checked and issued."),
    "request_approval": _("Somebody else has to approve this order before it goes out."),
    "decide": _("The supplier proposes changes. They take effect only if you accept them."),
    "close": _("Everything has arrived. The order can be closed."),
}


def order_acts(order: PurchaseOrder) -> list[Act]:
    """What the reader may do about an order."""
    ways = dict(ORDER_WAYS)
    if order.needs_approval and is_own(
        [order.approval_asked_by_id], order.buyer, access.actor(), access.now()
    ):
        del ways["issue"]
    return open_acts(ORDER, order, ways, order=order.public_id)


def order_step(order: PurchaseOrder) -> Any:
    """The sentence above the acts on an order."""
    return next_step(ORDER, order, ORDER_STEPS)


def shipment_acts(notice: ShipNotice) -> list[Act]:
    """What goods-in may do about a ship notice."""
    if not ORDER.allows(notice.order, "receive", access.actor(), access.now()):
        return []
    receive = Way("buyer.shipment_receive", kind="primary", icon="box-arrow-in-down")
    return open_acts(SHIP_NOTICE, notice, {"receive": receive}, shipment=notice.public_id)


CONTRACT_WAYS = {
    "request_approval": Way(
        "buyer.contract_request_approval", post=True, kind="primary", icon="person-check"
    ),
    "approve": Way("buyer.contract_approve", post=True, kind="primary", icon="check2-circle"),
    "issue": Way("buyer.contract_issue", post=True, kind="primary", icon="send"),
    "sign": Way("buyer.contract_sign", kind="primary", icon="pen"),
    "call_off": Way("buyer.contract_call_off", kind="primary", icon="cart-plus"),
    "edit": Way("buyer.contract_edit", icon="pencil-square"),
    "reopen": Way("buyer.contract_reopen", post=True, icon="arrow-counterclockwise"),
    "terminate": Way("buyer.contract_terminate", kind="danger", icon="x-circle"),
}
CONTRACT_STEPS = {
    "approve": _("Look through the contract and approve it."),
    "issue": _("The contract is approved. Issue it, so that both sides can sign."),
    "sign": _("Sign for your side. With both signatures the contract is in force."),
    "request_approval": _("Add the clauses, then ask for approval: somebody else approves the contract."),
    "edit": _("The approvers are asked. Whoever changes the draft asks them again."),
}


def contract_acts(contract: Contract) -> list[Act]:
    """What the reader may do about a contract."""
    ways = dict(CONTRACT_WAYS)
    authors = [contract.created_by_id, contract.approval_asked_by_id]
    if is_own(authors, contract.buyer, access.actor(), access.now()):
        del ways["approve"]
    if _has_signed(contract):
        del ways["sign"]
    acts = open_acts(CONTRACT, contract, ways, contract=contract.public_id)
    return [*acts, *_discard(contract)]


def _discard(contract: Contract) -> list[Act]:
    """A draft may be given up by whoever may change it."""
    if not CONTRACT.allows(contract, "edit", access.actor(), access.now()):
        return []
    url = url_for("buyer.contract_discard", contract=contract.public_id)
    ask = _("Discard this draft? The award's lines are free again.")
    return [
        Act(
            _("Discard"),
            url,
            post=True,
            kind="danger",
            icon="trash",
            version=contract.version,
            confirm=ask,
        )
    ]


def contract_step(contract: Contract, acts: list[Act]) -> Any:
    """The sentence above the acts on a contract; none without any."""
    if not acts:
        return None
    if CONTRACT.allows(contract, "sign", access.actor(), access.now()) and _has_signed(contract):
        return _("The supplier still has to sign.")
    if contract.state is ContractState.IN_FORCE and access.now().date() < contract.starts_on:
        return _("Orders can be called off from %(day)s on.", day=day(contract.starts_on))
    return next_step(CONTRACT, contract, CONTRACT_STEPS)


def _has_signed(contract: Contract) -> bool:
    reader = access.organisation_id()
    return all(block.signed_at for block in contract.signatures if block.organisation_id == reader)
