"""What of a row must stand, and what its values are kept as."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from portal.imports.cells.evidence import settle
from portal.imports.cells.values import Cells
from portal.imports.columns import find_layout
from portal.imports.deliveries.fields import DELIVERIES
from portal.imports.deliveries.rules import (
    SENTENCES,
    Reading,
    Reason,
    current_incoterm,
    read_line,
    reason_to_leave_out,
)
from portal.imports.deliveries.units import unit_code
from tests.imports.histories import table_of

GOOD: dict[str, Any] = dict.fromkeys(field.name for field in DELIVERIES.fields) | {
    "order_number": "SCMS-4",
    "external_id": "1",
    "supplier": "Orgenics",
    "item": "Kit",
    "quantity": Decimal(19),
    "line_value": Decimal(551),
    "agreed_date": date(2006, 6, 2),
    "arrival_date": date(2006, 6, 2),
}

ROW = {
    "id": "1",
    "order": "SCMS-4",
    "vendor": "Orgenics",
    "item": "Kit",
    "quantity": "19",
    "line item value": "551.5",
    "scheduled delivery date": "2-Jun-06",
    "delivered to client date": "3-Jun-06",
}


def reading_of(currency: str = "USD", beyond: tuple[str, ...] = (), **changes: str) -> tuple[Reading, Cells]:
    row = ROW | {name.replace("_", " "): value for name, value in changes.items()}
    table = table_of(list(row), [*row.values(), *beyond])
    layout = find_layout([table], DELIVERIES, {})
    _header, data = table.rows()
    cells = Cells(data, layout, settle(layout, [data], None))
    return read_line(data.number, cells, currency), cells


@pytest.mark.parametrize(
    ("changes", "unreadable", "reason"),
    [
        ({}, (), None),
        ({"arrival_date": None}, (), None),
        ({"line_value": Decimal(0)}, (), None),
        ({"ordered_date": None}, ("ordered_date", "freight", "weight_kg"), None),
        ({"order_number": None}, (), Reason.NO_ORDER),
        ({"external_id": None}, (), Reason.NO_KEY),
        ({"supplier": None}, (), Reason.NO_SUPPLIER),
        ({"item": None}, (), Reason.NO_ITEM),
        ({"quantity": None}, ("quantity",), Reason.NO_QUANTITY),
        ({"quantity": Decimal(0)}, (), Reason.NO_QUANTITY),
        ({"quantity": Decimal(-1)}, (), Reason.NO_QUANTITY),
        ({"line_value": None}, ("line_value",), Reason.NO_VALUE),
        ({"agreed_date": None}, (), Reason.NO_AGREED_DATE),
        ({"arrival_date": None}, ("arrival_date",), Reason.UNREADABLE_ARRIVAL),
        ({}, ("received_quantity",), Reason.UNREADABLE_RECEIPT),
        ({"received_quantity": Decimal(-1)}, (), Reason.UNREADABLE_RECEIPT),
        ({"received_quantity": Decimal(0)}, (), None),
        ({"line_value": Decimal("-0.01")}, (), Reason.NEGATIVE),
        ({"unit_price": Decimal(-1)}, (), Reason.NEGATIVE),
        ({"quantity": Decimal("0.000001"), "line_value": Decimal(10**7)}, (), Reason.NO_PRICE),
        ({"quantity": Decimal("0.000001"), "line_value": Decimal(10**7), "pack_price": Decimal(1)}, (), None),
    ],
)
def test_a_row_stands_or_has_one_reason(
    changes: dict[str, Any], unreadable: tuple[str, ...], reason: Reason | None
) -> None:
    assert reason_to_leave_out(GOOD | changes, "USD", unreadable) == reason


@pytest.mark.parametrize("currency", ["", "US", "DOLLARS", "ZZZ"])
def test_a_currency_is_an_iso_code(currency: str) -> None:
    assert reason_to_leave_out(GOOD, currency, ()) == Reason.NO_CURRENCY


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ("EXW", "EXW"),
        ("fca Hamburg", "FCA"),
        ("DDU", None),
        ("N/A - From RDC", None),
        ("", None),
        (None, None),
    ],
)
def test_an_incoterm_is_one_of_2020(told: str | None, code: str | None) -> None:
    assert current_incoterm(told) == code


def test_a_term_that_2020_no_longer_has_is_kept_as_told() -> None:
    line = reading_of(vendor_inco_term="DDU")[0].line

    assert line
    assert (line.incoterm, line.incoterm_told) == (None, "DDU")


def test_words_in_a_number_are_missing_and_set_aside_with_what_was_found() -> None:
    reading, cells = reading_of(
        freight_cost="See ASN-93 (ID#:1281)", insurance="", order_date="N/A - From RDC"
    )

    assert reading.line
    assert (reading.line.freight, reading.line.insurance, reading.line.ordered_date) == (None, None, None)
    assert sorted(cells.unreadable.values()) == [
        (2, "freight cost", "See ASN-93 (ID#:1281)"),
        (2, "order date", "N/A - From RDC"),
    ]


def test_everything_unreadable_is_told_of_a_row_that_is_left_out_as_well() -> None:
    reading, cells = reading_of(quantity="some", delivered_to_client_date="soon", mode="#N/A", site="x" * 201)

    assert reading == (None, Reason.NO_QUANTITY, 0)
    assert {name: text for name, (_row, _column, text) in cells.unreadable.items()} == {
        "quantity": "some",
        "arrival_date": "soon",
        "mode": "#N/A",
        "site": "x" * 200,
    }


def test_numbers_are_rounded_half_up_once_and_counted() -> None:
    reading = reading_of(line_item_value="551.005", unit_price="0.3333335", pack_price="2.10")[0]

    assert reading.line
    assert (reading.line.line_value, reading.line.unit_price) == (Decimal("551.01"), Decimal("0.333334"))
    assert reading.rounded == 2


def test_a_currency_without_decimals_is_rounded_to_none() -> None:
    line = reading_of(currency="JPY", line_item_value="551.5")[0].line

    assert line
    assert (line.line_value, line.currency) == (Decimal(552), "JPY")


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"line_item_value": "$551.50"}, Decimal("551.5")),
        ({"line_item_value": "551,50 €"}, None),
        ({"line_item_value": "€551.50", "currency": "eur"}, Decimal("551.5")),
        ({"freight_cost_usd": "12", "currency": "EUR"}, Decimal("551.5")),
    ],
)
def test_an_amount_in_another_currency_is_not_taken(changes: dict[str, str], value: Decimal | None) -> None:
    reading = reading_of(**changes)[0]

    assert (reading.line and reading.line.line_value) == value
    assert reading.line is None or reading.line.freight is None


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({"pack_price": "29.5", "unit_price": "0.97", "units_per_pack": "30"}, Decimal("29.5")),
        ({"unit_price": "29.25"}, Decimal("29.25")),
        ({"unit_price": "0.97", "units_per_pack": "30"}, Decimal("29.026316")),
        ({}, Decimal("29.026316")),
        ({"pack_price": "0"}, Decimal(0)),
    ],
)
def test_the_price_is_that_of_what_is_counted(changes: dict[str, str], price: Decimal) -> None:
    line = reading_of(**changes)[0].line

    assert line
    assert (line.price, line.line_value) == (price, Decimal("551.5"))


@pytest.mark.parametrize(
    ("changes", "arrived", "in_full"),
    [
        ({}, Decimal(19), True),
        ({"delivered_to_client_date": ""}, Decimal(0), False),
        ({"quantity_received": "18.5"}, Decimal("18.5"), False),
        ({"quantity_received": "20"}, Decimal(20), True),
        ({"quantity_received": ""}, Decimal(19), True),
    ],
)
def test_what_has_arrived(changes: dict[str, str], arrived: Decimal, in_full: bool) -> None:
    line = reading_of(**changes)[0].line

    assert line
    assert (line.arrived_quantity, line.delivered_in_full) == (arrived, in_full)


@pytest.mark.parametrize(
    ("unit", "pack", "code"),
    [
        ("kg", "", "KGM"),
        ("KGM", "", "KGM"),
        ("Pcs", "", "H87"),
        ("", "30", "XPK"),
        ("", "", "C62"),
        ("Karton", "", "C62"),
    ],
)
def test_a_unit_is_a_code_of_recommendation_20(unit: str, pack: str, code: str) -> None:
    reading, cells = reading_of(unit=unit, units_per_pack=pack)

    assert reading.line
    assert unit_code(reading.line.unit, reading.line.pack_size) == code
    assert ("unit" in cells.unreadable) is (unit == "Karton")


def test_a_line_without_a_number_of_its_own_is_known_by_its_order() -> None:
    line = reading_of(id="", line_number="10")[0].line

    assert line
    assert line.external_id == "SCMS-4/10"


def test_an_item_may_be_known_by_its_number_alone() -> None:
    line = reading_of(item="", item_number="K-7")[0].line

    assert line
    assert (line.item, line.item_key) == ("K-7", "#K-7")


def test_spaces_and_control_signs_do_not_make_another_supplier() -> None:
    one, other = reading_of(vendor=" Acme\u00a0\n Ltd\x00")[0].line, reading_of(vendor="ACME LTD")[0].line

    assert one
    assert other
    assert one.supplier == "Acme Ltd"
    assert one.supplier_key == other.supplier_key


def test_a_cell_beyond_the_last_column_means_that_the_row_has_shifted() -> None:
    assert reading_of(beyond=("", " "))[0].line
    assert reading_of(beyond=("", "3-Jun-06"))[0].reason is Reason.TOO_WIDE
