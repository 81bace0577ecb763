"""Certificates: how many of the required ones are in order on a day.

Whether one is in order is decided once, in the certificates' own rules, by which the gates of invitation,
award and order stand as well; here it is only counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.measures.shares import Share, count


@dataclass(frozen=True, slots=True)
class Required:
    """A required certificate on the day it is looked at: in order or not, with the sentence that says why."""

    requirement_id: int
    certificate_id: int | None
    in_order: bool
    reason: Any


@dataclass(frozen=True, slots=True)
class Certificates:
    """In order ÷ required; nothing required is no data."""

    in_order: Share
    rows: tuple[Required, ...]


def certificates(required: Iterable[Required]) -> Certificates:
    """The share of required certificates that are in order on the day for which the rows were read."""
    rows = tuple(required)
    return Certificates(count(row.in_order for row in rows), rows)
