"""The real delivery history: what comes in adds up to what the file holds, in every form it goes about in."""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from portal.imports.deliveries.staged import Staged, Totals
from portal.imports.deliveries.staging import stage

DAY = re.compile(r"\d+-[A-Z][a-z]{2}-\d\d")
WORDS = re.compile("[A-Za-z]{3}")


@pytest.fixture(scope="module")
def rows(real_history: Path) -> list[dict[str, str]]:
    """The file as the csv module alone reads it."""
    with real_history.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def history(real_history: Path) -> Iterator[Staged]:
    with stage(real_history) as staged:
        yield staged


@pytest.fixture(scope="module")
def totals(history: Staged) -> Totals:
    return history.totals()


def day(text: str) -> date:
    return datetime.strptime(text, "%d-%b-%y").date()  # noqa: DTZ007


def test_the_facts_that_are_known_of_it_hold(totals: Totals) -> None:
    assert totals.rows == totals.lines == 10_324
    assert (totals.orders, totals.suppliers, totals.items) == (6_233, 73, 184)
    assert totals.total_value == Decimal("1627584457.29")
    assert (totals.repeated, totals.left_out, totals.rounded) == (0, 0, 0)


def test_every_line_is_the_row_it_was_made_of(history: Staged, rows: list[dict[str, str]]) -> None:
    for line in history.lines():
        row = rows[line.row - 2]
        assert (line.external_id, line.order_number, line.ship_notice, line.supplier, line.item) == (
            row["id"],
            row["po / so #"],
            row["asn/dn #"],
            " ".join(row["vendor"].split()),
            " ".join(row["item description"].split()),
        )
        assert (line.quantity, line.line_value, line.pack_price) == (
            Decimal(row["line item quantity"]),
            Decimal(row["line item value"]),
            Decimal(row["pack price"]),
        )
        assert (line.agreed_date, line.arrival_date, line.recorded_date) == (
            day(row["scheduled delivery date"]),
            day(row["delivered to client date"]),
            day(row["delivery recorded date"]),
        )


def test_on_time_is_the_same_counted_either_way(history: Staged, rows: list[dict[str, str]]) -> None:
    expected = Counter(
        " ".join(row["vendor"].split())
        for row in rows
        if day(row["delivered to client date"]) <= day(row["scheduled delivery date"])
    )
    found = Counter(
        line.supplier
        for line in history.lines()
        if line.arrival_date and line.arrival_date <= line.agreed_date
    )

    assert found == expected
    assert found.total() == 9_138


def test_words_in_dates_and_numbers_are_told_cell_by_cell(
    history: Staged, rows: list[dict[str, str]]
) -> None:
    typed = [
        name
        for name in rows[0]
        if name.endswith("date") or "(usd)" in name or name.startswith(("weight", "line"))
    ]
    expected = sorted(
        (number, name, row[name])
        for number, row in enumerate(rows, 2)
        for name in typed
        if WORDS.search(row[name]) and not DAY.fullmatch(row[name])
    )

    assert sorted(history.unreadable()) == expected
    assert len(expected) == 16_491


def test_terms_that_incoterms_2020_does_not_have_are_told(history: Staged) -> None:
    assert history.incoterms_not_current() == {"DDU": 15, "N/A - From RDC": 5_404}


@pytest.mark.parametrize(
    ("encoding", "bom", "delimiter", "line_end", "decimal_sign"),
    [("cp1252", b"", "\t", "\r", "."), ("utf-8", codecs.BOM_UTF8, ";", "\r\n", ",")],
)
def test_its_other_forms_hold_the_same(
    tmp_path: Path, rows: list[dict[str, str]], totals: Totals, encoding: str, bom: bytes, delimiter: str,
    line_end: str, decimal_sign: str,
) -> None:  # fmt: skip
    path = tmp_path / "history"
    number = re.compile(r"(\d)\.(\d)")
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
        # The names by which the open data portal of the publisher serves the columns.
        writer.writerow(re.sub(r"[^a-z0-9]+", "_", name).strip("_") for name in rows[0])
        for row in rows:
            writer.writerow(
                number.sub(rf"\1{decimal_sign}\2", cell) if re.fullmatch(r"[\d.]+", cell) else cell
                for cell in row.values()
            )
    path.write_bytes(bom + path.read_bytes())

    with stage(path) as staged:
        assert staged.totals() == totals
        assert "Côte d'Ivoire" in {line.country for line in staged.lines()}


def test_as_a_workbook_it_holds_the_same(tmp_path: Path, rows: list[dict[str, str]], totals: Totals) -> None:
    path = tmp_path / "history.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet("SCMS Delivery History")
        days = book.add_format({"num_format": "d-mmm-yy"})
        sheet.write_row(0, 0, [name.title() for name in rows[0]])
        for number, row in enumerate(rows, 1):
            for place, cell in enumerate(row.values()):
                if DAY.fullmatch(cell):
                    sheet.write_datetime(number, place, day(cell), days)
                else:
                    sheet.write(number, place, cell)

    with stage(path) as staged:
        assert staged.totals() == totals
