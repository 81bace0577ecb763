"""What every form of file is turned into: a table of numbered rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

# What a cell may hold: a text file gives texts only, a workbook gives what was typed into it.
Cell = str | int | float | bool | date | datetime | time | timedelta


class Row(NamedTuple):
    """One row as a spreadsheet would number it, from 1; ``share`` is how much of the file is read, 0 to 1."""

    number: int
    cells: Sequence[Cell]
    share: float


@dataclass(frozen=True)
class Table:
    """One table. ``form`` says how the file was understood; ``rows`` reads it from the start at each call."""

    name: str
    form: str
    rows: Callable[[], Iterator[Row]]
