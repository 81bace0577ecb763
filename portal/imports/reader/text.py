"""Text tables: comma, semicolon, tab or bar between the cells; LF, CRLF or a bare CR after the rows."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import TextIOWrapper
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.imports.reader.encoding import find_encoding
from portal.imports.reader.table import Row, Table

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_LONGEST_LINE = 1_000_000
_SAMPLE_LINES = 200
# A last line of our own: it comes back as a row of its own unless a quotation mark before it was left open.
_END = "\x1cend of the file\x1c"


@dataclass(frozen=True)
class Dialect:
    """How a text file is written. ``skip`` is 1 where it begins with Excel's line "sep=;"."""

    encoding: str
    delimiter: str
    skip: int


def open_text(path: Path) -> Table:
    """The table in a text file. ``RuleBroken`` at ``file`` where no delimiter makes a table of it."""
    dialect = find_dialect(path)
    form = f"{dialect.encoding}, {DELIMITERS[dialect.delimiter]}"
    return Table(path.name, form, partial(_rows, path, dialect))


def find_dialect(path: Path) -> Dialect:
    """Encoding and delimiter of a file, read from its beginning."""
    encoding = find_encoding(path)
    with path.open(encoding=encoding, newline="") as text:
        lines = list(islice(_lines(text), _SAMPLE_LINES))
    first = lines[0].strip().casefold() if lines else ""
    if first.startswith("sep=") and first[4:] in DELIMITERS:
        return Dialect(encoding, first[4:], skip=1)
    best = max(DELIMITERS, key=partial(_fit, lines))
    if _fit(lines, best) == 0:
        raise RuleBroken(
            _("No table is found: the rows are not cut by commas, semicolons, tabs or bars."), "file"
        )
    return Dialect(encoding, best, skip=0)


def _fit(lines: list[str], delimiter: str) -> float:
    """How well a delimiter cuts the lines: the share of rows with the commonest width, times that width."""
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
    except csv.Error:
        return 0
    if not widths:
        return 0
    width, rows = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
    return rows / widths.total() * (width - 1)


def _lines(text: TextIO) -> Iterator[str]:
    """The lines with their ends, one at a time, so that a file without any line end does not fill the memory."""
    while line := text.readline(_LONGEST_LINE):
        if len(line) == _LONGEST_LINE:
            raise RuleBroken(_("This is no table: a line has more than a million characters."), "file")
        yield line


def _rows(path: Path, dialect: Dialect) -> Iterator[Row]:
    size = path.stat().st_size
    number, row = 0, [""]
    with path.open("rb") as raw, TextIOWrapper(raw, dialect.encoding, newline="") as text:
        lines = islice(_lines(text), dialect.skip, None)
        reader = csv.reader(chain(lines, [_END]), delimiter=dialect.delimiter)
        try:
            for number, row in enumerate(reader, 1):
                if row != [_END]:
                    yield Row(number, row, min(1.0, raw.tell() / size))
        except csv.Error as error:
            raise _open_quote(number + 1) from error
    if row != [_END]:
        raise _open_quote(number)


def _open_quote(number: int) -> RuleBroken:
    return RuleBroken(
        _("Row %(row)s cannot be read: a quotation mark opens there and never closes.", row=number), "file"
    )
