"""Staging a history: what stands, what is repeated or left out, and that every total adds up."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portal.errors import RuleBroken
from portal.imports.cells.dates import DateOrder
from portal.imports.deliveries.rules import Reason
from portal.imports.deliveries.staging import stage
from tests.imports.histories import HEADERS, SAMPLE, Record, Style, write_text

DAY = date(2006, 6, 2)


def record(number: str, order: str, supplier: str = "Acme", quantity: str = "5", value: str = "10") -> Record:
    return (number, order, supplier, "Kit", quantity, value, None, DAY, DAY)


def test_lines_orders_suppliers_and_items_are_told_apart(tmp_path: Path) -> None:
    with stage(write_text(tmp_path / "history", SAMPLE)) as staged:
        totals = staged.totals()
        lines = list(staged.lines())
        suppliers = [supplier.name for supplier in staged.suppliers()]
        items = [item.name for item in staged.items()]

    assert (totals.rows, totals.lines, totals.orders, totals.suppliers, totals.items) == (3, 3, 2, 2, 3)
    assert totals.total_value == Decimal("6751.25")
    assert [line.external_id for line in lines] == ["3", "4", "1"]
    assert suppliers == ["Orgenics, Ltd", "Côté “Pharma” GmbH"]
    assert items == ["HIV 1/2, 100 Tests", "Nevirapine; 240 ml", "Nevirapine | 60 Tabs"]
    assert (lines[1].quantity, lines[1].line_value, lines[1].arrival_date) == (
        Decimal("2.5"),
        Decimal(0),
        None,
    )


@pytest.mark.parametrize(
    ("records", "repeated", "left_out"),
    [
        ([record("1", "A"), record("2", "A")], 0, []),
        ([record("1", "A"), record("1", "A")], 1, []),
        ([record("1", "A"), record("1", "A", quantity="5.0")], 1, []),
        ([record("1", "A"), record("1", "A", quantity="6")], 0, [(3, Reason.CONTRADICTS_LINE)]),
        ([record("1", "A"), record("2", "A", supplier="Bolt")], 0, [(3, Reason.OTHER_SUPPLIER)]),
        ([record("1", "A"), record("2", "A", supplier=" ACME ")], 0, []),
        (
            [record("1", ""), record("2", "A", quantity="0")],
            0,
            [(2, Reason.NO_ORDER), (3, Reason.NO_QUANTITY)],
        ),
    ],
)
def test_the_first_row_stands_and_a_later_one_may_not_contradict_it(
    tmp_path: Path, records: Sequence[Record], repeated: int, left_out: list[tuple[int, Reason]]
) -> None:
    with stage(write_text(tmp_path / "history", records)) as staged:
        totals = staged.totals()

        assert list(staged.left_out()) == left_out
        assert totals.repeated == repeated
        assert totals.rows == totals.lines + totals.repeated + totals.left_out == len(records)
        assert totals.total_value == (10 * totals.lines if totals.lines else None)


def test_an_order_has_one_currency(tmp_path: Path) -> None:
    records = [(*record("1", "A"), "EUR"), (*record("2", "A"), "USD"), (*record("3", "B"), "usd")]
    with stage(write_text(tmp_path / "history", records, headers=(*HEADERS, "Currency"))) as staged:
        totals = staged.totals()

        assert list(staged.left_out()) == [(3, Reason.OTHER_CURRENCY)]
        assert totals.values == {"EUR": Decimal(10), "USD": Decimal(10)}
        assert totals.total_value is None


def test_empty_rows_are_no_rows_and_the_others_keep_their_numbers(tmp_path: Path) -> None:
    path = write_text(tmp_path / "history", [("",) * 9, record("1", "A"), (" ",) * 9, record("", "")])
    with stage(path) as staged:
        assert staged.totals().rows == 2
        assert [line.row for line in staged.lines()] == [3]
        assert list(staged.left_out()) == [(5, Reason.NO_ORDER)]


def test_a_date_column_is_settled_by_a_row_far_below(tmp_path: Path) -> None:
    days = [date(2014, 3, 4)] * 500 + [date(2014, 3, 25)]
    records = [(str(n), "A", "Acme", "Kit", "1", "1", day, DAY, DAY) for n, day in enumerate(days)]
    with stage(write_text(tmp_path / "history", records, Style(date_format="%m/%d/%Y"))) as staged:
        # The agreed dates are all of one day that could be two: they stay unread, whatever their neighbour tells.
        assert staged.totals().lines == 0
        assert {reason for _row, reason in staged.left_out()} == {Reason.NO_AGREED_DATE}
        assert {text for _row, _column, text in staged.unreadable()} == {"06/02/2006"}
    with stage(tmp_path / "history", date_order=DateOrder.MONTH_FIRST) as staged:
        assert [line.ordered_date for line in staged.lines()] == days
        assert list(staged.unreadable()) == []


def test_a_thousand_with_a_sign_is_read_as_its_neighbours_are(tmp_path: Path) -> None:
    records = [
        record("1", "A", quantity="1.234", value="0,5"),
        record("2", "B", quantity="2.000", value="1,5"),
    ]
    with stage(write_text(tmp_path / "history", records, Style(delimiter=";"))) as staged:
        assert [line.quantity for line in staged.lines()] == [Decimal(1234), Decimal(2000)]
    records = [record("1", "A", quantity="1.234", value="1")]
    with stage(write_text(tmp_path / "history", records, Style(delimiter=";"))) as staged:
        assert list(staged.unreadable()) == [(2, "Line Item Quantity", "1.234")]


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, float]] = []
    path = write_text(tmp_path / "history", [record(str(n), "A") for n in range(1000)])
    with stage(path, progress=lambda rows, share: told.append((rows, share))):
        shares = [share for _rows, share in told]

    assert shares == sorted(shares)
    assert len(shares) > 4
    assert told[-1] == (1000, 1.0)


@pytest.mark.parametrize(("header", "currency"), [("Line Value (EUR)", "EUR"), ("Line Value", "USD")])
def test_the_currency_is_the_header_s_or_else_the_dollar(tmp_path: Path, header: str, currency: str) -> None:
    headers = [header if name == "Line Item Value" else name for name in HEADERS]
    path = write_text(tmp_path / "history", [record("1", "A")], headers=headers)
    with stage(path) as staged:
        assert staged.totals().values == {currency: Decimal(10)}


def test_the_caller_may_say_the_currency(tmp_path: Path) -> None:
    path = write_text(tmp_path / "history", [record("1", "A")])
    with stage(path, currency="CHF") as staged:
        assert staged.totals().values == {"CHF": Decimal(10)}
    with pytest.raises(RuleBroken, match="ISO 4217"), stage(path, currency="XYZ"):
        pytest.fail("an unknown currency was taken")


def test_strings_that_break_programs_are_kept_as_the_names_they_are(tmp_path: Path) -> None:
    names = [
        "=cmd|' /C calc'!A0",
        "'; drop table line; --",
        "<b>x</b>",
        "%(name)s",
        "Ω≈ç√",
        "🤷‍♀️",
        "\u202etest",
    ]
    records = [record(str(n), f"O-{n}", supplier=name) for n, name in enumerate(names)]
    with stage(write_text(tmp_path / "history", records)) as staged:
        assert [supplier.name for supplier in staged.suppliers()] == names
