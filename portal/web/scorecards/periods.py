"""Which period a page is about: picked by ``?period=``, named in words, with its neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from babel import dates
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from portal.measures import periods
from portal.measures.periods import EVERYTHING, Kind, Period
from portal.scorecards.chart import Point

HOW_MANY = {Kind.MONTH: 12, Kind.QUARTER: 8, Kind.YEAR: 6}
TABS: dict[Kind | None, Any] = {
    Kind.MONTH: _("Month"),
    Kind.QUARTER: _("Quarter"),
    Kind.YEAR: _("Year"),
    None: _("Everything"),
}


@dataclass(frozen=True, slots=True)
class Picked:
    """A period with its kind (``None`` is everything), and the keys of its neighbours where there may be data."""

    period: Period
    kind: Kind | None
    older: str | None
    newer: str | None

    @property
    def key(self) -> str:
        return periods.key(self.period)

    @property
    def label(self) -> str:
        return label_of(self.period)

    def shown(self, today: date, first: date | None) -> list[Period]:
        """The periods of the chart, ending with this one; everything is shown by its latest years."""
        if self.kind is not None and self.period.start is not None:
            return periods.last(self.kind, HOW_MANY[self.kind], self.period.start)
        years = list(periods.each(Kind.YEAR, first or today, today + timedelta(days=1)))
        return years[-HOW_MANY[Kind.MONTH] :]

    def keys_of_kinds(self, today: date, latest: date | None) -> list[tuple[Kind | None, Any, str]]:
        """For each kind its name and the key of the period nearest to this one."""
        day = min(self.period.end - timedelta(days=1), today) if self.period.end else latest or today
        return [
            (kind, label, "all" if kind is None else periods.key(periods.containing(day, kind)))
            for kind, label in TABS.items()
        ]


def pick(text: str | None, latest: date | None, today: date) -> Picked:
    """The period that an address asks for; ``RuleBroken`` at ``period`` for words that name none.

    Without any it is the last full quarter in which something was due, or this one where nothing was before it.
    """
    if text is None:
        return _picked(periods.containing(latest or today, Kind.QUARTER), today)
    return _picked(periods.parse(text), today)


def _picked(period: Period, today: date) -> Picked:
    kind = kind_of(period)
    if kind is None or period.start is None or period.end is None:
        return Picked(period, None, None, None)
    older = periods.containing(period.start - timedelta(days=1), kind)
    newer = periods.containing(period.end, kind)
    return Picked(
        period,
        kind,
        periods.key(older) if older.start and older.start.year >= FIRST_YEAR else None,
        periods.key(newer) if newer.start and newer.start <= today else None,
    )


# The first year that has a key.
FIRST_YEAR = 1000


def kind_of(period: Period) -> Kind | None:
    """Month, quarter or year; ``None`` for everything."""
    if period.start is None:
        return None
    return next((kind for kind in Kind if period == periods.containing(period.start, kind)), None)


def label_of(period: Period) -> str:
    """The period in words: "March 2026", "Q1 2026", "2026"."""
    kind = kind_of(period)
    if period == EVERYTHING or period.start is None or kind is None:
        return gettext("Everything so far")
    if kind is Kind.MONTH:
        return str(dates.format_date(period.start, "LLLL y", locale=get_locale()))
    if kind is Kind.QUARTER:
        return gettext("Q%(quarter)s %(year)s", quarter=_quarter(period.start), year=period.start.year)
    return str(period.start.year)


def points(shown: Sequence[Period], values: Sequence[Any]) -> tuple[Point, ...]:
    """The points of a chart: a short name each, and the year where a new one begins."""
    made = []
    for place, (period, value) in enumerate(zip(shown, values, strict=True)):
        start, kind = period.start, kind_of(period)
        assert start is not None
        under = str(start.year) if kind is not Kind.YEAR and (place == 0 or start.month == 1) else ""
        made.append(Point(_short(start, kind), value, under))
    return tuple(made)


def _short(start: date, kind: Kind | None) -> str:
    if kind is Kind.MONTH:
        return str(dates.format_date(start, "LLL", locale=get_locale()))
    if kind is Kind.QUARTER:
        return gettext("Q%(quarter)s", quarter=_quarter(start))
    return str(start.year)


def _quarter(day: date) -> int:
    return (day.month + 2) // 3
