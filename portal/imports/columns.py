"""Finding the columns of a table: by the names that programs give them, or as the caller says."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.imports.cells.texts import as_text
from portal.imports.currencies import said_by
from portal.imports.reader.table import Table

_HEADER_WITHIN = 20
_SHORT_WORDS = {
    "no": "number",
    "nr": "number",
    "num": "number",
    "qty": "quantity",
    "desc": "description",
    "dt": "date",
}


class Kind(StrEnum):
    TEXT = "text"
    DATE = "date"
    NUMBER = "number"
    MONEY = "money"


@dataclass(frozen=True)
class Field:
    """One thing to be read. ``names`` are the normalised headers it is known by; ``longest`` bounds a text."""

    name: str
    title: Any
    names: tuple[str, ...]
    kind: Kind = Kind.TEXT
    longest: int = 200


@dataclass(frozen=True)
class Form:
    """The fields of one kind of file. Of each group in ``needs`` at least one column must be there."""

    fields: tuple[Field, ...]
    needs: tuple[tuple[str, ...], ...]

    def field(self, name: str) -> Field:
        return next(field for field in self.fields if field.name == name)


@dataclass(frozen=True)
class Column:
    """A field found at a place in the table. ``currency`` is the ISO 4217 code its header names, if it does."""

    field: Field
    place: int
    header: str
    currency: str | None


@dataclass(frozen=True)
class Layout:
    """Where the header stands, how wide it is, and the column of each field that was found."""

    table: Table
    header_row: int
    width: int
    columns: dict[str, Column]


def parse_mapping(pairs: Sequence[str], form: Form) -> dict[str, str]:
    """``ours=theirs`` pairs as a dictionary. ``RuleBroken`` at ``map`` for another shape or an unknown field."""
    mapping: dict[str, str] = {}
    known = [field.name for field in form.fields]
    for pair in pairs:
        ours, sign, theirs = (part.strip() for part in pair.partition("="))
        if not sign or not theirs:
            raise RuleBroken(_("“%(pair)s” is not of the form ours=theirs.", pair=pair), "map")
        if ours not in known:
            raise RuleBroken(
                _("There is no field “%(name)s”. There are: %(known)s.", name=ours, known=", ".join(known)),
                "map",
            )
        if ours in mapping:
            raise RuleBroken(_("The field “%(name)s” is mapped twice.", name=ours), "map")
        mapping[ours] = theirs
    return mapping


def find_layout(tables: Sequence[Table], form: Form, mapping: Mapping[str, str]) -> Layout:
    """The header row and its columns: the row among the first twenty of any table that names most fields.

    ``RuleBroken`` at ``map`` where a needed column is missing, a mapped one is not there, or two columns fit one
    field; the sentence names the field and what was found.
    """
    candidates = [
        (table, row.number, [as_text(cell) for cell in row.cells])
        for table in tables
        for row in islice(table.rows(), _HEADER_WITHIN)
        if any(str(cell).strip() for cell in row.cells)
    ]
    if not candidates:
        raise RuleBroken(_("The file has no rows."), "file")
    table, number, headers = max(candidates, key=lambda candidate: len(_match(candidate[2], form, mapping)))
    return Layout(table, number, len(headers), _settle(headers, form, mapping))


def normalise(header: str) -> str:
    """A header in plain words: "PO / SO #", "po_so_number" and "PoSoNo" all give "po so number"."""
    text = unicodedata.normalize("NFKC", header).replace("#", " number ")
    text = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", text)
    words = re.findall(r"[^\W_]+", text.casefold())
    return " ".join(_SHORT_WORDS.get(word, word) for word in words)


def _match(headers: list[str], form: Form, mapping: Mapping[str, str]) -> dict[str, list[int]]:
    """The places at which each field may stand; a column that the caller has mapped fits no other field."""
    plain = [_without_currency(header) for header in headers]
    places = {ours: _places_of(theirs, headers) for ours, theirs in mapping.items()}
    taken = {place for mapped in places.values() for place in mapped}
    for field in form.fields:
        if field.name not in mapping:
            places[field.name] = [
                place for place, name in enumerate(plain) if name in field.names and place not in taken
            ]
    return {name: found for name, found in places.items() if found}


def _without_currency(header: str) -> str:
    name = normalise(header)
    return name.rpartition(" ")[0] if said_by(name) else name


def _places_of(theirs: str, headers: list[str]) -> list[int]:
    exact = [place for place, header in enumerate(headers) if header == theirs]
    return exact or [place for place, header in enumerate(headers) if normalise(header) == normalise(theirs)]


def _settle(headers: list[str], form: Form, mapping: Mapping[str, str]) -> dict[str, Column]:
    places = _match(headers, form, mapping)
    found = ", ".join(header[:40] for header in headers[:60] if header)
    for ours, theirs in mapping.items():
        if ours not in places:
            raise RuleBroken(
                _("The file has no column “%(theirs)s”. Found: %(found)s.", theirs=theirs, found=found), "map"
            )
    for name, where in places.items():
        if len(where) > 1:
            fitting = ", ".join(headers[place] for place in where)
            raise _ambiguous(form.field(name), fitting)
    for group in form.needs:
        if not any(name in places for name in group):
            raise _missing(form.field(group[0]), found)
    return {
        name: Column(form.field(name), place, headers[place], said_by(normalise(headers[place])))
        for name, (place,) in places.items()
    }


def _ambiguous(field: Field, fitting: str) -> RuleBroken:
    return RuleBroken(
        _(
            "Several columns may be the %(title)s: %(fitting)s. Say which with --map %(name)s=COLUMN.",
            title=field.title,
            fitting=fitting,
            name=field.name,
        ),
        "map",
    )


def _missing(field: Field, found: str) -> RuleBroken:
    return RuleBroken(
        _(
            "No column for the %(title)s is known by its name. Say which it is with --map %(name)s=COLUMN. "
            "Found: %(found)s.",
            title=field.title,
            name=field.name,
            found=found,
        ),
        "map",
    )
