"""How the facts of an event or a notice, which are kept as JSON, are written into its sentence."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from portal.web import filters

# Takes a fact as it is kept, and the record on whose page the sentence stands.
Writer = Callable[[Any, Any], str]
Writers = Mapping[str, Writer]


def on_day(value: str, _record: Any) -> str:
    """A calendar date."""
    return filters.day(date.fromisoformat(value))


def at_instant(value: str, _record: Any) -> str:
    """An instant, in the reader's zone with its name."""
    return filters.instant(datetime.fromisoformat(value))


def in_unit(value: str, record: Any) -> str:
    """A quantity in the unit of the record."""
    return filters.quantity(Decimal(value), record.unit)


def counted(value: int, _record: Any) -> str:
    """A number of things."""
    return filters.quantity(Decimal(value))


def filled(sentence: Any, facts: Mapping[str, Any], writers: Writers, record: Any = None) -> str:
    """A sentence with its facts, each as its writer puts it; what has none stands as it is kept."""
    words = {
        name: writers[name](value, record) if name in writers else value for name, value in facts.items()
    }
    return str(sentence) % words
