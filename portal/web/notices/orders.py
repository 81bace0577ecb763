"""Notices about contracts, orders and deliveries, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

SENTENCES: dict[str, Any] = {
    "contract_for_approval": _("A contract with %(supplier)s waits for your approval"),
    "contract_issued": _("%(buyer)s has sent you contract %(number)s to sign"),
    "contract_signed": _("%(partner)s has signed contract %(number)s"),
    "contract_terminated": _("%(buyer)s has terminated contract %(number)s"),
    "order_for_approval": _("An order to %(supplier)s waits for your approval"),
    "order_returned": _("An order to %(supplier)s came back from approval"),
    "order_issued": _("%(buyer)s has sent you order %(number)s"),
    "order_answered": _("%(supplier)s has answered order %(number)s"),
    "changes_proposed": _("%(supplier)s proposes changes to order %(number)s"),
    "changes_decided": _("%(buyer)s has decided about your changes to order %(number)s"),
    "order_amended": _("%(buyer)s changes order %(number)s"),
    "cancellation_asked": _("%(buyer)s cancels order %(number)s or parts of it"),
    "shipment_announced": _("%(supplier)s has shipped goods of order %(number)s"),
    "shipment_cancelled": _("%(supplier)s has cancelled a shipment of order %(number)s"),
    "delivery_confirmed": _("%(supplier)s confirms a delivery for order %(number)s"),
    "goods_received": _("%(buyer)s has received goods of order %(number)s"),
    "receipt_reversed": _("%(buyer)s has taken back a goods receipt of order %(number)s"),
    "lot_blocked": _("%(buyer)s has blocked %(quantity)s of order %(number)s; the reason stands there"),
    "lot_rejected": _("%(buyer)s has rejected %(quantity)s of order %(number)s; the reason stands there"),
    "lot_released": _("%(buyer)s has accepted %(quantity)s of order %(number)s that were blocked"),
}
