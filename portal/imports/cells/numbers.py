"""Decimal numbers with a point or a comma, the sign settled by the column and, failing that, by the file."""

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from portal.imports.cells.texts import as_text
from portal.imports.reader.table import Cell
from portal.money import LIMIT, MAX_DIGITS

POINT, COMMA = ".", ","
_SPACES = r" \u00a0\u2009\u202f'’"
_MARK = r"(?:[A-Z]{3}|(?:US|CA|A)?\$|€|£|¥)"
_MARKED = re.compile(rf"({_MARK})?\s*(.*?)\s*({_MARK})?", re.DOTALL)


def _pattern(sign: str, group: str) -> re.Pattern[str]:
    """Digits in one run or in groups of three by one and the same group sign, then the decimal sign and digits."""
    grouped = rf"[1-9][0-9]{{0,2}}(?:([{group}{_SPACES}])[0-9]{{3}})(?:\1[0-9]{{3}})*"
    return re.compile(rf"[+-]?(?:{grouped}|[0-9]+|(?=[{sign}]))(?:[{sign}][0-9]+)?")


_PATTERNS = {POINT: _pattern(POINT, COMMA), COMMA: _pattern(COMMA, POINT)}


class NumberEvidence:
    """What a column's cells tell about the decimal sign."""

    def __init__(self) -> None:
        self._possible = set(_PATTERNS)

    def see(self, text: str) -> None:
        """Let a cell rule out a sign under which it is no number; a cell that is none under either says nothing."""
        if text.isdigit():
            return
        _mark, number = split_mark(text)
        self._possible &= set(_readings(number)) or self._possible

    @property
    def sign(self) -> str | None:
        """The one decimal sign that every cell allows; None where both are possible, or none is."""
        return next(iter(self._possible)) if len(self._possible) == 1 else None


def common_sign(signs: Iterable[str | None]) -> str | None:
    """The sign of the columns that have one, if it is the same: one program wrote the file in one locale."""
    known = {sign for sign in signs if sign}
    return known.pop() if len(known) == 1 else None


def read_number(cell: Cell, sign: str | None = None) -> Decimal | None:
    """The number in a cell, or None for what is none, could be two, or has more than 18 digits.

    Without a sign "12.50" and "1,234,567" can be read, and "1,234" cannot. Of a workbook's floating numbers the
    15 digits count that a spreadsheet keeps. The result may have more decimals than are stored.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _within(as_text(float(cell)))
    if not isinstance(cell, str):
        return None
    readings = _readings(cell.strip())
    if sign:
        return readings.get(sign)
    numbers = set(readings.values())
    return numbers.pop() if len(numbers) == 1 else None


def split_mark(text: str) -> tuple[str | None, str]:
    """A currency's code or sign before or after a number, and the number without it."""
    match = _MARKED.fullmatch(text.strip())
    if not match or (match[1] and match[3]):
        return None, text
    return match[1] or match[3], match[2]


# Every cell is read twice, once as evidence and once for its value, and most texts stand in many rows.
@lru_cache(maxsize=20_000)
def _readings(text: str) -> dict[str, Decimal]:
    negative = re.fullmatch(r"\((.+)\)", text)
    number = f"-{negative[1]}" if negative else text
    readings = {}
    for sign, pattern in _PATTERNS.items():
        if pattern.fullmatch(number):
            value = _within(re.sub(rf"[^0-9{sign}-]", "", number).replace(sign, "."))
            if value is not None:
                readings[sign] = value
    return readings


def _within(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    # One below the limit, so that an amount rounded to its currency's decimals is still within it.
    fits = abs(value) <= LIMIT - 1 and len(value.as_tuple().digits) <= MAX_DIGITS
    return value if fits else None
