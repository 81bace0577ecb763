"""Small delivery histories: plain rows, and the files that different programs make of them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from portal.imports.reader.table import Row, Table

HEADERS = (
    "ID",
    "PO / SO #",
    "Vendor",
    "Item Description",
    "Line Item Quantity",
    "Line Item Value",
    "PO Sent to Vendor Date",
    "Scheduled Delivery Date",
    "Delivered to Client Date",
)

Typed = str | Decimal | date | None
Record = Sequence[Typed]

SAMPLE: tuple[Record, ...] = (
    ("1", "SCMS-4", "Orgenics, Ltd", "HIV 1/2, 100 Tests", Decimal(19), Decimal("551"), date(2006, 5, 13),
     date(2006, 6, 2), date(2006, 6, 2)),
    ("3", "SCMS-13", "Côté “Pharma” GmbH", "Nevirapine; 240 ml", Decimal("1000"), Decimal("6200.25"), None,
     date(2006, 11, 14), date(2006, 12, 18)),
    ("4", "SCMS-13", "CÔTÉ  “Pharma” GmbH", "Nevirapine | 60 Tabs", Decimal("2.5"), Decimal("0"), date(2006, 7, 8),
     date(2006, 11, 28), None),
)  # fmt: skip


@dataclass(frozen=True)
class Style:
    """How a program writes a table."""

    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    decimal_sign: str = "."
    date_format: str = "%d-%b-%y"
    bom: bytes = b""

    def cell(self, value: Typed) -> str:
        if value is None:
            return ""
        if isinstance(value, Decimal):
            return f"{value:f}".replace(".", self.decimal_sign)
        return value.strftime(self.date_format) if isinstance(value, date) else value


def write_text(
    path: Path, records: Iterable[Record], style: Style = Style(), headers: Record = HEADERS
) -> Path:
    """The table as a text file in the given style."""
    with path.open("w", encoding=style.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=style.delimiter, lineterminator=style.line_end)
        writer.writerow(headers)
        writer.writerows([style.cell(value) for value in record] for record in records)
    path.write_bytes(style.bom + path.read_bytes())
    return path


def write_workbook(path: Path, records: Iterable[Record], headers: Record = HEADERS) -> Path:
    """The table as a workbook with typed cells, below a title and beside a sheet of notes that comes first."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Notes").write(0, 0, "Made for a test")
        sheet = book.add_worksheet("Data")
        days = book.add_format({"num_format": "d-mmm-yy"})
        sheet.write(0, 0, "Deliveries")
        sheet.write_row(2, 1, headers)
        for number, record in enumerate(records, 3):
            for place, value in enumerate(record, 1):
                if isinstance(value, date):
                    sheet.write_datetime(number, place, value, days)
                elif isinstance(value, Decimal):
                    sheet.write_number(number, place, float(value))
                elif value:
                    sheet.write_string(number, place, value)
    return path


def table_of(*rows: Sequence[str]) -> Table:
    """A table in memory."""
    return Table("table", "memory", lambda: (Row(number, row, 1.0) for number, row in enumerate(rows, 1)))
