"""Thousands of rows at once: inserting them with ids that are known beforehand, and naming them in queries."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, func, insert, select

from portal.db import db

T = TypeVar("T")
_IN_ONE_QUERY = 1000


def insert_rows(model: Any, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert the rows of one table in one go; their ids in the order of the rows. Call in a write transaction.

    The ids are taken first: rows that return theirs are sent one by one on SQLite and as one huge statement on
    PostgreSQL, which took ten times as long.
    """
    if not rows:
        return []
    table: Table = model.__table__
    keys = _take_ids(table, len(rows))
    db.session.execute(insert(table), [{"id": key, **row} for key, row in zip(keys, rows, strict=True)])
    return keys


def _take_ids(table: Table, number: int) -> list[int]:
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        return list(
            db.session.scalars(select(func.nextval(sequence)).select_from(func.generate_series(1, number)))
        )
    # Nobody else writes on SQLite until this transaction ends.
    last = db.session.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0
    return list(range(last + 1, last + 1 + number))


def portions(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """Keys in portions that one query can name."""
    for start in range(0, len(keys), _IN_ONE_QUERY):
        yield keys[start : start + _IN_ONE_QUERY]
