"""A scorecard: every measure of one supplier in one period, the goals, and the score with its working.

Pure: ``card_of`` makes a card from rows that were read before. Whoever prints a figure (page, chart, command,
document) prints it from here, so they cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.clock import day_in
from portal.collaboration.models import Goal
from portal.collaboration.queries import GoalCourse, course_of, ran
from portal.collaboration.rules.course import Standing as GoalStanding
from portal.measures import on_time as on_time_measure
from portal.measures.certificates import Certificates, certificates
from portal.measures.on_time import OnTime
from portal.measures.periods import Period
from portal.measures.price import Awarded, Paid, Price, against_median, price
from portal.measures.quality import Quality, quality
from portal.measures.queries.certificates import Asked
from portal.measures.queries.price import Compared
from portal.measures.queries.quality import Taken
from portal.measures.responsiveness import Invited, Issued, Responsiveness, responsiveness
from portal.measures.shares import ZERO, Share, ratio
from portal.measures.working_time import WorkingTime
from portal.scorecards.rules import Measure, Scale, Score, score


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rows from which the cards of one supplier are made, for every period within the one they were read for.

    ``zone`` is the buyer's, in which invitations, orders, awards and goals are dated. ``compared`` is ``None``
    where a supplier reads.
    """

    zone: str
    lines: Sequence[on_time_measure.Row]
    taken: Taken
    invited: Sequence[Invited]
    issued: Sequence[Issued]
    awarded: Sequence[Awarded]
    paid: Sequence[Paid]
    compared: Compared | None
    asked: Sequence[Asked]
    goals: Sequence[Goal]


@dataclass(frozen=True, slots=True)
class Goals:
    """The agreed goals that ran in the period, each with how far it had come at its end."""

    courses: tuple[GoalCourse, ...]

    @property
    def met(self) -> Share:
        """Met ÷ goals with figures; a goal without any is no data."""
        known = [one for one in self.courses if one.course.progress is not None]
        met = [one for one in known if one.course.standing is GoalStanding.MET]
        return Share(Decimal(len(known)), Decimal(len(met)))

    @property
    def progress(self) -> Decimal | None:
        """The mean progress of the goals with figures, 0 to 1 with 10 decimals; ``None`` where none has any."""
        known = [one.course.progress for one in self.courses if one.course.progress is not None]
        return ratio(sum(known, ZERO), Decimal(len(known)))


@dataclass(frozen=True, slots=True)
class Card:
    """A scorecard. ``on`` is the day on which certificates and goals stand so: the last of the period, or today.

    ``against_median`` is for the buyer's eyes only and ``None`` where a supplier reads; the score never uses it.
    """

    period: Period
    on: date
    on_time: OnTime
    quality: Quality
    responsiveness: Responsiveness
    price: Price
    against_median: Price | None
    certificates: Certificates
    goals: Goals
    score: Score


def card_of(evidence: Evidence, period: Period, scales: Sequence[Scale], now: datetime) -> Card:
    """The card of a period as of now, scored by the scales that are in force at its beginning."""
    today = day_in(now, evidence.zone)
    on = today if period.end is None else min(today, period.end - timedelta(days=1))
    taken, compared = evidence.taken, evidence.compared
    lines = [row for row in evidence.lines if on_time_measure.within(row.line, period)]
    required = [row for asked in evidence.asked if (row := asked.on(on)) is not None]
    measured = _Measured(
        on_time_measure.summed(lines),
        quality(taken.received, taken.nonconforming, taken.lots, period),
        responsiveness(evidence.invited, evidence.issued, now, period, WorkingTime(evidence.zone)),
        price(evidence.awarded, evidence.paid, period),
        certificates(required),
        _goals(evidence, period, on),
    )
    return Card(
        period=period,
        on=on,
        on_time=measured.on_time,
        quality=measured.quality,
        responsiveness=measured.responsiveness,
        price=measured.price,
        against_median=against_median(compared.awards, dict(compared.bids), period) if compared else None,
        certificates=measured.certificates,
        goals=measured.goals,
        score=measured.score(scales),
    )


@dataclass(frozen=True, slots=True)
class _Measured:
    on_time: OnTime
    quality: Quality
    responsiveness: Responsiveness
    price: Price
    certificates: Certificates
    goals: Goals

    def score(self, scales: Sequence[Scale]) -> Score:
        values = {
            Measure.ON_TIME: self.on_time.by_line.rate,
            Measure.PPM: self.quality.ppm,
            Measure.LOTS: self.quality.lots.rate,
            Measure.ANSWERED: self.responsiveness.invitations.rate,
            Measure.ACKNOWLEDGED: self.responsiveness.hours,
            Measure.PRICE: self.price.index,
            Measure.CERTIFICATES: self.certificates.in_order.rate,
            Measure.GOALS: self.goals.progress,
        }
        due = int(self.on_time.by_line.whole)
        return score(values, due, active=self.active, scales=scales)

    @property
    def active(self) -> bool:
        """Whether anything happened: certificates and goals stand whether anything happens or not."""
        return bool(
            self.on_time.by_line.whole
            or self.quality.received
            or self.quality.nonconforming
            or self.quality.lots.whole
            or self.responsiveness.invited
            or self.responsiveness.orders
            or self.price.rows
        )


def _goals(evidence: Evidence, period: Period, on: date) -> Goals:
    """A goal runs from the day of its agreement to its due date, or to the day on which it was closed."""
    courses = []
    for goal in evidence.goals:
        course = course_of(goal, on)
        if course is not None and ran(goal, on, period.start):
            courses.append(GoalCourse(goal, course))
    return Goals(tuple(courses))
