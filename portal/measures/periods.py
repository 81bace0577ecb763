"""Months, quarters, years and everything, as half-open ranges of calendar dates at the receiving site."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

T = TypeVar("T")


class Kind(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


MONTHS_IN = {Kind.MONTH: 1, Kind.QUARTER: 3, Kind.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` (included) to ``end`` (not included); ``None`` leaves that side open."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


EVERYTHING = Period()


def between(start: date | None, end: date | None) -> Period:
    """The period from ``start`` up to, not including, ``end``; ``RuleBroken("to")`` where it holds no day."""
    if start is not None and end is not None and end <= start:
        raise RuleBroken(_("The period must end after it begins."), "to")
    return Period(start, end)


def containing(day: date, kind: Kind) -> Period:
    """The calendar month, quarter or year in which a day lies."""
    length = MONTHS_IN[kind]
    first = _month_number(day) // length * length
    return Period(_first_day(first), _first_day(first + length))


def month(year: int, number: int) -> Period:
    """A calendar month, 1 to 12."""
    return containing(date(year, number, 1), Kind.MONTH)


def quarter(year: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    return containing(date(year, number * 3, 1), Kind.QUARTER)


def year(number: int) -> Period:
    """A calendar year."""
    return containing(date(number, 1, 1), Kind.YEAR)


def last(kind: Kind, how_many: int, until: date) -> list[Period]:
    """The latest periods of a kind, oldest first; the last one is the one in which ``until`` lies."""
    length = MONTHS_IN[kind]
    newest = _month_number(until) // length * length
    starts = range(newest - length * (how_many - 1), newest + 1, length)
    return [Period(_first_day(start), _first_day(start + length)) for start in starts]


def key(period: Period) -> str:
    """How a period stands in an address: ``2026-03``, ``2026-Q1``, ``2026``, ``all``; else its two dates."""
    if period == EVERYTHING:
        return "all"
    if period.start is not None:
        for kind in Kind:
            if period == containing(period.start, kind):
                return _key_of(period.start, kind)
    return f"{period.start or ''}..{period.end or ''}"


_KEY = re.compile(r"(?P<year>[1-9]\d{3})(-(?P<month>0[1-9]|1[0-2])|-Q(?P<quarter>[1-4]))?", re.ASCII)


def parse(text: str) -> Period:
    """The period that a key of month, quarter, year or ``all`` names; else ``RuleBroken("period")``."""
    if text == "all":
        return EVERYTHING
    match = _KEY.fullmatch(text)
    if match is None or match["year"] == "9999":
        raise RuleBroken(_("“%(text)s” is no month, quarter or year.", text=text[:40]), "period")
    if match["month"]:
        return month(int(match["year"]), int(match["month"]))
    if match["quarter"]:
        return quarter(int(match["year"]), int(match["quarter"]))
    return year(int(match["year"]))


def group(dated: Iterable[tuple[date, T]], kind: Kind) -> dict[Period, list[T]]:
    """Things by the period in which their date lies, oldest first; a period without any is not there."""
    found: dict[Period, list[T]] = {}
    for day, thing in sorted(dated, key=lambda pair: pair[0]):
        found.setdefault(containing(day, kind), []).append(thing)
    return found


def each(kind: Kind, start: date, end: date) -> Iterator[Period]:
    """Every period of a kind that has a day in ``start`` up to, not including, ``end``, oldest first."""
    day = start
    while day < end:
        period = containing(day, kind)
        yield period
        assert period.end is not None
        day = period.end


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _first_day(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)


def _key_of(start: date, kind: Kind) -> str:
    if kind is Kind.MONTH:
        return f"{start:%Y-%m}"
    if kind is Kind.QUARTER:
        return f"{start:%Y}-Q{(start.month + 2) // 3}"
    return f"{start:%Y}"
