"""What a buyer may choose from when it writes an RFQ."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.accounts.models import Organisation
from portal.catalog.models import Item, Spec, SpecRevision
from portal.catalog.queries import items, released_revisions
from portal.certificates.models import Requirement
from portal.certificates.workflow import Scope
from portal.db import db, one
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing.models import Invitation, Rfq

SUGGESTIONS = 500


def revision_text(revision: SpecRevision) -> str:
    """A revision as people write it: the spec's number and the revision's label."""
    return f"{revision.spec.number} {revision.label}"


def items_named(buyer_id: int, numbers: Iterable[str]) -> dict[str, Item]:
    """The items in use that have these numbers, by number."""
    rows = db.session.scalars(items(buyer_id).where(Item.number.in_(set(numbers))))
    return {item.number: item for item in rows}


def revisions_named(buyer_id: int, texts: Iterable[str]) -> dict[str, SpecRevision]:
    """The spec revisions of these texts, in whatever state, by text."""
    numbers = {text.rpartition(" ")[0] for text in texts}
    rows = db.session.scalars(
        select(SpecRevision)
        .join(SpecRevision.spec)
        .where(SpecRevision.buyer_id == buyer_id, Spec.number.in_(numbers))
        .options(contains_eager(SpecRevision.spec))
    )
    return {revision_text(revision): revision for revision in rows}


def suggested_items(buyer_id: int) -> list[Item]:
    """The first items in use, for suggestions while somebody types."""
    return list(db.session.scalars(items(buyer_id).limit(SUGGESTIONS)))


def suggested_revisions(buyer_id: int) -> list[SpecRevision]:
    """The first revisions in force, likewise."""
    return list(db.session.scalars(released_revisions(buyer_id).limit(SUGGESTIONS)))


def certificates(buyer_id: int) -> list[Requirement]:
    """The requirements that an RFQ of the buyer may make its own."""
    return list(
        db.session.scalars(
            select(Requirement)
            .where(
                Requirement.buyer_id == buyer_id,
                Requirement.scope == Scope.RFQ,
                Requirement.archived_at.is_(None),
            )
            .order_by(Requirement.standard, Requirement.id)
        )
    )


def invitable(buyer_id: int, rfq: Rfq) -> list[Organisation]:
    """The buyer's active partners that are not invited yet, by name."""
    invited = select(Invitation.supplier_id).where(Invitation.rfq_id == rfq.id)
    return list(
        db.session.scalars(
            select(Organisation)
            .join(Partnership, Partnership.supplier_id == Organisation.id)
            .where(
                Partnership.buyer_id == buyer_id,
                Partnership.state == PartnershipState.ACTIVE,
                Organisation.id.not_in(invited),
            )
            .order_by(Organisation.name)
        )
    )


def partner(buyer_id: int, public_id: str) -> Organisation:
    """A supplier with whom the buyer has a partnership in whatever state. ``Missing`` for any other."""
    return one(
        select(Organisation)
        .join(Partnership, Partnership.supplier_id == Organisation.id)
        .where(Partnership.buyer_id == buyer_id, Organisation.public_id == public_id)
    )
