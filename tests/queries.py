"""Counting what is asked of the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from portal.db import db


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent within the block."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
