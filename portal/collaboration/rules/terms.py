"""What makes a goal fit to be agreed: something measurable, in a direction, by a date that lies ahead."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken


class Direction(StrEnum):
    """Where a goal wants its figure: up to the target, down to it, or held on its good side."""

    UP = "up"
    DOWN = "down"
    HOLD_ABOVE = "hold_above"
    HOLD_BELOW = "hold_below"


HOLDING = frozenset({Direction.HOLD_ABOVE, Direction.HOLD_BELOW})
LESS_IS_BETTER = frozenset({Direction.DOWN, Direction.HOLD_BELOW})

DIRECTION_LABELS: dict[Direction, Any] = {
    Direction.UP: _("Rise to the target"),
    Direction.DOWN: _("Fall to the target"),
    Direction.HOLD_ABOVE: _("Hold at or above the target"),
    Direction.HOLD_BELOW: _("Hold at or below the target"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What is to be reached, in a named unit, by the end of a calendar date at the buyer.

    A goal that holds needs no baseline; the others are measured from it.
    """

    title: str
    unit: str
    baseline: Decimal | None
    target: Decimal
    direction: Direction
    due_on: date


def check_terms(terms: Terms, today: date) -> None:
    """Refuses with ``RuleBroken`` at its field what nobody could measure or reach.

    A goal says what (title), in which unit, from where to where (target and baseline differ, the target lies in
    the direction, and neither is negative), and by when (a date after today).
    """
    if not terms.title.strip():
        raise RuleBroken(_("Say what the goal is."), "title")
    if not terms.unit.strip():
        raise RuleBroken(_("Name the unit in which the goal is measured."), "unit")
    if terms.baseline is not None:
        check_value(terms.baseline, "baseline")
    check_value(terms.target, "target")
    if terms.direction not in HOLDING:
        _check_way(terms)
    if terms.due_on <= today:
        raise RuleBroken(_("The date of a goal must lie in the future."), "due_on")


def check_value(value: Decimal, field: str) -> None:
    """``RuleBroken`` at ``field`` for a negative figure."""
    if value < 0:
        raise RuleBroken(_("A goal is measured in figures of 0 or more."), field)


def check_day(measured_on: date, today: date) -> None:
    """``RuleBroken`` at ``measured_on`` for a day that has not come yet."""
    if measured_on > today:
        raise RuleBroken(_("Nothing can be measured on a day that has not come yet."), "measured_on")


def reaches(terms: Terms, figure: Decimal) -> bool:
    """Whether a figure is as good as the target, which is good itself."""
    return figure <= terms.target if terms.direction in LESS_IS_BETTER else figure >= terms.target


def _check_way(terms: Terms) -> None:
    if terms.baseline is None:
        raise RuleBroken(_("Give the figure from which the goal starts."), "baseline")
    if terms.target == terms.baseline:
        raise RuleBroken(_("The target must differ from where the goal starts."), "target")
    if terms.direction is Direction.UP and terms.target < terms.baseline:
        raise RuleBroken(_("A goal that rises needs a target above its start."), "target")
    if terms.direction is Direction.DOWN and terms.target > terms.baseline:
        raise RuleBroken(_("A goal that falls needs a target below its start."), "target")
