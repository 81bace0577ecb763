"""The acts that are open to a supplier on contracts, orders and shipments, as components/actions.html draws them."""

from dataclasses import replace
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.orders.models import Contract, PurchaseOrder, ShipNotice
from portal.orders.workflow import CONTRACT, ORDER, SHIP_NOTICE, ScheduleState
from portal.web import access
from portal.web.actions import Act, Way, next_step, open_acts

ORDER_WAYS = {
    "respond": Way("supplier.order_answer", kind="primary", icon="reply"),
    "ship": Way("supplier.order_ship", kind="primary", icon="truck"),
    "propose": Way("supplier.order_answer", icon="pencil-square"),
}
ORDER_STEPS = {
    "respond": _("Answer each line: accept it, propose a change, or reject it. Silence accepts nothing."),
    "ship": _("Announce what leaves your house, so that goods-in expects it."),
}
SHIPMENT_WAYS = {
    "confirm_delivery": Way("supplier.shipment_confirm", kind="primary", icon="clipboard-check"),
    "cancel": Way(
        "supplier.shipment_cancel",
        post=True,
        kind="danger",
        icon="x-circle",
        confirm=_("Cancel this shipment? Its quantities are open again."),
    ),
}


def order_acts(order: PurchaseOrder) -> list[Act]:
    """What the reader may do about an order; only the first act is the primary one."""
    acts = open_acts(ORDER, order, ORDER_WAYS, order=order.public_id)
    if ORDER.allows(order, "respond", access.actor(), access.now()) and _all_fresh(order):
        acts.insert(0, _accept_all(order))
    return [*acts[:1], *(replace(act, kind="secondary") for act in acts[1:])]


def order_step(order: PurchaseOrder) -> Any:
    """The sentence above the acts on an order."""
    return next_step(ORDER, order, ORDER_STEPS)


def _all_fresh(order: PurchaseOrder) -> bool:
    """Whether the whole order waits for its first answer, so that one act may accept it as it stands."""
    live = [part for part in order.schedule if part.state is not ScheduleState.CANCELLED]
    return bool(live) and all(part.state is ScheduleState.OPEN for part in live)


def _accept_all(order: PurchaseOrder) -> Act:
    url = url_for("supplier.order_accept", order=order.public_id)
    return Act(
        _("Accept as ordered"), url, post=True, kind="primary", icon="check2-circle", version=order.version
    )


def shipment_acts(notice: ShipNotice) -> list[Act]:
    """What the reader may do about a shipment."""
    return open_acts(SHIP_NOTICE, notice, SHIPMENT_WAYS, shipment=notice.public_id)


def contract_acts(contract: Contract) -> list[Act]:
    """What the reader may do about a contract: sign it, once."""
    reader = access.organisation_id()
    if all(block.signed_at for block in contract.signatures if block.organisation_id == reader):
        return []
    sign = Way("supplier.contract_sign", kind="primary", icon="pen")
    return open_acts(CONTRACT, contract, {"sign": sign}, contract=contract.public_id)
