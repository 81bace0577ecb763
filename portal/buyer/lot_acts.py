"""The acts that are open to the buyer on a lot, as components/actions.html draws them."""

from flask import url_for

from portal.orders.models import GoodsReceiptLine
from portal.orders.workflow import RECEIPT_LINE
from portal.web.actions import Act, Way, open_acts


def lot_acts(lot: GoodsReceiptLine, accept_as: str = "secondary") -> list[Act]:
    """What the reader may decide about a lot. ``accept_as`` is primary on its own page and secondary among others."""
    name = lot.public_id
    ways = {
        "accept": Way(url_for("buyer.lot_accept", lot=name), post=True, kind=accept_as, icon="check-lg"),
        "block": Way(url_for("buyer.lot_block", lot=name), icon="pause-circle"),
        "reject": Way(url_for("buyer.lot_reject", lot=name), kind="danger", icon="x-circle"),
    }
    return open_acts(RECEIPT_LINE, lot, ways)
