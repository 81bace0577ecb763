"""What the buyers of a supplier ask of it, drawn together from its partnerships, RFQs and certificates."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation
from portal.catalog.models import Category, Item
from portal.certificates import queries
from portal.certificates.models import Requirement, Review
from portal.db import db
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.models import Invitation, RfqLine, RfqRequirement


@dataclass(frozen=True)
class Asked:
    """What one buyer asks for, and the supplier's own submissions for it, newest first."""

    buyer: Organisation
    requirement: Requirement
    reviews: list[Review]


def asked_of_supplier(supplier_id: int) -> list[Asked]:
    """What is asked of a supplier by each buyer it works with: of everybody, of it alone, for the categories of
    the items it was asked to quote, and by the RFQs it is invited to."""
    partners = db.session.scalars(
        select(Partnership)
        .where(Partnership.supplier_id == supplier_id, Partnership.state == PartnershipState.ACTIVE)
        .options(joinedload(Partnership.buyer))
        .order_by(Partnership.id)
    ).all()
    reviews = _reviews(supplier_id)
    categories = _by_buyer(_quoted_categories(supplier_id))
    of_rfqs = _by_buyer(_rfq_requirements(supplier_id))
    return [
        Asked(partner.buyer, requirement, reviews.get(requirement.id, []))
        for partner in partners
        for requirement in queries.asked_of(
            partner.buyer_id, supplier_id, categories[partner.buyer_id], of_rfqs[partner.buyer_id]
        )
    ]


def _reviews(supplier_id: int) -> dict[int, list[Review]]:
    rows = db.session.scalars(queries.reviews_of(supplier_id).order_by(Review.submitted_at.desc())).unique()
    found: dict[int, list[Review]] = defaultdict(list)
    for row in rows:
        found[row.requirement_id].append(row)
    return found


def _by_buyer(statement: Select[int, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for buyer_id, value in db.session.execute(statement):
        found[buyer_id].add(value)
    return found


def _quoted_categories(supplier_id: int) -> Select[int, int]:
    return (
        select(Invitation.buyer_id, Category.id)
        .join(RfqLine, RfqLine.rfq_id == Invitation.rfq_id)
        .join(Item, Item.id == RfqLine.item_id)
        .join(Category, Category.id == Item.category_id)
        .where(Invitation.supplier_id == supplier_id, Invitation.invited_at.is_not(None))
        .distinct()
    )


def _rfq_requirements(supplier_id: int) -> Select[int, int]:
    return (
        select(Invitation.buyer_id, RfqRequirement.requirement_id)
        .join(RfqRequirement, RfqRequirement.rfq_id == Invitation.rfq_id)
        .where(Invitation.supplier_id == supplier_id, Invitation.invited_at.is_not(None))
        .distinct()
    )
