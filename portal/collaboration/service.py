"""The verbs of goals: one side proposes, the other answers, both measure. An agreed goal never changes."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _

from portal import history
from portal.accounts.models import Organisation
from portal.clock import day_in
from portal.collaboration import events
from portal.collaboration.models import Goal, GoalValue
from portal.collaboration.rules.terms import Direction, Terms, check_day, check_terms, check_value
from portal.collaboration.workflow import GOAL, PARTNERS
from portal.db import db, lock
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.workflow import Actor


def propose(
    partnership: Partnership,
    *,
    title: str,
    unit: str,
    baseline: Decimal | None,
    target: Decimal,
    direction: Direction,
    due_on: date,
    actor: Actor,
    now: datetime,
    why: str = "",
) -> Goal:
    """Propose a goal to the other side of a partnership.

    ``baseline`` and ``target`` are in ``unit``; ``due_on`` is a calendar date at the buyer. Only one that holds
    may lack its baseline. ``NotAllowed`` for a role that makes no goals, ``RuleBroken`` at its field for what
    nobody could measure or reach, and at ``partnership`` for one that is not in force.
    """
    own = _side_of(partnership, actor)
    if not actor.has(PARTNERS):
        raise NotAllowed(_("Your role does not allow this."))
    if partnership.state is not PartnershipState.ACTIVE:
        raise RuleBroken(_("This partnership is not in force."), "partnership")
    terms = Terms(title.strip(), unit.strip(), baseline, target, direction, due_on)
    check_terms(terms, day_in(now, partnership.buyer.timezone))
    goal = Goal(
        buyer_id=partnership.buyer_id,
        supplier_id=partnership.supplier_id,
        partnership=partnership,
        proposed_by_organisation_id=own.id,
        title=terms.title,
        why=why.strip(),
        unit=terms.unit,
        baseline=baseline,
        target=target,
        direction=direction,
        due_on=due_on,
        proposed_at=now,
    )
    db.session.add(goal)
    db.session.flush()
    _note(events.GoalProposed, goal, actor, now)
    return goal


def agree(goal: Goal, *, actor: Actor, now: datetime) -> None:
    """The other side agrees, and the goal is fixed from now on. ``RuleBroken`` once its date has passed."""
    GOAL.advance(goal, "agree", actor, now)
    goal.agreed_at = now
    _note(events.GoalAgreed, goal, actor, now)


def decline(goal: Goal, reason: str, *, actor: Actor, now: datetime) -> None:
    """The other side declines. ``RuleBroken`` at ``reason`` without one."""
    GOAL.check(goal, "decline", actor, now)
    if not reason.strip():
        raise RuleBroken(_("Please say why."), "reason")
    GOAL.advance(goal, "decline", actor, now)
    goal.decline_reason = reason.strip()
    _note(events.GoalDeclined, goal, actor, now)


def withdraw(goal: Goal, *, actor: Actor, now: datetime) -> None:
    """The side that proposed it takes it back, while it is not answered."""
    GOAL.advance(goal, "withdraw", actor, now)
    _note(events.GoalWithdrawn, goal, actor, now)


def measure(goal: Goal, measured_on: date, value: Decimal, *, actor: Actor, now: datetime) -> GoalValue:
    """Record the value of a day, in the goal's unit; a day has one value, and another one corrects it.

    The day is a calendar date at the side that records it. ``RuleBroken`` at ``measured_on`` for a day to come,
    at ``value`` for a negative one.
    """
    # Nobody closes it meanwhile, and a day that the other side records at this moment is seen and corrected.
    lock(goal)
    GOAL.advance(goal, "measure", actor, now)
    own = _side_of(goal.partnership, actor)
    check_day(measured_on, day_in(now, own.timezone))
    check_value(value, "value")
    known = next((row for row in goal.values if row.measured_on == measured_on), None)
    before = None if known is None else _plain(known.value)
    if known is None:
        known = GoalValue(measured_on=measured_on)
        goal.values.append(known)
    known.value, known.organisation, known.recorded_at = value, own, now
    db.session.flush()
    day = {"measured_on": measured_on, "value": _plain(value)}
    if before is None:
        _note(events.GoalMeasured, goal, actor, now, **day)
    else:
        _note(events.GoalValueCorrected, goal, actor, now, **day, before=before)
    return known


def close(goal: Goal, *, actor: Actor, now: datetime) -> None:
    """End a goal: it takes no more values. What changes is closed and proposed anew."""
    GOAL.advance(goal, "close", actor, now)
    goal.closed_at = now
    _note(events.GoalClosed, goal, actor, now)


def _plain(value: Decimal) -> Decimal:
    """Without trailing zeros, so that an event reads the same whether its figure was typed or stored."""
    return value.normalize()


def _side_of(partnership: Partnership, actor: Actor) -> Organisation:
    for side in (partnership.buyer, partnership.supplier):
        if side.id == actor.organisation_id:
            return side
    raise Missing


def _note(kind: type[Any], goal: Goal, actor: Actor, now: datetime, **facts: Any) -> None:
    fact = kind(goal.id, goal.buyer_id, goal.supplier_id, **facts)
    readers = [goal.buyer_id, goal.supplier_id]
    history.record(fact, about=[goal], readers=readers, actor=actor, now=now)
