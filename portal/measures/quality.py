"""Quality: nonconforming parts per million received, and the share of inspected lots that were accepted."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.measures.periods import EVERYTHING, Period
from portal.measures.shares import ZERO, Share, count, split
from portal.money import round_to

MILLION = 1_000_000
PPM_PLACES = 2


class LotVerdict(StrEnum):
    """What the inspection of a lot has found."""

    NOT_INSPECTED = "not_inspected"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Received:
    """A received quantity by its arrival date, rejected units included."""

    id: int
    quantity: Decimal
    unit: str
    on: date


@dataclass(frozen=True, slots=True)
class Nonconforming:
    """A nonconforming quantity, dated by the day its nonconformity was recorded, whenever it was received."""

    id: int
    quantity: Decimal
    unit: str
    on: date
    caused_by_supplier: bool = True


@dataclass(frozen=True, slots=True)
class Lot:
    """A received lot, dated by its inspection, or by its arrival while it is not inspected."""

    id: int
    verdict: LotVerdict
    on: date


@dataclass(frozen=True, slots=True)
class Ppm:
    """Nonconforming parts per million in one unit; ``ppm`` is ``None`` where nothing was received."""

    unit: str
    received: Decimal
    nonconforming: Decimal

    @property
    def ppm(self) -> Decimal | None:
        """Nonconforming ÷ received × 1,000,000, rounded half-up to 2 decimals.

        A return of goods received before the period may carry it past a million.
        """
        if self.received == 0:
            return None
        return round_to(self.nonconforming * MILLION / self.received, PPM_PLACES)


@dataclass(frozen=True, slots=True)
class Quality:
    """Parts per million by unit, and lot acceptance; the rows of the period stand beside.

    ``ppm`` is the figure over everything, ``None`` where nothing was received or where there are several
    units, which do not add. A lot that was not inspected is in neither side of ``lots``: it is not counted as
    good.
    """

    by_unit: tuple[Ppm, ...]
    lots: Share
    received: tuple[Received, ...]
    nonconforming: tuple[Nonconforming, ...]
    inspections: tuple[Lot, ...]

    @property
    def ppm(self) -> Decimal | None:
        return self.by_unit[0].ppm if len(self.by_unit) == 1 else None

    @property
    def why_no_ppm(self) -> Any | None:
        """The sentence to show where there is no figure."""
        if len(self.by_unit) > 1:
            return _("Several units were received, and they do not add up to one figure.")
        return _("Nothing was received.") if self.ppm is None else None


def quality(
    received: Iterable[Received],
    nonconforming: Iterable[Nonconforming],
    lots: Iterable[Lot] = (),
    period: Period = EVERYTHING,
) -> Quality:
    """Quality in a period. What the supplier did not cause stays among the rows and out of the figure."""
    received = tuple(row for row in received if row.on in period)
    nonconforming = tuple(row for row in nonconforming if row.on in period)
    lots = tuple(row for row in lots if row.on in period)
    sums = split(
        [(row.unit, row.quantity, ZERO) for row in received]
        + [(row.unit, ZERO, row.quantity) for row in nonconforming if row.caused_by_supplier]
    )
    return Quality(
        by_unit=tuple(Ppm(unit, share.whole, share.part) for unit, share in sums.parts),
        lots=count(lot.verdict is LotVerdict.ACCEPTED for lot in lots if _inspected(lot)),
        received=received,
        nonconforming=nonconforming,
        inspections=lots,
    )


def _inspected(lot: Lot) -> bool:
    return lot.verdict is not LotVerdict.NOT_INSPECTED
