"""How the facts of an event or a notice, which are kept as JSON, are written into its sentence."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from textwrap import shorten
from typing import Any

from flask_babel import lazy_gettext as _

from portal.web import filters

MOST_TEXT = 400
NOT_KEPT = "…"

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


def in_its_zone(value: Sequence[str], _record: Any) -> str:
    """An instant in the zone that is kept beside it, whoever reads."""
    when, zone = value
    return filters.instant(datetime.fromisoformat(when), zone)


def as_lines(value: Sequence[Mapping[str, Any]], _record: Any) -> str:
    """Lines of an RFQ or an order, each in a row of its own."""
    return "\n".join(_line(one) for one in value)


def _line(one: Mapping[str, Any]) -> str:
    if "more" in one:
        return str(_("and %(count)s more", count=counted(one["more"], None)))
    words = [filters.quantity(Decimal(one["quantity"]), one["unit"])] if "quantity" in one else []
    if "day" in one:
        words.append(filters.day(date.fromisoformat(one["day"])))
    if one.get("price"):
        words.append(str(_("another price")))
    if one.get("cancels"):
        words.append(str(_("to be cancelled")))
    name = f"{one['position']}. {one['description']}"
    return f"{name}: {' · '.join(words)}" if words else name


def shortened(value: str, _record: Any) -> str:
    """What somebody wrote, on one line and not too long for a mail."""
    return shorten(value, MOST_TEXT, placeholder=" …")


class _Words(dict[str, str]):
    """Looks a fact up when the sentence names it; one that was not kept yet when it happened is left open."""

    def __init__(self, facts: Mapping[str, Any], writers: Writers, record: Any) -> None:
        super().__init__()
        self.facts, self.writers, self.record = facts, writers, record

    def __missing__(self, name: str) -> str:
        if self.facts.get(name) is None:
            return NOT_KEPT
        return said(self.facts[name], name, self.writers, self.record)


def said(value: Any, name: str, writers: Writers, record: Any = None) -> str:
    """A fact as its writer puts it; what has none stands as it is kept."""
    return writers[name](value, record) if name in writers else str(value)


def filled(sentence: Any, facts: Mapping[str, Any], writers: Writers, record: Any = None) -> str:
    """A sentence with its facts. One written with fewer facts than the sentence names today is still said."""
    return str(sentence) % _Words(facts, writers, record)
