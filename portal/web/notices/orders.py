"""Notices about contracts, orders and deliveries, in words."""

from typing import Any

from flask_babel import lazy_gettext as _

from portal.web.facts import Writers, as_lines, on_day, shortened

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
    "own_lot_blocked": _("Quality has blocked %(quantity)s of order %(number)s from %(supplier)s"),
    "own_lot_rejected": _("Quality has rejected %(quantity)s of order %(number)s from %(supplier)s"),
    "own_lot_released": _(
        "Quality has accepted %(quantity)s of order %(number)s from %(supplier)s that were blocked"
    ),
}

_CHANGES = {
    "accepted": _("Accepted"),
    "changed": _("Changed"),
    "wished": _("Asked for"),
    "refused": _("Not accepted"),
}
_LOT = {"lines": _("Line"), "lots": _("Lot numbers"), "reason": _("Reason")}
DETAILS: dict[str, dict[str, Any]] = {
    "order_issued": {"lines": _("What is ordered")},
    "order_answered": _CHANGES,
    "changes_proposed": _CHANGES,
    "changes_decided": _CHANGES,
    "order_amended": _CHANGES,
    "cancellation_asked": _CHANGES | {"changed": _("Cancelled"), "wished": _("Your consent is asked for")},
    "shipment_announced": {
        "shipment": _("Delivery note"),
        "expected_on": _("Expected to arrive on"),
        "packages": _("Packages"),
        "carrier": _("Carrier"),
        "lines": _("What is on its way"),
    },
    "lot_blocked": _LOT,
    "lot_rejected": _LOT,
    "own_lot_blocked": _LOT,
    "own_lot_rejected": _LOT,
}

WRITERS: dict[str, Writers] = {
    **{
        kind: {"lines": as_lines, "reason": shortened, **dict.fromkeys(_CHANGES, as_lines)}
        for kind in DETAILS
    },
    "shipment_announced": {"lines": as_lines, "expected_on": on_day},
}
