"""The bid document: what a supplier offers, as frozen values and as canonical JSON bytes with a schema number.

One unit stands for both price and quantity of a line. Decimals are written exactly and as short as they go,
dates as ISO 8601, both as strings. Every schema that was ever written stays readable here.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from portal.canonical import canonical

SCHEMA = 2
ZERO = Decimal(0)


class UnknownSchema(ValueError):
    """The bytes name a schema that this version of the portal has never heard of."""


@dataclass(frozen=True)
class NamedFile:
    """A file of the bid: its public id, and what it is in clear, which the stored file does not say.

    ``sha256`` is that of its content, ``size`` in bytes.
    """

    public_id: str
    name: str
    sha256: str
    media_type: str = "application/octet-stream"
    size: int = 0


@dataclass(frozen=True)
class BidLine:
    """The offer for one RFQ line: ``price`` per ``price_per`` (1, 100 or 1,000) of ``unit``.

    ``quantity`` is in the same ``unit``; ``delivery_date`` is a calendar date at the receiving site. A draft may
    lack any of them; a line that is not offered keeps what was typed.
    """

    rfq_line: str
    offered: bool = False
    price: Decimal | None = None
    price_per: int = 1
    unit: str = ""
    quantity: Decimal | None = None
    delivery_date: date | None = None
    remark: str = ""
    deviation: str = ""


@dataclass(frozen=True)
class BidDocument:
    """One version of a bid; RFQ, round and supplier are named by public ids and ordinal.

    ``addendum`` is the ordinal of the addendum that it answers, 0 for none. All prices, freight and other costs
    are in ``currency`` (ISO 4217), net of tax. ``salt`` is 128 random bits of this version, so that nobody finds a
    price by trying which one gives the SHA-256.
    """

    rfq: str
    round: int
    supplier: str
    addendum: int = 0
    currency: str = ""
    freight: Decimal = ZERO
    other_costs: Decimal = ZERO
    payment_terms: str = ""
    valid_until: date | None = None
    quote_number: str = ""
    remark: str = ""
    lines: tuple[BidLine, ...] = ()
    files: tuple[NamedFile, ...] = ()
    salt: str = ""

    @property
    def offered(self) -> tuple[BidLine, ...]:
        """The lines on which something is offered."""
        return tuple(line for line in self.lines if line.offered)


def to_bytes(document: BidDocument) -> bytes:
    """The canonical bytes of a document: equal documents give equal bytes."""
    return canonical({"schema": SCHEMA, **_shortest(asdict(document))})


def from_bytes(data: bytes) -> BidDocument:
    """The document that these bytes hold, whatever schema they were written in. ``UnknownSchema`` otherwise."""
    content = json.loads(data)
    reader = _READERS.get(content.pop("schema", None))
    if reader is None:
        raise UnknownSchema("These bytes are not a bid document that can be read here")
    return reader(content)


def _shortest(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortest(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_shortest(part) for part in value]
    # 18 digits at most (portal.money) lie well within what normalize() keeps; zero loses its sign here.
    return value.normalize() + ZERO if isinstance(value, Decimal) else value


def _read_2(content: dict[str, Any]) -> BidDocument:
    content["freight"] = Decimal(content["freight"])
    content["other_costs"] = Decimal(content["other_costs"])
    content["valid_until"] = _day(content["valid_until"])
    content["lines"] = tuple(_read_line_2(line) for line in content["lines"])
    content["files"] = tuple(NamedFile(**file) for file in content["files"])
    return BidDocument(**content)


def _read_line_2(line: dict[str, Any]) -> BidLine:
    line["price"] = _number(line["price"])
    line["quantity"] = _number(line["quantity"])
    line["delivery_date"] = _day(line["delivery_date"])
    return BidLine(**line)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


# Schema 2 added the salt, and the media type and size of files; a document without them has the defaults.
_READERS: dict[int | None, Callable[[dict[str, Any]], BidDocument]] = {1: _read_2, 2: _read_2}
