"""The acts that are open to the buyer on a lot, as components/actions.html draws them."""

from portal.orders.models import GoodsReceiptLine
from portal.orders.workflow import RECEIPT_LINE
from portal.web.actions import Act, Way, open_acts


def lot_acts(lot: GoodsReceiptLine, accept_as: str = "secondary") -> list[Act]:
    """What the reader may decide about a lot. ``accept_as`` is primary on its own page and secondary among others."""
    ways = {
        "accept": Way("buyer.lot_accept", post=True, kind=accept_as, icon="check-lg"),
        "block": Way("buyer.lot_block", icon="pause-circle"),
        "reject": Way("buyer.lot_reject", kind="danger", icon="x-circle"),
    }
    return open_acts(RECEIPT_LINE, lot, ways, lot=lot.public_id)
