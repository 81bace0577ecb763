"""Who may read the rows of a measure."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, select, true

from portal.accounts.models import Organisation
from portal.clock import day_in
from portal.db import db
from portal.errors import Missing
from portal.measures.periods import Period

Row = TypeVar("Row")


def check_reader(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> None:
    """``Missing`` unless the reader is the buyer, or the one supplier that is asked for."""
    if reader_id != buyer_id and set(supplier_ids) != {reader_id}:
        raise Missing


def within(column: Any, period: Period) -> ColumnElement[bool]:
    """``day in period`` in SQL."""
    return and_(
        true(),
        *([column >= period.start] if period.start is not None else []),
        *([column < period.end] if period.end is not None else []),
    )


def by_supplier(supplier_ids: Iterable[int], rows: Iterable[tuple[int, Row]]) -> dict[int, list[Row]]:
    """Rows by their supplier; a supplier without any is there with none."""
    found: dict[int, list[Row]] = {key: [] for key in supplier_ids}
    for key, row in rows:
        found[key].append(row)
    return found


def zone_of(buyer_id: int) -> str:
    """The buyer's time zone, in which what happens at no site is dated."""
    return db.session.execute(select(Organisation.timezone).where(Organisation.id == buyer_id)).scalar_one()


class Days:
    """Calendar dates of instants by zone, and today in each, looked up once."""

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._today: dict[str, date] = {}

    def today(self, zone: str) -> date:
        if zone not in self._today:
            self._today[zone] = day_in(self._now, zone)
        return self._today[zone]
