"""Workbooks (.xlsx): measured before they are unpacked, then read by calamine."""

import zipfile
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING
from xml.parsers import expat

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.imports.reader.table import Row, Table

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MOST_BYTES = 256 << 20
MOST_TIMES = 200
MOST_CELLS = 10_000_000

# What reading a zip raises: besides its own error those for a password, an unknown method and a broken stream,
# and from the sheet's XML that of the parser and that of a reference without a number.
_DAMAGE = (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError, expat.ExpatError, ValueError)


def open_sheets(path: Path) -> list[Table]:
    """The visible sheets of a workbook that hold anything.

    ``RuleBroken`` at ``file`` for another kind of zip, a damaged one, and one that would unpack to more than
    256 MB, to more than 200 times its size, or to a grid of more than ten million cells.
    """
    # Imported here: calamine is a megabyte of machine code that only an import of a workbook needs.
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    _measure(path)
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [
            book.get_sheet_by_name(sheet.name)
            for sheet in book.sheets_metadata
            if sheet.visible == SheetVisibleEnum.Visible
        ]
    except CalamineError as error:
        raise _damaged() from error
    tables = [
        Table(sheet.name, f"xlsx, {sheet.name}", partial(_rows, sheet)) for sheet in sheets if sheet.end
    ]
    if not tables:
        raise RuleBroken(_("The workbook has no visible sheet with anything in it."), "file")
    return tables


def _rows(sheet: "CalamineSheet") -> Iterator[Row]:
    # Calamine gives every row from the first, with the cells from the first column that holds anything.
    last = sheet.end[0] + 1 if sheet.end else 1
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield Row(number, cells, number / last)


def _damaged() -> RuleBroken:
    return RuleBroken(_("The workbook is damaged and cannot be read."), "file")


def _measure(path: Path) -> None:
    """Refuse what would not fit into memory, by the zip's own list and by where each sheet's cells lie.

    Calamine lays out the whole rectangle between the first and the last cell: a workbook of 5 kB with one cell
    in each of two corners asks for 550 GB and takes the process down.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise RuleBroken(_("This is neither a text file nor an .xlsx workbook."), "file")
            inside = sum(part.file_size for part in parts)
            if inside > MOST_BYTES or inside > MOST_TIMES * path.stat().st_size:
                raise _too_large()
            for part in parts:
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    with archive.open(part) as sheet:
                        _measure_sheet(sheet)
    except _DAMAGE as error:
        raise _damaged() from error


def _too_large() -> RuleBroken:
    return RuleBroken(_("The workbook is too large inside. Please save the sheet as CSV."), "file")


def _measure_sheet(sheet: IO[bytes]) -> None:
    grid = _Grid()
    parser = expat.ParserCreate()
    parser.StartElementHandler = grid.start
    parser.StartDoctypeDeclHandler = grid.doctype
    parser.ParseFile(sheet)


class _Grid:
    """Follows the cells of a sheet as they pass and refuses as soon as their rectangle is too large."""

    def __init__(self) -> None:
        self.row = self.column = 0
        self.rows = self.columns = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "row":
            self.row = int(attributes["r"]) if "r" in attributes else self.row + 1
            self.column = 0
        elif tag == "c":
            if "r" in attributes:
                self.row, self.column = _position(attributes["r"])
            else:
                self.column += 1
        elif tag in ("v", "is"):
            # Only a cell with a value counts: people colour whole columns down to the last row.
            self.rows, self.columns = max(self.rows, self.row), max(self.columns, self.column)
            if self.rows * self.columns > MOST_CELLS:
                raise _too_large()

    def doctype(self, *_parts: object) -> None:
        raise _damaged()


def _position(reference: str) -> tuple[int, int]:
    """Row and column of a reference such as "AB12", counted from 1."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]), column
