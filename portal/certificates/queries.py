"""Reads of requirements, certificates and reviews. The first argument is the organisation that reads."""

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.certificates.models import Certificate, CertificateShare, Requirement, Review
from portal.certificates.rules import Offer, Standing, Step, stands
from portal.certificates.workflow import Gate, ReviewState, Scope
from portal.db import db, one


def requirements(buyer_id: int) -> Select[Requirement]:
    """What a buyer asks for, as far as it is in use, those of single RFQs included."""
    return (
        select(Requirement)
        .where(Requirement.buyer_id == buyer_id, Requirement.archived_at.is_(None))
        .options(joinedload(Requirement.category), joinedload(Requirement.supplier))
        .order_by(Requirement.standard)
    )


def requirement(buyer_id: int, public_id: str) -> Requirement:
    """One requirement of a buyer. ``Missing`` for anybody else's."""
    return one(
        select(Requirement).where(Requirement.buyer_id == buyer_id, Requirement.public_id == public_id)
    )


def certificates(supplier_id: int) -> Select[Certificate]:
    """A supplier's own certificates in use, with their reviews."""
    return (
        select(Certificate)
        .where(Certificate.supplier_id == supplier_id, Certificate.archived_at.is_(None))
        .options(selectinload(Certificate.reviews).joinedload(Review.buyer), joinedload(Certificate.file))
        .order_by(Certificate.valid_until)
    )


def certificate(supplier_id: int, public_id: str) -> Certificate:
    """One certificate of a supplier. ``Missing`` for anybody else's."""
    return one(
        select(Certificate).where(Certificate.supplier_id == supplier_id, Certificate.public_id == public_id)
    )


def has_successor(supplier_id: int) -> ColumnElement[bool]:
    """The condition that another certificate of the supplier in use follows the one that is selected."""
    later = aliased(Certificate)
    return (
        select(later.id)
        .where(
            later.supplier_id == supplier_id,
            later.replaces_id == Certificate.id,
            later.archived_at.is_(None),
        )
        .exists()
    )


def shared_with(supplier_id: int, certificate_id: int) -> set[int]:
    """The buyers to whom a supplier has shown a certificate of its own."""
    return set(
        db.session.scalars(
            select(CertificateShare.buyer_id)
            .join(Certificate, Certificate.id == CertificateShare.certificate_id)
            .where(Certificate.supplier_id == supplier_id, Certificate.id == certificate_id)
        )
    )


def certificates_shown(buyer_id: int, supplier_id: int | None = None) -> Select[Certificate]:
    """The certificates that suppliers have shown to a buyer."""
    statement = (
        select(Certificate)
        .join(CertificateShare, CertificateShare.certificate_id == Certificate.id)
        .where(CertificateShare.buyer_id == buyer_id, Certificate.archived_at.is_(None))
        .options(joinedload(Certificate.supplier), joinedload(Certificate.file))
        .order_by(Certificate.valid_until)
    )
    return statement if supplier_id is None else statement.where(Certificate.supplier_id == supplier_id)


def reviews(buyer_id: int) -> Select[Review]:
    """A buyer's reviews with what they are about."""
    return _with_parts(select(Review).where(Review.buyer_id == buyer_id))


def review(buyer_id: int, public_id: str) -> Review:
    """One review of a buyer. ``Missing`` for anybody else's."""
    return one(reviews(buyer_id).where(Review.public_id == public_id))


def awaiting(buyer_id: int) -> Select[Review]:
    """The queue: what waits for a verdict, the longest wait first."""
    return (
        reviews(buyer_id)
        .where(Review.state == ReviewState.SUBMITTED, Review.certificate.has(archived_at=None))
        .order_by(Review.submitted_at, Review.id)
    )


def reviews_of(supplier_id: int) -> Select[Review]:
    """The reviews of a supplier's own certificates, by whatever buyer."""
    return _with_parts(select(Review).where(Review.supplier_id == supplier_id))


