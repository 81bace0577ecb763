"""Lists page by key, never by offset: a page begins after a record, so nothing is skipped while rows come in."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, select

from portal.db import Model, db

Row = TypeVar("Row", bound=Model)
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. ``older`` and ``newer`` are the public ids to go on from, or None at an end."""

    items: list[Row]
    older: str | None
    newer: str | None


def page_by_key(statement: Select[Row], model: type[Row], size: int = SIZE) -> Page[Row]:
    """The page of a statement that ``?after=`` or ``?before=`` (public ids) asks for, newest first.

    Orders by the internal id, which no address ever shows. An unknown public id starts at the beginning.
    """
    after, before = request.args.get("after"), request.args.get("before")
    key: Any = model.id  # type: ignore[attr-defined]
    plain = statement.order_by(None)
    if before and (limit := _key_of(model, before)) is not None:
        rows = _rows(plain.where(key > limit).order_by(key.asc()), size + 1)
        more = len(rows) > size
        items = rows[:size][::-1]
        return Page(items, _public(items[-1]) if items else None, _public(items[0]) if more else None)
    limit = _key_of(model, after) if after else None
    if limit is not None:
        plain = plain.where(key < limit)
    rows = _rows(plain.order_by(key.desc()), size + 1)
    items = rows[:size]
    newer = _public(items[0]) if limit is not None and items else None
    return Page(items, _public(items[-1]) if len(rows) > size else None, newer)


def _rows(statement: Select[Row], limit: int) -> list[Row]:
    return list(db.session.scalars(statement.limit(limit)).unique())


def _key_of(model: type[Any], public_id: str) -> int | None:
    found: int | None = db.session.scalar(select(model.id).where(model.public_id == public_id))
    return found


def _public(row: Any) -> str:
    return str(row.public_id)
