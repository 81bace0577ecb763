"""The acts that are open to a supplier on contracts, orders and shipments, as components/actions.html draws them."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.orders.models import Contract, PurchaseOrder, ShipNotice
from portal.orders.workflow import CONTRACT, ORDER, SHIP_NOTICE, ScheduleState
from portal.workflow import Actor

Act = dict[str, Any]

_LINKS = {
    "respond": ("supplier.order_answer", "reply", "primary"),
    "ship": ("supplier.order_ship", "truck", "primary"),
    "propose": ("supplier.order_answer", "pencil-square", "secondary"),
}
_STEPS = {
    "respond": _("Answer each line: accept it, propose a change, or reject it. Silence accepts nothing."),
    "ship": _("Announce what leaves your house, so that goods-in expects it."),
}


def order_acts(order: PurchaseOrder, actor: Actor, now: datetime) -> list[Act]:
    """What this person may do about an order."""
    acts: list[Act] = []
    for row in ORDER.actions_for(order, actor, now):
        if row.action == "respond" and _all_fresh(order):
            acts.append(_accept_all(order))
        if row.action in _LINKS:
            endpoint, icon, kind = _LINKS[row.action]
            url = url_for(endpoint, order=order.public_id)
            act = {"label": row.label, "url": url, "icon": icon, "kind": kind}
            acts.append(act | ({"kind": "secondary"} if acts else {}))
    return acts


def _all_fresh(order: PurchaseOrder) -> bool:
    """Whether the whole order waits for its first answer, so that one act may accept it as it stands."""
    live = [part for part in order.schedule if part.state is not ScheduleState.CANCELLED]
    return bool(live) and all(part.state is ScheduleState.OPEN for part in live)


def _accept_all(order: PurchaseOrder) -> Act:
    return {
        "label": _("Accept as ordered"),
        "url": url_for("supplier.order_accept", order=order.public_id),
        "icon": "check2-circle",
        "kind": "primary",
        "post": True,
        "version": order.version,
    }


def next_step(order: PurchaseOrder, actor: Actor, now: datetime) -> Any:
    """The sentence above the acts, for the first act that has one."""
    open_now = [row.action for row in ORDER.actions_for(order, actor, now)]
    return next((sentence for action, sentence in _STEPS.items() if action in open_now), None)


def shipment_acts(notice: ShipNotice, actor: Actor, now: datetime) -> list[Act]:
    """What this person may do about a shipment."""
    acts: list[Act] = []
    for row in SHIP_NOTICE.actions_for(notice, actor, now):
        if row.action == "confirm_delivery":
            url = url_for("supplier.shipment_confirm", shipment=notice.public_id)
            acts.append({"label": row.label, "url": url, "icon": "clipboard-check", "kind": "primary"})
        if row.action == "cancel":
            url = url_for("supplier.shipment_cancel", shipment=notice.public_id)
            ask = _("Cancel this shipment? Its quantities are open again.")
            acts.append(
                {"label": row.label, "url": url, "icon": "x-circle", "kind": "danger", "post": True}
                | {"version": notice.version, "confirm": ask}
            )
    return acts


def contract_acts(contract: Contract, actor: Actor, now: datetime) -> list[Act]:
    """What this person may do about a contract."""
    own = [block for block in contract.signatures if block.organisation_id == actor.organisation_id]
    if not CONTRACT.allows(contract, "sign", actor, now) or all(block.signed_at for block in own):
        return []
    url = url_for("supplier.contract_sign", contract=contract.public_id)
    return [{"label": _("Sign"), "url": url, "icon": "pen", "kind": "primary"}]