def review_of(supplier_id: int, public_id: str) -> Review:
    """One review of a supplier's own certificate. ``Missing`` for anybody else's."""
    return one(reviews_of(supplier_id).where(Review.public_id == public_id))


def _with_parts(statement: Select[Review]) -> Select[Review]:
    return statement.options(
        joinedload(Review.certificate).joinedload(Certificate.file),
        joinedload(Review.requirement),
        joinedload(Review.supplier),
        joinedload(Review.buyer),
    )


def asked_of(
    buyer_id: int, supplier_id: int, categories: Iterable[int] = (), requirement_ids: Iterable[int] = ()
) -> list[Requirement]:
    """What a buyer asks of a supplier: of everybody, of this supplier, for the categories, and by the ids given
    (those of an RFQ)."""
    return list(
        db.session.scalars(
            select(Requirement)
            .where(
                Requirement.buyer_id == buyer_id,
                Requirement.archived_at.is_(None),
                or_(
                    Requirement.scope == Scope.EVERYTHING,
                    and_(Requirement.scope == Scope.SUPPLIER, Requirement.supplier_id == supplier_id),
                    and_(Requirement.scope == Scope.CATEGORY, Requirement.category_id.in_(set(categories))),
                    Requirement.id.in_(set(requirement_ids)),
                ),
            )
            .order_by(Requirement.standard, Requirement.id)
        )
    )


def standings(
    buyer_id: int,
    supplier_id: int,
    step: Step | None,
    on: date,
    *,
    categories: Iterable[int] = (),
    requirement_ids: Iterable[int] = (),
    site_id: int | None = None,
) -> list[Standing]:
    """How a supplier stands with each certificate that matters at a step, on a day; None means at any step."""
    asked = [
        requirement
        for requirement in asked_of(buyer_id, supplier_id, categories, requirement_ids)
        if gate_at(requirement, step) is not Gate.OFF
    ]
    offers = offers_of(buyer_id, [supplier_id], [requirement.id for requirement in asked])
    verdicts = {
        requirement.id: stands(offers.get((supplier_id, requirement.id), []), on, site_id)
        for requirement in asked
    }
    return [
        Standing(
            requirement.id,
            requirement.standard,
            *verdicts[requirement.id],
            gate_at(requirement, step) is Gate.BLOCK,
        )
        for requirement in asked
    ]


def gate_at(requirement: Requirement, step: Step | None) -> Gate:
    """What a requirement does at a step; without one, the hardest that it does at any."""
    gates = {
        Step.INVITATION: requirement.at_invitation,
        Step.AWARD: requirement.at_award,
        Step.ORDER: requirement.at_order,
    }
    return gates[step] if step else max(gates.values(), key=list(Gate).index)


def offers_of(
    buyer_id: int, supplier_ids: Collection[int], requirement_ids: Collection[int]
) -> dict[tuple[int, int], list[Offer]]:
    """What suppliers have offered a buyer for its requirements, by supplier and requirement, newest first."""
    rows = db.session.scalars(
        select(Review)
        .where(
            Review.buyer_id == buyer_id,
            Review.supplier_id.in_(supplier_ids),
            Review.requirement_id.in_(requirement_ids),
            Review.state != ReviewState.WITHDRAWN,
        )
        .options(joinedload(Review.certificate).selectinload(Certificate.sites))
        .order_by(Review.submitted_at.desc())
    ).unique()
    found: dict[tuple[int, int], list[Offer]] = {}
    for row in rows:
        held = row.certificate
        if held.archived_at is None:
            offer = Offer(
                row.state is ReviewState.SUBMITTED,
                row.state is ReviewState.ACCEPTED,
                held.valid_from,
                held.valid_until,
                frozenset(covered.site_id for covered in held.sites),
            )
            found.setdefault((row.supplier_id, row.requirement_id), []).append(offer)
    return found
