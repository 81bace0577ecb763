"""The score of a period: each measure's worth between its printed floor and target, and their weighted mean.

Weights, scales and bands are fixed and shown to both sides before a period begins. Rounding: the points of
each measure are rounded half-up to one decimal, the score is made of the points as printed and is rounded
likewise, and the band is read from the score as printed; so whoever reads a scorecard can do it again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import round_to

FULL_WEIGHT = Decimal(100)
TOP = Decimal(100)
FEWEST_DUE_LINES = 5
POINT_PLACES = 1


class Measure(StrEnum):
    """What can have a weight."""

    ON_TIME = "on_time"
    PPM = "ppm"
    LOTS = "lots"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    PRICE = "price"
    CERTIFICATES = "certificates"
    GOALS = "goals"


MEASURE_LABELS: dict[Measure, Any] = {
    Measure.ON_TIME: _("On time in full"),
    Measure.PPM: _("Nonconforming parts per million"),
    Measure.LOTS: _("Lots accepted"),
    Measure.ANSWERED: _("Invitations answered"),
    Measure.ACKNOWLEDGED: _("Working hours to acknowledge an order"),
    Measure.PRICE: _("Price against the last one paid"),
    Measure.CERTIFICATES: _("Certificates in order"),
    Measure.GOALS: _("Progress of goals"),
}


@dataclass(frozen=True, slots=True)
class Scale:
    """A measure's weight in percent, the value that is worth 0 and the one that is worth 100.

    The target lies above the floor where more is better, and below it where less is.
    """

    measure: Measure
    weight: Decimal
    floor: Decimal
    target: Decimal


@dataclass(frozen=True, slots=True)
class Band:
    """A grade for the scores from ``start`` (included) to ``end`` (not included, but in the top band)."""

    name: str
    start: Decimal
    end: Decimal


DEFAULT_SCALES = (
    Scale(Measure.ON_TIME, Decimal(40), Decimal("0.80"), Decimal("0.98")),
    Scale(Measure.PPM, Decimal(20), Decimal(10_000), Decimal(500)),
    Scale(Measure.LOTS, Decimal(10), Decimal("0.90"), Decimal(1)),
    Scale(Measure.ANSWERED, Decimal(10), Decimal("0.50"), Decimal(1)),
    Scale(Measure.PRICE, Decimal(10), Decimal("1.10"), Decimal("0.98")),
    Scale(Measure.CERTIFICATES, Decimal(10), Decimal("0.80"), Decimal(1)),
)

DEFAULT_BANDS = (
    Band("A", Decimal(90), Decimal(100)),
    Band("B", Decimal(75), Decimal(90)),
    Band("C", Decimal(50), Decimal(75)),
    Band("D", Decimal(0), Decimal(50)),
)


class Standing(StrEnum):
    """Whether a period has a score, and if not, why."""

    SCORED = "scored"
    TOO_FEW = "too_few"
    NO_ACTIVITY = "no_activity"


STANDINGS: dict[Standing, Any] = {
    Standing.SCORED: _("Scored."),
    Standing.TOO_FEW: _("Too few data for a score. This blocks nothing."),
    Standing.NO_ACTIVITY: _("No activity in this period, so no score."),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One measure of a score: its value, and the points it is worth; both ``None`` where it has no data."""

    scale: Scale
    value: Decimal | None
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Score:
    """The score with its working; ``value`` and ``band`` only where the standing is scored."""

    standing: Standing
    value: Decimal | None
    band: Band | None
    weight_with_data: Decimal
    parts: tuple[Part, ...]


def check_scales(scales: Sequence[Scale]) -> None:
    """``RuleBroken`` for weights that do not total 100, a measure twice, and a floor at its target."""
    if sum(scale.weight for scale in scales) != FULL_WEIGHT:
        raise RuleBroken(_("The weights must total 100."), "weight")
    if any(scale.weight <= 0 for scale in scales):
        raise RuleBroken(_("A weight must be more than 0; leave the measure out instead."), "weight")
    if len({scale.measure for scale in scales}) < len(scales):
        raise RuleBroken(_("A measure can stand in a scorecard only once."), "measure")
    if any(scale.floor == scale.target for scale in scales):
        raise RuleBroken(_("Floor and target must differ."), "target")


def check_start(valid_from: date, today: date) -> None:
    """``RuleBroken`` at ``valid_from`` unless it is the first day of a month that has not begun."""
    if valid_from.day != 1 or valid_from <= today:
        raise RuleBroken(_("Weights change with a month that has not begun."), "valid_from")


def check_bands(bands: Sequence[Band]) -> None:
    """``RuleBroken`` for bands that leave a gap, overlap, or do not reach from 0 to 100."""
    rising = sorted(bands, key=lambda band: band.start)
    edges = [(Decimal(0), Decimal(0)), *((band.start, band.end) for band in rising), (TOP, TOP)]
    meet = all(before[1] == after[0] for before, after in pairwise(edges))
    if not meet or any(band.start >= band.end for band in bands):
        raise RuleBroken(_("The bands must cover 0 to 100 without a gap."), "bands")


def points(value: Decimal, scale: Scale) -> Decimal:
    """0 at the floor or worse, 100 at the target or better, linear between; half-up to one decimal."""
    exact = (value - scale.floor) * TOP / (scale.target - scale.floor)
    return round_to(min(max(exact, Decimal(0)), TOP), POINT_PLACES)


def band_of(score: Decimal, bands: Sequence[Band]) -> Band | None:
    """The band in which a score lies: half-open, the top one closed; ``None`` outside all of them."""
    top = max(band.end for band in bands)
    return next(
        (band for band in bands if band.start <= score < band.end or score == band.end == top),
        None,
    )


def score(
    values: Mapping[Measure, Decimal | None],
    due_lines: int,
    *,
    active: bool,
    scales: Sequence[Scale] = DEFAULT_SCALES,
    bands: Sequence[Band] = DEFAULT_BANDS,
) -> Score:
    """Σ weight × points ÷ Σ weight over the measures that have data.

    Fewer than 5 due lines, or data for less than half the weight, are too few for a score. ``active`` says
    whether anything happened in the period at all; without it there is no score either.
    """
    parts = tuple(_part(scale, values.get(scale.measure)) for scale in scales)
    weight = sum((part.scale.weight for part in parts if part.points is not None), Decimal(0))
    if not active:
        return Score(Standing.NO_ACTIVITY, None, None, weight, parts)
    if due_lines < FEWEST_DUE_LINES or weight * 2 < FULL_WEIGHT:
        return Score(Standing.TOO_FEW, None, None, weight, parts)
    total = sum((part.scale.weight * part.points for part in parts if part.points is not None), Decimal(0))
    value = round_to(total / weight, POINT_PLACES)
    return Score(Standing.SCORED, value, band_of(value, bands), weight, parts)


def _part(scale: Scale, value: Decimal | None) -> Part:
    return Part(scale, value, None if value is None else points(value, scale))
