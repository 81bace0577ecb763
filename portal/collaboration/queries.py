"""Reads of goals. The first argument is the organisation that reads: the buyer or the supplier of the goal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from portal.clock import day_in
from portal.collaboration.models import Goal, GoalValue
from portal.collaboration.rules.course import Course, course
from portal.collaboration.workflow import GoalState
from portal.db import db, one
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState

KEPT = (GoalState.AGREED, GoalState.CLOSED)


@dataclass(frozen=True)
class GoalCourse:
    """An agreed goal, and how far it had come on the day that was asked for, with the figures that say so."""

    goal: Goal
    course: Course


def partnerships(reader_id: int) -> list[Partnership]:
    """The partnerships in force of either side, with both sides: with whom goals can be proposed."""
    return list(
        db.session.scalars(
            select(Partnership)
            .where(
                or_(Partnership.buyer_id == reader_id, Partnership.supplier_id == reader_id),
                Partnership.state == PartnershipState.ACTIVE,
            )
            .options(joinedload(Partnership.buyer), joinedload(Partnership.supplier))
        )
    )


def goals(reader_id: int, partner: str | None = None) -> Select[Goal]:
    """The goals of one side, with values and both sides; ``partner`` is the public id of one partnership."""
    statement = (
        select(Goal)
        .where(or_(Goal.buyer_id == reader_id, Goal.supplier_id == reader_id))
        .options(
            joinedload(Goal.partnership).joinedload(Partnership.buyer),
            joinedload(Goal.partnership).joinedload(Partnership.supplier),
            selectinload(Goal.values).joinedload(GoalValue.organisation),
        )
        .order_by(Goal.id.desc())
    )
    if partner is None:
        return statement
    chosen = select(Partnership.id).where(Partnership.public_id == partner).scalar_subquery()
    return statement.where(Goal.partnership_id == chosen)


def goal(reader_id: int, public_id: str) -> Goal:
    """One goal of either side. ``Missing`` for anybody else's."""
    return one(goals(reader_id).where(Goal.public_id == public_id))


def awaiting(reader_id: int) -> Select[Goal]:
    """What the other side has proposed and waits for the reader's answer, the longest wait first."""
    return (
        goals(reader_id)
        .where(Goal.state == GoalState.PROPOSED, Goal.proposed_by_organisation_id != reader_id)
        .order_by(None)
        .order_by(Goal.proposed_at, Goal.id)
    )


def agreed(reader_id: int) -> Select[Goal]:
    """The goals that are agreed and not closed, the next due first."""
    return (
        goals(reader_id).where(Goal.state == GoalState.AGREED).order_by(None).order_by(Goal.due_on, Goal.id)
    )


def course_of(found: Goal, on: date) -> Course | None:
    """How far a goal had come on a day that is not in the future; None for one that was never agreed."""
    agreed_on, closed_on = _day(found, found.agreed_at), _day(found, found.closed_at)
    if agreed_on is None:
        return None
    return course(found.terms, found.figures, agreed_on=agreed_on, closed_on=closed_on, on=on)


def kept(buyer_id: int, supplier_ids: Collection[int]) -> list[Goal]:
    """The goals of a buyer with some suppliers that were agreed, with their values, the next due first."""
    return list(
        db.session.scalars(
            select(Goal)
            .where(Goal.buyer_id == buyer_id, Goal.supplier_id.in_(supplier_ids), Goal.state.in_(KEPT))
            .options(selectinload(Goal.values), joinedload(Goal.partnership).joinedload(Partnership.buyer))
            .order_by(Goal.due_on, Goal.id)
        )
    )


def ran(row: Goal, on: date, since: date | None) -> bool:
    """Whether a goal ran in the days from ``since`` (None is ever) to ``on``, both included, by the buyer's days.

    It runs from the day of its agreement to its due date, or to the day on which it was closed.
    """
    agreed_on, closed_on = _day(row, row.agreed_at), _day(row, row.closed_at)
    if agreed_on is None or agreed_on > on:
        return False
    return since is None or min(row.due_on, closed_on or row.due_on) >= since


def _day(row: Goal, instant: datetime | None) -> date | None:
    return None if instant is None else day_in(instant, row.partnership.buyer.timezone)
