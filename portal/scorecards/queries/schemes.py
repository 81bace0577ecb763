"""By which weights and scales a buyer scores, and from when on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.db import db
from portal.scorecards.models import Scheme
from portal.scorecards.rules import DEFAULT_SCALES, Measure, Scale


@dataclass(frozen=True, slots=True)
class InForce:
    """Scales and the day from which they hold; ``None`` for those that hold where a buyer has set none."""

    valid_from: date | None
    scales: tuple[Scale, ...]


DEFAULT = InForce(None, DEFAULT_SCALES)


def schemes(buyer_id: int) -> list[InForce]:
    """Every scheme of a buyer, the earliest first, beginning with the default. Both sides may read them."""
    rows = db.session.scalars(
        select(Scheme)
        .where(Scheme.buyer_id == buyer_id)
        .options(selectinload(Scheme.weights))
        .order_by(Scheme.valid_from)
    )
    return [DEFAULT, *(InForce(row.valid_from, scales_of(row)) for row in rows)]


def scheme_from(buyer_id: int, valid_from: date) -> Scheme | None:
    """The scheme that a buyer has set from that very day on."""
    return db.session.scalars(
        select(Scheme)
        .where(Scheme.buyer_id == buyer_id, Scheme.valid_from == valid_from)
        .options(selectinload(Scheme.weights))
    ).one_or_none()


def scales_of(scheme: Scheme) -> tuple[Scale, ...]:
    """A stored scheme as the rules take it, in the order of the measures."""
    by_measure = {row.measure: row for row in scheme.weights}
    return tuple(
        Scale(measure, row.weight, row.floor, row.target)
        for measure in Measure
        if (row := by_measure.get(measure)) is not None
    )


def in_force(known: Sequence[InForce], day: date) -> InForce:
    """The scheme that holds on a day, of those in the order of their beginning."""
    return [one for one in known if one.valid_from is None or one.valid_from <= day][-1]


def upcoming(known: Sequence[InForce], today: date) -> InForce | None:
    """The next scheme that has not begun, which both sides can read before it does."""
    return next((one for one in known if one.valid_from is not None and one.valid_from > today), None)
