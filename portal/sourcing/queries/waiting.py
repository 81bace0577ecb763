"""What of sourcing waits for the buyer, the oldest first. Nothing here touches a bid."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db
from portal.sourcing.models import Award, Question, Rfq
from portal.sourcing.queries.rfqs import closed, rfqs_standing
from portal.sourcing.workflow import AwardState, RfqState


def open_questions(buyer_id: int, now: datetime, most: int) -> list[Question]:
    """Questions without an answer, while answering is possible."""
    return list(
        db.session.scalars(
            select(Question)
            .join(Question.rfq)
            .where(
                Question.buyer_id == buyer_id,
                Question.answered_at.is_(None),
                Rfq.state == RfqState.PUBLISHED,
                ~closed(now),
            )
            .options(contains_eager(Question.rfq).selectinload(Rfq.rounds))
            .order_by(Question.id)
            .limit(most)
        )
    )


def standing(buyer_id: int, how: str, now: datetime, most: int) -> list[Rfq]:
    """RFQs that stand as ``rfqs_standing`` names it."""
    return list(db.session.scalars(rfqs_standing(buyer_id, how, now).order_by(Rfq.id).limit(most)))


def to_award(buyer_id: int, now: datetime, most: int) -> list[Rfq]:
    """Opened RFQs for which no award is under way."""
    under_way = select(Award.id).where(
        Award.rfq_id == Rfq.id, Award.state.in_([AwardState.PROPOSED, AwardState.APPROVED])
    )
    statement = rfqs_standing(buyer_id, "opened", now).where(~under_way.exists())
    return list(db.session.scalars(statement.order_by(Rfq.id).limit(most)))


def proposed_awards(buyer_id: int, most: int) -> list[Award]:
    """Awards that wait for an approval."""
    return list(db.session.scalars(_awards(buyer_id, AwardState.PROPOSED).limit(most)))


def approved_awards(buyer_id: int, most: int) -> list[Award]:
    """Awards that wait to be published."""
    return list(db.session.scalars(_awards(buyer_id, AwardState.APPROVED).limit(most)))


def _awards(buyer_id: int, state: AwardState) -> Select[Award]:
    return (
        select(Award)
        .where(Award.buyer_id == buyer_id, Award.state == state)
        .options(joinedload(Award.rfq).selectinload(Rfq.rounds))
        .order_by(Award.id)
    )
