"""One way to write values as bytes, so that hashes of them can be held against each other."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import TypeDecorator, inspect
from sqlalchemy.engine.default import DefaultDialect

from portal.db import Model

# How our own types store a value does not hang on the database.
_ANY = DefaultDialect()


def canonical(value: Any) -> bytes:
    """JSON with sorted keys and no spaces, UTF-8; decimals, instants, dates and enums as strings."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain
    ).encode("utf-8")


def fingerprint(record: Model, names: Iterable[str]) -> str:
    """The SHA-256 over these columns of a flushed row, as the database stores them.

    An event that carries it lets the audit hold the row against it later, without telling what is in the row.
    """
    columns = inspect(type(record)).columns
    values = {name: _as_stored(columns[name].type, getattr(record, name)) for name in names}
    return hashlib.sha256(canonical(values)).hexdigest()


def _as_stored(kind: Any, value: Any) -> Any:
    if isinstance(kind, TypeDecorator):
        value = kind.process_bind_param(value, _ANY)
    return value.hex() if isinstance(value, bytes) else value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")
