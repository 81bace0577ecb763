"""How far a goal has come: its progress, whether it is on course, and whether it was met."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.collaboration.rules.terms import HOLDING, Terms, reaches
from portal.measures.shares import NOTHING, Share, count, ratio

ZERO, WHOLE = Decimal(0), Decimal(1)


class Standing(StrEnum):
    """How a goal stands on a day; its figures and the clock decide, nothing is stored."""

    NO_DATA = "no_data"
    ON_COURSE = "on_course"
    BEHIND = "behind"
    MET = "met"
    MISSED = "missed"
    ENDED = "ended"


STANDING_LABELS: dict[Standing, Any] = {
    Standing.NO_DATA: _("No data yet"),
    Standing.ON_COURSE: _("On course"),
    Standing.BEHIND: _("Behind"),
    Standing.MET: _("Met"),
    Standing.MISSED: _("Missed"),
    Standing.ENDED: _("Ended early"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value, in the goal's unit, of a calendar date."""

    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Course:
    """How far a goal had come on a day, and the figures that say so, oldest first.

    ``progress`` is 0…1 and None without data; for a goal that holds it is the share of its figures that were on
    the good side, counted in ``periods``. ``expected`` is the progress that the latest figure's day asks for.
    """

    standing: Standing
    progress: Decimal | None
    expected: Decimal | None
    periods: Share
    rows: tuple[Figure, ...]

    @property
    def latest(self) -> Figure | None:
        return self.rows[-1] if self.rows else None


def progress(terms: Terms, now: Decimal | None) -> Decimal | None:
    """``(now − baseline) ÷ (target − baseline)``, held to 0…1, with 10 decimals; for goals that rise or fall.

    ``None`` where there is no figure yet.
    """
    if now is None or terms.baseline is None:
        return None
    way = ratio(now - terms.baseline, terms.target - terms.baseline)
    return None if way is None else min(max(way, ZERO), WHOLE)


def expected(terms: Terms, agreed_on: date, day: date) -> Decimal:
    """The progress that a day asks for: days since the agreement ÷ days from it to the due date, held to 0…1."""
    way = ratio(Decimal((day - agreed_on).days), Decimal((terms.due_on - agreed_on).days))
    return WHOLE if way is None else min(max(way, ZERO), WHOLE)


def periods_met(terms: Terms, figures: Sequence[Decimal | None]) -> Share:
    """For a goal that holds: how many of the periods with data were on the good side of the target.

    The target itself is good. A period without data is in neither number.
    """
    if terms.direction not in HOLDING:
        return NOTHING
    return count(reaches(terms, figure) for figure in figures if figure is not None)


def course(
    terms: Terms, figures: Iterable[Figure], *, agreed_on: date, closed_on: date | None, on: date
) -> Course:
    """How far a goal had come on a day that is not in the future.

    What was measured for days after the due date, or after the goal was closed, does not count. A goal that
    rises or falls goes by its latest figure: met at the target, and on course on or past the straight line from
    the baseline on the day of the agreement to the target on the due date. A goal that holds is on course while
    every figure was on the good side, each being the figure of the period that ended on its day, and is met when
    it was so to the end. What is not met is missed once the due date has passed, or ended where it was closed
    before.
    """
    end = min(day for day in (on, terms.due_on, closed_on) if day is not None)
    rows = tuple(sorted((one for one in figures if one.day <= end), key=lambda one: one.day))
    early = closed_on is not None and closed_on < terms.due_on
    over = on > terms.due_on or closed_on is not None
    periods = periods_met(terms, [row.value for row in rows])
    if not rows:
        standing = Standing.ENDED if early else Standing.NO_DATA
        return Course(standing, None, None, periods, rows)
    if terms.direction in HOLDING:
        held = periods.part == periods.whole
        standing = _standing(met=held and over and not early, well=held, over=over, early=early)
        return Course(standing, periods.rate, WHOLE, periods, rows)
    latest = rows[-1]
    done, asked = progress(terms, latest.value), expected(terms, agreed_on, latest.day)
    well = done is not None and done >= asked
    standing = _standing(met=reaches(terms, latest.value), well=well, over=over, early=early)
    return Course(standing, done, asked, periods, rows)


def _standing(*, met: bool, well: bool, over: bool, early: bool) -> Standing:
    if met:
        return Standing.MET
    if early:
        return Standing.ENDED
    if over:
        return Standing.MISSED
    return Standing.ON_COURSE if well else Standing.BEHIND
