"""Facts as canonical JSON and back.

Canonical means that equal facts are equal bytes: sorted keys, no blanks, UTF-8, decimals as plain strings
without trailing zeros, dates as ISO 8601. The bytes are what is stored and hashed. Kind and schema version
stand in them, so that facts written years ago are read by the classes that they were written with.
"""

import json
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from portal.documents.facts.contract import ContractFacts
from portal.documents.facts.order import OrderFacts

Facts = OrderFacts | ContractFacts

READERS: dict[tuple[str, int], type[Facts]] = {
    (reader.KIND, reader.SCHEMA): reader for reader in (OrderFacts, ContractFacts)
}


class BadFacts(ValueError):
    """Facts that cannot be written canonically, or bytes that are no facts."""


def to_bytes(facts: Facts) -> bytes:
    """The canonical JSON of ``facts``.

    ``BadFacts`` for a number that is not finite and for text that UTF-8 cannot hold.
    """
    content = {"kind": facts.KIND, "schema": facts.SCHEMA, "facts": _plain(facts)}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadFacts(f"text that UTF-8 cannot hold: {error.reason}") from error


def from_bytes(content: bytes) -> Facts:
    """The facts that ``to_bytes`` wrote. ``BadFacts``, naming the place, where the bytes say anything else."""
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise BadFacts(f"no JSON: {error}") from error
    if not isinstance(data, dict) or data.keys() != {"kind", "schema", "facts"}:
        raise BadFacts("no facts: kind, schema and facts are expected")
    kind, schema = data["kind"], data["schema"]
    reader = READERS.get((kind, schema)) if isinstance(kind, str) and isinstance(schema, int) else None
    if reader is None:
        raise BadFacts(f"no reader for {kind!r} in schema {schema!r}")
    facts: Facts = _read_record(reader, data["facts"], kind)
    return facts


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return _plain_decimal(value)
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    if value is None or type(value) in (str, int):
        return value
    raise BadFacts(f"{type(value).__name__} has no place in facts")


def _plain_decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise BadFacts(f"{value} is no number")
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


@cache
def _hints(reader: type) -> dict[str, Any]:
    hints = get_type_hints(reader)
    return {field.name: hints[field.name] for field in fields(reader)}


@cache
def _required(reader: type) -> set[str]:
    return {
        field.name
        for field in fields(reader)
        if field.default is MISSING and field.default_factory is MISSING
    }


def _read_record(reader: type, data: Any, place: str) -> Any:
    if not isinstance(data, dict):
        raise BadFacts(f"{place}: an object is expected")
    hints = _hints(reader)
    if strange := data.keys() - hints.keys():
        raise BadFacts(f"{place}: unknown {', '.join(sorted(strange))}")
    if missing := _required(reader) - data.keys():
        raise BadFacts(f"{place}: missing {', '.join(sorted(missing))}")
    return reader(**{name: _read(hints[name], value, f"{place}.{name}") for name, value in data.items()})


def _read(hint: Any, value: Any, place: str) -> Any:
    if isinstance(hint, UnionType):
        return None if value is None else _read(get_args(hint)[0], value, place)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise BadFacts(f"{place}: a list is expected")
        return tuple(_read(get_args(hint)[0], part, f"{place}[{index}]") for index, part in enumerate(value))
    if is_dataclass(hint):
        return _read_record(hint, value, place)  # type: ignore[arg-type]
    return _read_scalar(hint, value, place)


def _read_scalar(hint: Any, value: Any, place: str) -> Any:
    if hint is int:
        if type(value) is not int:
            raise BadFacts(f"{place}: a whole number is expected")
        return value
    if not isinstance(value, str):
        raise BadFacts(f"{place}: a text is expected")
    try:
        read = date.fromisoformat(value) if hint is date else hint(value)
    except (ValueError, InvalidOperation) as error:
        raise BadFacts(f"{place}: {value!r} cannot be read") from error
    if isinstance(read, Decimal) and not read.is_finite():
        raise BadFacts(f"{place}: {value!r} is no number")
    return read
