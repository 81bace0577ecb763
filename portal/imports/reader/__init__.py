"""Opening a file that somebody else's program wrote: its tables, row by row, whatever form they come in."""

from pathlib import Path

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.imports.reader import text, workbook
from portal.imports.reader.table import Table

# How the files begin that people take for a workbook or a text, and that are neither.
_OLD_WORKBOOK = bytes.fromhex("D0CF11E0A1B11AE1")
_ZIP = b"PK\x03\x04"


def open_tables(path: Path) -> list[Table]:
    """The tables in a file: one for a text file, one for each visible sheet of an .xlsx workbook.

    The form is read from the content, never from the name. ``RuleBroken`` at ``file`` for what is missing, empty,
    not a table, damaged, or larger inside than a workbook may be.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise RuleBroken(
            _("%(path)s cannot be read: %(why)s.", path=str(path), why=error.strerror or str(error)), "file"
        ) from error
    if not start:
        raise RuleBroken(_("%(path)s is empty.", path=str(path)), "file")
    if start == _OLD_WORKBOOK:
        raise RuleBroken(
            _("This is an old or encrypted workbook. Please save it as .xlsx without a password, or as CSV."),
            "file",
        )
    if start.startswith(_ZIP):
        return workbook.open_sheets(path)
    return [text.open_text(path)]
