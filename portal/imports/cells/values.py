"""One row's cells as values: each read as its column was settled, and what cannot be read set aside."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from portal.imports.cells.dates import read_date
from portal.imports.cells.evidence import Settled
from portal.imports.cells.numbers import read_number, split_mark
from portal.imports.cells.texts import FAILED_FORMULAS, as_text
from portal.imports.columns import Column, Field, Kind, Layout
from portal.imports.currencies import marks_of
from portal.imports.reader.table import Cell, Row

Value = str | date | Decimal | None

_SHOWN = 200


class Unreadable(NamedTuple):
    """A cell that holds something else than its column should: its row, the column's header, the text found."""

    row: int
    column: str
    text: str


class Cells:
    """The cells of one row by field. What cannot be read is None, and stands in ``unreadable`` by field."""

    def __init__(self, row: Row, layout: Layout, settled: Settled) -> None:
        self._row = row
        self._columns = layout.columns
        self._width = layout.width
        self._settled = settled
        self.unreadable: dict[str, Unreadable] = {}

    @property
    def too_wide(self) -> bool:
        """Whether anything stands beyond the last column: then the cells before it have moved as well."""
        return any(str(cell).strip() for cell in self._row.cells[self._width :])

    def read(self, field: Field, currency: str) -> Value:
        """The value of a field's cell, or None where the cell is empty or holds anything else than it should.

        A text may not be a failed formula or longer than its field. An amount is in ``currency`` (ISO 4217): one
        whose own mark or whose header names another currency is not read.
        """
        column = self._columns.get(field.name)
        text = as_text(self._cell(column)) if column else ""
        if column is None or not text:
            return None
        value = self._value(column, text, currency)
        if value is None:
            self.set_aside(field.name)
        return value

    def set_aside(self, name: str) -> None:
        """Count the cell of a field as one that could not be read."""
        column = self._columns[name]
        text = as_text(self._cell(column))
        self.unreadable[name] = Unreadable(self._row.number, column.header, text[:_SHOWN])

    def _value(self, column: Column, text: str, currency: str) -> Value:
        field, cell = column.field, self._cell(column)
        if field.kind is Kind.TEXT:
            return None if text in FAILED_FORMULAS or len(text) > field.longest else text
        if field.kind is Kind.DATE:
            return read_date(cell, self._settled.orders[field.name])
        if field.kind is Kind.MONEY:
            mark, cell = split_mark(cell) if isinstance(cell, str) else (None, cell)
            if (mark and mark not in marks_of(currency)) or column.currency not in (None, currency):
                return None
        return read_number(cell, self._settled.signs[field.name])

    def _cell(self, column: Column) -> Cell:
        return self._row.cells[column.place] if column.place < len(self._row.cells) else ""
