"""What certificates say to an order that is about to go out."""

from datetime import date

from sqlalchemy import select

from portal.catalog.models import Item
from portal.certificates.queries import standings
from portal.certificates.rules import Standing, Step
from portal.db import db
from portal.orders.models import PoLine, PurchaseOrder
from portal.sourcing.models import Award, RfqRequirement


def certificates_at_order(buyer_id: int, order: PurchaseOrder, on: date) -> list[Standing]:
    """How the order's supplier stands, on a day, with each certificate that matters at an order: those asked of
    everybody, of this supplier, for the categories of the order's items, and by the RFQ it follows from."""
    categories = db.session.scalars(
        select(Item.category_id)
        .join(PoLine, PoLine.item_id == Item.id)
        .where(PoLine.order_id == order.id, PoLine.buyer_id == buyer_id, Item.category_id.is_not(None))
    )
    asked_in_rfq = db.session.scalars(
        select(RfqRequirement.requirement_id)
        .join(Award, Award.rfq_id == RfqRequirement.rfq_id)
        .where(Award.id == order.award_id, Award.buyer_id == buyer_id)
    )
    return standings(
        buyer_id,
        order.supplier_id,
        Step.ORDER,
        on,
        categories=[category for category in categories if category is not None],
        requirement_ids=list(asked_in_rfq),
    )
