"""The staging of a delivery history: read, checked and added up outside the portal's database.

Everything goes into a private temporary SQLite file that vanishes when it is closed, so a long file holds no lock
and fills no memory, and what is applied afterwards is known to the last row before the first is written.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.imports.cells.dates import DateOrder
from portal.imports.cells.evidence import settle
from portal.imports.cells.values import Cells
from portal.imports.columns import Layout, find_layout
from portal.imports.currencies import codes
from portal.imports.deliveries.fields import DELIVERIES
from portal.imports.deliveries.rules import read_line
from portal.imports.deliveries.staged import Staged
from portal.imports.reader import open_tables
from portal.imports.reader.table import Row

# Told how many rows have been checked and how much of the whole work is done, from 0 to 1.
Progress = Callable[[int, float], None]

DEFAULT_CURRENCY = "USD"
_ROWS_BETWEEN_REPORTS = 250
# The evidence is read in the first pass over the file and the lines in the second, which does more with each row.
_FIRST_PASS = 0.3


def _silent(_rows: int, _share: float) -> None:
    """Report nothing."""


@contextmanager
def stage(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    currency: str | None = None,
    date_order: DateOrder | None = None,
    progress: Progress = _silent,
) -> Iterator[Staged]:
    """Read a delivery history and yield what it holds; it is gone when the block ends.

    ``mapping`` names their column for our field where the names differ. Amounts are in ``currency`` (ISO 4217)
    where no column says otherwise; without it in the one that the values' headers name, or else in US dollars.
    ``date_order`` settles dates of three numbers where the columns do not. ``RuleBroken`` at ``file``, ``map`` or
    ``currency`` for what makes no history at all; single rows and cells are set aside and counted instead.
    """
    if currency and currency not in codes():
        raise RuleBroken(_("“%(code)s” is not an ISO 4217 currency code.", code=currency), "currency")
    layout = find_layout(open_tables(path), DELIVERIES, mapping or {})
    currency = currency or _said_currency(layout) or DEFAULT_CURRENCY
    settled = settle(layout, _data_rows(layout, progress, 0.0, _FIRST_PASS), date_order)
    # SQLite gives a database without a name a temporary file of its own and removes it at the end.
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        staged = Staged(database, layout, _sha256(path))
        for row in _data_rows(layout, progress, _FIRST_PASS, 1.0):
            cells = Cells(row, layout, settled)
            staged.take(row.number, read_line(row.number, cells, currency), cells.unreadable.values())
        staged.finish()
        yield staged


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _said_currency(layout: Layout) -> str | None:
    columns = (layout.columns.get(name) for name in ("line_value", "pack_price", "unit_price"))
    return next((column.currency for column in columns if column and column.currency), None)


def _data_rows(layout: Layout, progress: Progress, start: float, end: float) -> Iterator[Row]:
    """The rows below the header that hold anything; reports its progress from ``start`` to ``end``."""
    count = 0
    for row in layout.table.rows():
        if row.number > layout.header_row and any(str(cell).strip() for cell in row.cells):
            count += 1
            if count % _ROWS_BETWEEN_REPORTS == 0:
                progress(count, start + (end - start) * row.share)
            yield row
    progress(count, end)
