"""What a buyer asks of its suppliers, and what they have offered for it, for any day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from portal.catalog.models import Item
from portal.certificates.models import Requirement
from portal.certificates.queries import offers_of
from portal.certificates.rules import Offer, stands
from portal.certificates.workflow import Gate, Scope
from portal.clock import day_in
from portal.db import db
from portal.measures.certificates import Required
from portal.measures.queries.readers import check_reader, zone_of
from portal.orders.models import PoLine, PurchaseOrder


@dataclass(frozen=True, slots=True)
class Asked:
    """A certificate that is asked of a supplier from a day on, until another where that is over (not included)."""

    requirement_id: int
    since: date
    until: date | None
    offers: tuple[Offer, ...]

    def on(self, day: date) -> Required | None:
        """How it stands on a day; None on a day on which it is not asked for."""
        if day < self.since or (self.until is not None and day >= self.until):
            return None
        in_order, why = stands(self.offers, day, None)
        return Required(self.requirement_id, None, in_order, why)


def asked(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, list[Asked]]:
    """Everything that is asked of each supplier: of all, of itself, and for the categories it delivers.

    A requirement for a category holds from the first order for such an item on. What does nothing at any step, and
    what a single RFQ asks for, is left out. Days are the buyer's. Four queries.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    zone = zone_of(buyer_id)
    gates = (Requirement.at_invitation, Requirement.at_award, Requirement.at_order)
    requirements = db.session.scalars(
        select(Requirement)
        .where(
            Requirement.buyer_id == buyer_id,
            Requirement.scope != Scope.RFQ,
            or_(*(gate != Gate.OFF for gate in gates)),
        )
        .order_by(Requirement.standard, Requirement.id)
    ).all()
    delivered = _delivered(buyer_id, supplier_ids, zone)
    offered = offers_of(buyer_id, supplier_ids, [requirement.id for requirement in requirements])
    found: dict[int, list[Asked]] = {key: [] for key in supplier_ids}
    for requirement in requirements:
        begun = day_in(requirement.created_at, zone)
        over = day_in(requirement.archived_at, zone) if requirement.archived_at else None
        for key in supplier_ids:
            since = _since(requirement, key, delivered)
            if since is not None:
                of_supplier = tuple(offered.get((key, requirement.id), ()))
                found[key].append(Asked(requirement.id, max(begun, since), over, of_supplier))
    return found


def _since(requirement: Requirement, supplier_id: int, delivered: dict[tuple[int, int], date]) -> date | None:
    """From when on a requirement concerns a supplier; None for one that does not."""
    if requirement.scope is Scope.CATEGORY:
        return delivered.get((supplier_id, requirement.category_id or 0))
    concerned = requirement.scope is Scope.EVERYTHING or requirement.supplier_id == supplier_id
    return date.min if concerned else None


def _delivered(buyer_id: int, supplier_ids: Collection[int], zone: str) -> dict[tuple[int, int], date]:
    """The day of the first order by supplier and category."""
    first = func.min(PurchaseOrder.issued_at).label("first")
    rows = db.session.execute(
        select(PoLine.supplier_id, Item.category_id, first)
        .join(PurchaseOrder, PurchaseOrder.id == PoLine.order_id)
        .join(Item, Item.id == PoLine.item_id)
        .where(
            and_(PoLine.buyer_id == buyer_id, PoLine.supplier_id.in_(supplier_ids)),
            PurchaseOrder.issued_at.is_not(None),
            Item.category_id.is_not(None),
        )
        .group_by(PoLine.supplier_id, Item.category_id)
    )
    return {(row.supplier_id, row.category_id): day_in(row.first, zone) for row in rows}
