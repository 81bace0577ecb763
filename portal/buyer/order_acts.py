"""The acts that are open to the buyer on contracts, orders and deliveries, as components/actions.html draws them."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.buyer.duties import is_own
from portal.orders.models import Contract, PurchaseOrder, ShipNotice
from portal.orders.workflow import CONTRACT, ORDER, SHIP_NOTICE
from portal.workflow import Actor, Move

Act = dict[str, Any]

_LINKS = {
    "issue": ("buyer.order_issue", "send", "primary"),
    "decide": ("buyer.order_decide", "check2-square", "primary"),
    "receive": ("buyer.order_receive", "box-arrow-in-down", "secondary"),
    "edit": ("buyer.order_edit", "pencil-square", "secondary"),
    "amend": ("buyer.order_amend", "pencil-square", "secondary"),
    "cancel": ("buyer.order_cancel", "x-circle", "danger"),
}
_POSTS = {
    "request_approval": ("buyer.order_request_approval", "person-check", "primary", None),
    "return": ("buyer.order_return", "arrow-counterclockwise", "secondary", None),
    "close": ("buyer.order_close", "archive", "primary", None),
    "discard": (
        "buyer.order_discard",
        "trash",
        "danger",
        _("Discard this draft? What it took of the award or the contract is free again."),
    ),
}

_STEPS = {
    "issue": _("The order is ready to be checked and issued."),
    "request_approval": _("Somebody else has to approve this order before it goes out."),
    "decide": _("The supplier proposes changes. They take effect only if you accept them."),
    "close": _("Everything has arrived. The order can be closed."),
}


def order_acts(order: PurchaseOrder, actor: Actor, now: datetime) -> list[Act]:
    """What this person may do about an order."""
    acts = []
    for row in ORDER.actions_for(order, actor, now):
        if (
            row.action == "issue"
            and order.needs_approval
            and is_own([order.approval_asked_by_id], order.buyer, actor, now)
        ):
            continue
        if row.action in _LINKS:
            endpoint, icon, kind = _LINKS[row.action]
            url = url_for(endpoint, order=order.public_id)
            acts.append({"label": row.label, "url": url, "icon": icon, "kind": kind})
        elif row.action in _POSTS:
            endpoint, icon, kind, ask = _POSTS[row.action]
            acts.append(_post(row, url_for(endpoint, order=order.public_id), icon, kind, order.version, ask))
    return acts


def next_step(order: PurchaseOrder, actor: Actor, now: datetime) -> Any:
    """The sentence above the acts, for the first act that has one."""
    open_now = [row.action for row in ORDER.actions_for(order, actor, now)]
    return next((sentence for action, sentence in _STEPS.items() if action in open_now), None)


def shipment_acts(notice: ShipNotice, actor: Actor, now: datetime) -> list[Act]:
    """What goods-in may do about a ship notice."""
    if not ORDER.allows(notice.order, "receive", actor, now):
        return []
    return [
        {
            "label": row.label,
            "url": url_for("buyer.shipment_receive", shipment=notice.public_id),
            "icon": "box-arrow-in-down",
            "kind": "primary",
        }
        for row in SHIP_NOTICE.actions_for(notice, actor, now)
        if row.action == "receive"
    ]


_CONTRACT_POSTS: dict[str, tuple[str, str, str, Any]] = {
    "approve": ("buyer.contract_approve", "check2-circle", "primary", None),
    "issue": ("buyer.contract_issue", "send", "primary", None),
    "reopen": ("buyer.contract_reopen", "arrow-counterclockwise", "secondary", None),
}
_CONTRACT_LINKS = {
    "sign": ("buyer.contract_sign", "pen", "primary"),
    "call_off": ("buyer.contract_call_off", "cart-plus", "primary"),
    "edit": ("buyer.contract_edit", "pencil-square", "secondary"),
    "terminate": ("buyer.contract_terminate", "x-circle", "danger"),
}


def contract_acts(contract: Contract, actor: Actor, now: datetime) -> list[Act]:
    """What this person may do about a contract."""
    acts = []
    for row in CONTRACT.actions_for(contract, actor, now):
        if row.action == "approve" and is_own([contract.created_by_id], contract.buyer, actor, now):
            continue
        if row.action == "sign" and _signed(contract, actor):
            continue
        if row.action in _CONTRACT_LINKS:
            endpoint, icon, kind = _CONTRACT_LINKS[row.action]
            url = url_for(endpoint, contract=contract.public_id)
            acts.append({"label": row.label, "url": url, "icon": icon, "kind": kind})
        elif row.action in _CONTRACT_POSTS:
            endpoint, icon, kind, ask = _CONTRACT_POSTS[row.action]
            url = url_for(endpoint, contract=contract.public_id)
            acts.append(_post(row, url, icon, kind, contract.version, ask))
        if row.action == "edit":
            url = url_for("buyer.contract_discard", contract=contract.public_id)
            ask = _("Discard this draft? The award's lines are free again.")
            acts.append(
                {"label": _("Discard"), "url": url, "icon": "trash", "kind": "danger", "post": True}
                | {"version": contract.version, "confirm": ask}
            )
    return acts


_CONTRACT_STEPS = {
    "approve": _("Look through the contract and approve it."),
    "issue": _("The contract is approved. Issue it, so that both sides can sign."),
    "sign": _("Sign for your side. With both signatures the contract is in force."),
    "edit": _("Add the clauses. Then somebody else approves the contract."),
}


def contract_step(acts: list[Act], contract: Contract, actor: Actor, now: datetime) -> Any:
    """The sentence above the acts, for the first open act that has one."""
    if not acts:
        return None
    open_now = {row.action for row in CONTRACT.actions_for(contract, actor, now)}
    if "sign" in open_now and _signed(contract, actor):
        return _("The supplier still has to sign.")
    return next((sentence for action, sentence in _CONTRACT_STEPS.items() if action in open_now), None)


def _signed(contract: Contract, actor: Actor) -> bool:
    blocks = [one for one in contract.signatures if one.organisation_id == actor.organisation_id]
    return all(block.signed_at is not None for block in blocks)


def _post(row: Move, url: str, icon: str, kind: str, version: int, ask: Any) -> Act:
    act = {"label": row.label, "url": url, "icon": icon, "kind": kind, "post": True, "version": version}
    return act | ({"confirm": ask} if ask else {})
