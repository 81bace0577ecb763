"""Lists page by key, never by offset: a page begins after a record, so nothing is skipped while rows come in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, literal, select, tuple_

from portal.db import db

Row = TypeVar("Row")
SIZE = 50


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. ``older`` and ``newer`` are the public ids to go on from, or None at an end."""

    items: list[Row]
    older: str | None
    newer: str | None

    @property
    def older_url(self) -> str | None:
        """The address of the next page of this request's list, with the choice above it kept."""
        return _turned("after", self.older)

    @property
    def newer_url(self) -> str | None:
        """The address of the page before."""
        return _turned("before", self.newer)


def _turned(direction: str, public_id: str | None) -> str | None:
    if public_id is None:
        return None
    kept = {name: value for name, value in request.args.items() if name not in ("after", "before")}
    # No address may be steered by words that url_for itself understands.
    plain = {name: value for name, value in kept.items() if not name.startswith("_")}
    values: dict[str, Any] = {**plain, **(request.view_args or {}), direction: public_id}
    return url_for(request.endpoint or "", **values)


def page_by_key(statement: Select[Row], model: type[Row], size: int = SIZE) -> Page[Row]:
    """The page of a statement that ``?after=`` or ``?before=`` (public ids) asks for, newest first.

    Orders by the internal id, which no address ever shows. A public id that is not in this list starts at the
    beginning, so that the page tells nothing of records that the reader may not see.
    """
    after, before = request.args.get("after"), request.args.get("before")
    key: Any = model.id  # type: ignore[attr-defined]
    plain = statement.order_by(None)
    if before and (limit := _key_in(plain, model, before)) is not None:
        rows = _rows(plain.where(key > limit).order_by(key.asc()), size + 1)
        more = len(rows) > size
        items = rows[:size][::-1]
        return Page(items, _public(items[-1]) if items else None, _public(items[0]) if more else None)
    limit = _key_in(plain, model, after) if after else None
    if limit is not None:
        plain = plain.where(key < limit)
    rows = _rows(plain.order_by(key.desc()), size + 1)
    items = rows[:size]
    newer = _public(items[0]) if limit is not None and items else None
    return Page(items, _public(items[-1]) if len(rows) > size else None, newer)


def page_by_text(statement: Select[Row], model: type[Row], by: Any, size: int = SIZE) -> Page[Row]:
    """The same for master data that people look up: in ascending order of a text column, such as a number.

    ``by`` belongs to ``model`` or to a table that ``statement`` joins. Here "older" is what comes next.
    """
    after, before = request.args.get("after"), request.args.get("before")
    key: Any = model.id  # type: ignore[attr-defined]
    plain, place = statement.order_by(None), tuple_(by, key)
    if before and (limit := _place_of(plain, model, before, by)) is not None:
        rows = _rows(plain.where(place < limit).order_by(by.desc(), key.desc()), size + 1)
        items = rows[:size][::-1]
        more = len(rows) > size
        return Page(items, _public(items[-1]) if items else None, _public(items[0]) if more else None)
    limit = _place_of(plain, model, after, by) if after else None
    if limit is not None:
        plain = plain.where(place > limit)
    rows = _rows(plain.order_by(by, key), size + 1)
    items = rows[:size]
    newer = _public(items[0]) if limit is not None and items else None
    return Page(items, _public(items[-1]) if len(rows) > size else None, newer)


def _key_in(statement: Select[Any], model: type[Any], public_id: str) -> int | None:
    found = db.session.execute(
        statement.where(model.public_id == public_id).with_only_columns(model.id)
    ).first()
    return None if found is None else int(found[0])


def _place_of(statement: Select[Any], model: type[Any], public_id: str, by: Any) -> Any:
    found = db.session.execute(
        statement.where(model.public_id == public_id).with_only_columns(by, model.id)
    ).first()
    return None if found is None else tuple_(literal(found[0], by.type), literal(found[1], model.id.type))


def page_of_rows(
    rows: Sequence[Any], record_of: Callable[[Any], tuple[type[Any], int]], size: int = SIZE
) -> Page[Any]:
    """The same for rows that were made already, in their own order: each stands for a record, its model and id.

    For what no statement can page, such as the rows that a figure was made of.
    """
    kinds = dict.fromkeys(record_of(row)[0] for row in rows)
    places = {record_of(row): place for place, row in enumerate(rows)}
    start = 0
    if (after := _place(places, kinds, request.args.get("after"))) is not None:
        start = after + 1
    elif (before := _place(places, kinds, request.args.get("before"))) is not None:
        start = max(before - size, 0)
    items = list(rows[start : start + size])
    more = start + size < len(rows)
    return Page(
        items,
        _public_of(*record_of(items[-1])) if more else None,
        _public_of(*record_of(items[0])) if items and start else None,
    )


def _place(
    places: dict[tuple[type[Any], int], int], kinds: Iterable[type[Any]], public_id: str | None
) -> int | None:
    if not public_id:
        return None
    found = [(kind, _key_of(kind, public_id)) for kind in kinds]
    return next((places[kind, key] for kind, key in found if key is not None and (kind, key) in places), None)


def _public_of(model: type[Any], key: int) -> str:
    return str(db.session.execute(select(model.public_id).where(model.id == key)).scalar_one())


def _rows(statement: Select[Row], limit: int) -> list[Row]:
    return list(db.session.scalars(statement.limit(limit)).unique())


def _key_of(model: type[Any], public_id: str) -> int | None:
    found: int | None = db.session.scalar(select(model.id).where(model.public_id == public_id))
    return found


def _public(row: Any) -> str:
    return str(row.public_id)
