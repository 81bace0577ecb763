"""Goals that a buyer and a supplier agree on: what makes one fit to be agreed, and how far it has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.measures.shares import NOTHING, Share, count, ratio


class Direction(StrEnum):
    """Where a goal wants its figure: up to the target, down to it, or held on its good side."""

    RISE = "rise"
    FALL = "fall"
    HOLD_ABOVE = "hold_above"
    HOLD_BELOW = "hold_below"


HOLDING = frozenset({Direction.HOLD_ABOVE, Direction.HOLD_BELOW})


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, in a named unit, by the end of a calendar date.

    A goal that holds needs no baseline; the others are measured from it.
    """

    title: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    direction: Direction
    due_on: date


def check_goal(goal: Goal, today: date) -> None:
    """Refuses with ``RuleBroken`` at its field what nobody could measure or reach.

    A goal says what (title), in which unit, from where to where (target and baseline differ, and the target
    lies in the direction), and by when (a date after today).
    """
    if not goal.title.strip():
        raise RuleBroken(_("Say what the goal is."), "title")
    if not goal.unit.strip():
        raise RuleBroken(_("Name the unit in which the goal is measured."), "unit")
    if goal.due_on <= today:
        raise RuleBroken(_("The date of a goal must lie in the future."), "due_on")
    if goal.direction not in HOLDING:
        _check_way(goal)


def progress(goal: Goal, now: Decimal | None) -> Decimal | None:
    """``(now − baseline) ÷ (target − baseline)``, held to 0…1, with 10 decimals; for goals that rise or fall.

    ``None`` where there is no figure yet.
    """
    if now is None or goal.baseline is None:
        return None
    way = ratio(now - goal.baseline, goal.target - goal.baseline)
    return None if way is None else min(max(way, Decimal(0)), Decimal(1))


def periods_met(goal: Goal, figures: Sequence[Decimal | None]) -> Share:
    """For a goal that holds: how many of the periods with data were on the good side of the target.

    The target itself is good. A period without data is in neither number.
    """
    if goal.direction not in HOLDING:
        return NOTHING
    return count(_held(goal, figure) for figure in figures if figure is not None)


def _check_way(goal: Goal) -> None:
    if goal.baseline is None:
        raise RuleBroken(_("Give the figure from which the goal starts."), "baseline")
    if goal.target == goal.baseline:
        raise RuleBroken(_("The target must differ from where the goal starts."), "target")
    if goal.direction is Direction.RISE and goal.target < goal.baseline:
        raise RuleBroken(_("A goal that rises needs a target above its start."), "target")
    if goal.direction is Direction.FALL and goal.target > goal.baseline:
        raise RuleBroken(_("A goal that falls needs a target below its start."), "target")


def _held(goal: Goal, figure: Decimal) -> bool:
    return figure >= goal.target if goal.direction is Direction.HOLD_ABOVE else figure <= goal.target
