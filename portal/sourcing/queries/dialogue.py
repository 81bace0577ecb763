"""Invitations, questions and addenda, each for the side that reads."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Organisation
from portal.db import db, one
from portal.sourcing.models import Addendum, Invitation, Question, Rfq


def invitations(buyer_id: int, rfq: Rfq) -> list[Invitation]:
    """Whom a buyer has invited, by name. Never for a supplier's eyes."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.rfq_id == rfq.id, Invitation.buyer_id == buyer_id)
            .join(Invitation.supplier)
            .options(joinedload(Invitation.supplier))
            .order_by(Organisation.name)
        )
    )


def invitation(supplier_id: int, rfq: Rfq) -> Invitation:
    """A supplier's own invitation, once it has gone out. ``Missing`` where there is none."""
    return one(
        select(Invitation).where(
            Invitation.rfq_id == rfq.id,
            Invitation.supplier_id == supplier_id,
            Invitation.invited_at.is_not(None),
        )
    )


def invitation_of(buyer_id: int, public_id: str) -> Invitation:
    """One invitation of a buyer. ``Missing`` for anybody else's."""
    return one(
        select(Invitation)
        .where(Invitation.buyer_id == buyer_id, Invitation.public_id == public_id)
        .options(joinedload(Invitation.supplier), joinedload(Invitation.rfq))
    )


def questions(buyer_id: int, rfq: Rfq) -> list[Question]:
    """Every question asked about an RFQ of the buyer, oldest first. Pages must not say who asked."""
    return list(db.session.scalars(_questions(rfq).where(Question.buyer_id == buyer_id)))


def question(buyer_id: int, public_id: str) -> Question:
    """One question to a buyer. ``Missing`` for anybody else's."""
    return one(
        select(Question)
        .where(Question.buyer_id == buyer_id, Question.public_id == public_id)
        .options(joinedload(Question.rfq))
    )


def answered_questions(supplier_id: int, rfq: Rfq) -> list[Question]:
    """What a supplier may read: every answered question, and its own that wait for an answer."""
    readable = Question.answered_at.is_not(None) | (Question.supplier_id == supplier_id)
    return list(db.session.scalars(_questions(rfq).where(readable)))


def _questions(rfq: Rfq) -> Select[Question]:
    return select(Question).where(Question.rfq_id == rfq.id).order_by(Question.id)


def material_ordinal(rfq: Rfq) -> int:
    """The ordinal of the latest material addendum, 0 where there is none: what a bid must answer to count."""
    return (
        db.session.scalar(
            select(func.max(Addendum.ordinal)).where(Addendum.rfq_id == rfq.id, Addendum.material)
        )
        or 0
    )
