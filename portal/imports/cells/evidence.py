"""What the columns of one file told about how their dates and numbers are written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.imports.cells.dates import DateEvidence, DateOrder
from portal.imports.cells.numbers import NumberEvidence, common_sign
from portal.imports.columns import Column, Kind, Layout
from portal.imports.reader.table import Row


@dataclass(frozen=True)
class Settled:
    """The order of each date column and the decimal sign of each number column; None where nothing settles it."""

    orders: Mapping[str, DateOrder | None]
    signs: Mapping[str, str | None]


def settle(layout: Layout, rows: Iterable[Row], date_order: DateOrder | None) -> Settled:
    """Read the rows once and settle every column by its own cells.

    ``date_order`` decides where the caller knows it. A number column that does not tell takes the decimal sign on
    which the others agree; a date column takes nothing from its neighbours, since one file may hold two forms.
    """
    columns = layout.columns.values()
    dates = [(column, DateEvidence()) for column in columns if column.field.kind is Kind.DATE]
    numbers = [
        (column, NumberEvidence()) for column in columns if column.field.kind in (Kind.NUMBER, Kind.MONEY)
    ]
    watched: list[tuple[Column, DateEvidence | NumberEvidence]] = [*dates, *numbers]
    for row in rows:
        for column, seen in watched:
            cell = row.cells[column.place] if column.place < len(row.cells) else ""
            if isinstance(cell, str) and cell:
                seen.see(cell)
    orders = {column.field.name: date_order or evidence.order for column, evidence in dates}
    signs = {column.field.name: evidence.sign for column, evidence in numbers}
    common = common_sign(signs.values())
    return Settled(orders, {name: sign or common for name, sign in signs.items()})
