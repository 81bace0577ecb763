"""What a delivery history holds once it is staged: lines, orders, suppliers and items, and what was set aside."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple, get_args, get_type_hints

from portal.imports.cells.values import Unreadable
from portal.imports.columns import Layout
from portal.imports.deliveries.line import DeliveryLine
from portal.imports.deliveries.rules import Reading, Reason

_NAMES = [field.name for field in fields(DeliveryLine)]
_KEYS = ["supplier_key", "item_key"]

_TABLES = f"""
    create table line ({", ".join(name for name in _NAMES + _KEYS)}, primary key (row), unique (external_id));
    create index line_by_order on line (order_number, row);
    create table purchase_order (order_number primary key, supplier_key, currency);
    create table supplier (key primary key, name, number);
    create table item (key primary key, name, number, category, subcategory);
    create table unreadable (row, column, text);
    create table left_out (row, reason);
"""


class StagedSupplier(NamedTuple):
    """A supplier by the first spelling of its name; ``number`` is the one in the other program, if it is told."""

    key: str
    name: str
    number: str | None


class StagedItem(NamedTuple):
    """An item by the first spelling of its description, with the first category told for it."""

    key: str
    name: str
    number: str | None
    category: str | None
    subcategory: str | None


class LeftOutRow(NamedTuple):
    row: int
    reason: Reason


@dataclass(frozen=True)
class Totals:
    """What the file holds: ``rows`` = ``lines`` + ``repeated`` + ``left_out``.

    ``values`` adds the rounded line values by currency; ``rounded`` counts the numbers of kept lines that were given
    with more decimals than are kept.
    """

    rows: int
    lines: int
    repeated: int
    left_out: int
    orders: int
    suppliers: int
    items: int
    unreadable: int
    rounded: int
    values: dict[str, Decimal]

    @property
    def total_value(self) -> Decimal | None:
        """The sum of the line values where they are in one currency; None where they do not add."""
        return next(iter(self.values.values())) if len(self.values) == 1 else None


class Staged:
    """A history in its temporary database; ``layout`` tells how the file with that SHA-256 was understood."""

    def __init__(self, database: sqlite3.Connection, layout: Layout, file_sha256: str) -> None:
        self.layout = layout
        self.file_sha256 = file_sha256
        self._database = database
        self._counts: Counter[str] = Counter()
        self._values: dict[str, Decimal] = {}
        database.executescript(_TABLES)
        database.execute("begin")

    def take(self, row: int, reading: Reading, unreadable: Iterable[Unreadable]) -> None:
        """Keep what was read from one row.

        The first row of a line or an order stands. A later one that says exactly the same is counted as repeated;
        one that gives the line's number to other facts, or the order to another supplier, is left out.
        """
        self._counts["rows"] += 1
        self._database.executemany("insert into unreadable values (?, ?, ?)", unreadable)
        line, reason = reading.line, reading.reason
        if line:
            known = self._known(line.external_id)
            if known and replace(known, row=line.row) == line:
                self._counts["repeated"] += 1
                return
            reason = Reason.CONTRADICTS_LINE if known else self._against_order(line)
        if reason or not line:
            self._database.execute("insert into left_out values (?, ?)", (row, reason))
            return
        self._keep(line)
        self._counts["rounded"] += reading.rounded

    def finish(self) -> None:
        self._database.execute("commit")

    def totals(self) -> Totals:
        tables = {
            "lines": "line",
            "left_out": "left_out",
            "orders": "purchase_order",
            "suppliers": "supplier",
            "items": "item",
            "unreadable": "unreadable",
        }
        counted = {
            name: self._database.execute(f"select count(*) from {table}").fetchone()[0]  # noqa: S608
            for name, table in tables.items()
        }
        own = {name: self._counts[name] for name in ("rows", "repeated", "rounded")}
        return Totals(**counted, **own, values=dict(sorted(self._values.items())))

    def lines(self) -> Iterator[DeliveryLine]:
        """The kept lines, those of one order together and in the order of the file."""
        rows = self._database.execute("select * from line order by order_number, row")
        return (_load(row) for row in rows)

    def suppliers(self) -> Iterator[StagedSupplier]:
        """The suppliers of the kept lines, in the order of the file."""
        return map(StagedSupplier._make, self._database.execute("select * from supplier order by rowid"))

    def items(self) -> Iterator[StagedItem]:
        """The items of the kept lines, in the order of the file."""
        return map(StagedItem._make, self._database.execute("select * from item order by rowid"))

    def unreadable(self) -> Iterator[Unreadable]:
        """The cells that could not be read, by row."""
        return map(Unreadable._make, self._database.execute("select * from unreadable order by rowid"))

    def unreadable_by_text(self) -> Iterator[tuple[str, str, int]]:
        """Column, text and number of the cells that could not be read, the commonest first."""
        return self._database.execute(
            "select column, text, count(*) from unreadable group by column, text order by 3 desc, 1, 2"
        )

    def left_out(self) -> Iterator[LeftOutRow]:
        """The rows that could not stand, with the reason of each."""
        rows = self._database.execute("select row, reason from left_out order by row")
        return (LeftOutRow(row, Reason(reason)) for row, reason in rows)

    def incoterms_not_current(self) -> dict[str, int]:
        """What the file tells as an Incoterm and Incoterms 2020 does not have, with the number of lines."""
        return dict(
            self._database.execute(
                "select incoterm_told, count(*) from line where incoterm is null and incoterm_told is not null "
                "group by incoterm_told order by incoterm_told"
            )
        )

    def _known(self, external_id: str) -> DeliveryLine | None:
        row = self._database.execute("select * from line where external_id = ?", (external_id,)).fetchone()
        return _load(row) if row else None

    def _against_order(self, line: DeliveryLine) -> Reason | None:
        order = self._database.execute(
            "select supplier_key, currency from purchase_order where order_number = ?", (line.order_number,)
        ).fetchone()
        if order and order[0] != line.supplier_key:
            return Reason.OTHER_SUPPLIER
        return Reason.OTHER_CURRENCY if order and order[1] != line.currency else None

    def _keep(self, line: DeliveryLine) -> None:
        execute = self._database.execute
        row = [_store(getattr(line, name)) for name in _NAMES + _KEYS]
        execute(f"insert into line values ({', '.join('?' * len(row))})", row)  # noqa: S608
        order = (line.order_number, line.supplier_key, line.currency)
        execute("insert or ignore into purchase_order values (?, ?, ?)", order)
        supplier = StagedSupplier(line.supplier_key, line.supplier, line.supplier_number)
        execute("insert or ignore into supplier values (?, ?, ?)", supplier)
        item = StagedItem(line.item_key, line.item, line.item_number, line.category, line.subcategory)
        execute("insert or ignore into item values (?, ?, ?, ?, ?)", item)
        self._values[line.currency] = self._values.get(line.currency, Decimal(0)) + line.line_value


def _store(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal | date) else value


def _loader(hint: Any) -> Callable[[Any], Any]:
    kinds = get_args(hint) or (hint,)
    if Decimal in kinds:
        return Decimal
    return date.fromisoformat if date in kinds else lambda value: value


_LOADERS = [_loader(hint) for hint in get_type_hints(DeliveryLine).values()]


def _load(row: tuple[Any, ...]) -> DeliveryLine:
    values: list[Any] = [
        None if value is None else load(value) for load, value in zip(_LOADERS, row, strict=False)
    ]
    return DeliveryLine(*values)
