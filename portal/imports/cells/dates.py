"""Dates in every form that spreadsheets and ERP systems write, with the order of day and month as evidence."""

import re
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache

from portal.imports.reader.table import Cell

_TIME = r"(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[AaPp]\.?[Mm]\.?)?)?"
_ISO = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})" + _TIME)
_ISO_SHORT = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})" + _TIME)
_DAY_NAME = re.compile(r"(\d{1,2})[-/. ]*([A-Za-z]{3,9})[-/., ]*(\d{4}|\d{2})" + _TIME)
_NAME_DAY = re.compile(r"([A-Za-z]{3,9})[-/. ]*(\d{1,2})(?:, *|[-/ ])(\d{4})" + _TIME)
_NUMERIC = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_YEARS = range(1900, 2100)


class DateOrder(StrEnum):
    """Which comes first in a date of three numbers that ends in the year."""

    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class DateEvidence:
    """What a column's cells tell about the order of day and month."""

    def __init__(self) -> None:
        self._possible = set(DateOrder)

    def see(self, text: str) -> None:
        """Let a cell rule out an order under which it is no date; a cell that is none under either says nothing."""
        self._possible &= set(_readings(text)) or self._possible

    @property
    def order(self) -> DateOrder | None:
        """The one order that every cell allows; None where both are possible, or none is."""
        return next(iter(self._possible)) if len(self._possible) == 1 else None


def read_date(cell: Cell, order: DateOrder | None = None) -> date | None:
    """The calendar date in a cell, or None for what is none or could be two.

    Without an order, "13/5/2014" and "5/5/2014" can be read and "3/4/2014" cannot. A time of day is left away;
    one with a zone makes the text unreadable, since the date then depends on where one stands. Years of two
    digits are 1969 to 2068 (POSIX, strptime's %y); others must lie in 1900 to 2099.
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        return None
    text = cell.strip()
    settled = _settled(text)
    if settled:
        return settled
    readings = _readings(text)
    if order:
        return readings.get(order)
    dates = set(readings.values())
    return dates.pop() if len(dates) == 1 else None


@lru_cache(maxsize=5_000)
def _settled(text: str) -> date | None:
    """A date that needs no evidence: the year first, or the month by its English name."""
    if match := _ISO.fullmatch(text) or _ISO_SHORT.fullmatch(text):
        return _date(match[1], match[3], match[4])
    if match := _DAY_NAME.fullmatch(text):
        return _date(match[3], _MONTHS.get(match[2].casefold(), 0), match[1])
    if match := _NAME_DAY.fullmatch(text):
        return _date(match[3], _MONTHS.get(match[1].casefold(), 0), match[2])
    return None


@lru_cache(maxsize=5_000)
def _readings(text: str) -> dict[DateOrder, date]:
    """What a date of three numbers would be under each order; with points the day stands first.

    No locale of the Unicode CLDR writes the month first with points.
    """
    match = _NUMERIC.fullmatch(text.strip())
    if not match:
        return {}
    first, sign, second, year = match.groups()
    orders = [(DateOrder.DAY_FIRST, second, first)]
    if sign != ".":
        orders.append((DateOrder.MONTH_FIRST, first, second))
    readings = ((order, _date(year, month, day)) for order, month, day in orders)
    return {order: reading for order, reading in readings if reading}


def _date(year: str, month: str | int, day: str) -> date | None:
    full = int(year)
    if len(year) == 2:
        full += 1900 if full >= 69 else 2000
    try:
        return date(full, int(month), int(day)) if full in _YEARS else None
    except ValueError:
        return None
