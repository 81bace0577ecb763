"""Texts as people wrote them, without what no page, key or database should have to carry."""

import re
import unicodedata
from datetime import date, datetime

from portal.imports.reader.table import Cell

# What spreadsheets put into a cell whose formula failed.
FAILED_FORMULAS = {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"}
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def as_text(cell: Cell) -> str:
    """A cell as text: a whole number without ".0", a date as ISO 8601, control signs and runs of spaces as one.

    Numbers of a workbook are shown to 15 digits, which is all that a spreadsheet keeps or shows.
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    if not text.isascii() or not text.isprintable():
        text = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    return " ".join(text.split())


def same_name_key(name: str) -> str:
    """What two spellings of one name share: "ACME  Ltd" and "Acme Ltd" give the same key."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())
