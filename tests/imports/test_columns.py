"""Columns are found by their names, by what the caller says, and never by guessing."""

import pytest

from portal.errors import RuleBroken
from portal.imports.columns import Field, Form, Kind, Layout, find_layout, normalise, parse_mapping
from portal.imports.deliveries.fields import DELIVERIES
from tests.imports.histories import HEADERS, table_of

FORM = Form(
    fields=(
        Field("order", "order number", ("po number", "order")),
        Field("line", "line", ("line",)),
        Field("id", "line's own number", ("id",)),
        Field("value", "line value", ("value", "amount"), Kind.MONEY),
        Field("note", "note", ("note", "remark")),
    ),
    needs=(("order",), ("id", "line")),
)


def layout_of(*rows: list[str], **mapping: str) -> Layout:
    return find_layout([table_of(*rows)], FORM, mapping)


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("PO / SO #", "po so number"),
        ("po_so_no", "po so number"),
        ("PO...SO..", "po so"),
        ("PoSoNumber", "po so number"),
        ("POSentToVendorDate", "po sent to vendor date"),
        ("  Line  Item Qty. ", "line item quantity"),
        ("Unit of Measure (Per Pack)", "unit of measure per pack"),
        ("\ufeffID", "id"),
        ("Größe №", "grösse number"),
        ("", ""),
    ],
)
def test_headers_are_compared_in_plain_words(header: str, plain: str) -> None:
    assert normalise(header) == plain


def test_the_names_of_every_field_are_normalised_and_belong_to_one_field_only() -> None:
    names = [name for field in DELIVERIES.fields for name in field.names]

    assert [name for name in names if normalise(name) != name] == []
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "headers",
    [
        HEADERS,
        [header.upper() for header in HEADERS],
        [header.lower().replace(" / ", "_").replace(" ", "_").replace("_#", "") for header in HEADERS],
        ["Line ID", "Purchase Order", "Supplier", "Item", "Qty", "Amount (EUR)", "Order Date", "Promised Date",
         "Arrival Date"],
        ["Record No.", "Order No.", "Supplier Name", "Product", "Quantity", "Value", "Ordered", "Due Date",
         "Date Received"],
    ],
)  # fmt: skip
def test_a_history_is_known_by_the_names_of_several_programs(headers: list[str]) -> None:
    layout = find_layout([table_of(headers)], DELIVERIES, {"external_id": headers[0]})

    assert [column.field.name for column in sorted(layout.columns.values(), key=lambda c: c.place)] == [
        "external_id",
        "order_number",
        "supplier",
        "item",
        "quantity",
        "line_value",
        "ordered_date",
        "agreed_date",
        "arrival_date",
    ]


def test_titles_above_the_header_are_passed_over() -> None:
    layout = layout_of(
        ["Report of May"], [], ["", "printed by", "me"], ["Order", "ID", "Amount"], ["1", "2", "3"]
    )

    assert layout.header_row == 4
    assert {name: column.place for name, column in layout.columns.items()} == {
        "order": 0,
        "id": 1,
        "value": 2,
    }


def test_the_sheet_that_names_most_fields_is_taken() -> None:
    notes, data = table_of(["order", "of the day"]), table_of(["order", "id"])

    assert find_layout([notes, data], FORM, {}).table is data


@pytest.mark.parametrize(
    ("header", "currency"),
    [("Value (USD)", "USD"), ("value_eur", "EUR"), ("Value", None), ("Value (kg)", None), ("USD", None)],
)
def test_a_header_may_name_its_currency(header: str, currency: str | None) -> None:
    layout = layout_of(["order", "id", header], value=header)

    assert layout.columns["value"].currency == currency


def test_the_caller_says_which_column_it_is_where_names_differ() -> None:
    layout = layout_of(["Bestellung", "id", "Order", "Amount"], order="Bestellung", note="order")

    assert {name: column.header for name, column in layout.columns.items()} == {
        "order": "Bestellung",
        "id": "id",
        "note": "Order",
        "value": "Amount",
    }


def test_a_mapping_takes_the_header_as_it_stands_before_a_looser_fit() -> None:
    assert layout_of(["Order", "order", "id"], order="order").columns["order"].place == 1


@pytest.mark.parametrize(
    ("headers", "mapping", "sentence"),
    [
        (["id", "amount"], {}, "No column for the order number .* --map order=COLUMN. Found: id, amount"),
        (["order", "amount"], {}, "No column for the line's own number|No column for the .*--map id=COLUMN"),
        (["order", "PO No.", "id"], {}, "Several columns may be the order number: order, PO No."),
        (["order", "id", "note", "remark"], {}, "Several columns may be the note: note, remark"),
        (["order", "id", "Remark", "remark"], {"note": "REMARK"}, "Several columns may be the note"),
        (["order", "id"], {"value": "Betrag"}, "no column “Betrag”. Found: order, id"),
    ],
)
def test_a_missing_or_doubtful_column_is_refused_by_name(
    headers: list[str], mapping: dict[str, str], sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=sentence) as refusal:
        layout_of(headers, **mapping)
    assert refusal.value.field == "map"


def test_a_table_without_rows_is_refused() -> None:
    with pytest.raises(RuleBroken, match="no rows"):
        layout_of(["", " "])


def test_pairs_of_a_mapping_are_split_at_the_first_sign() -> None:
    assert parse_mapping([" order = PO=Nr ", "id=#"], FORM) == {"order": "PO=Nr", "id": "#"}


@pytest.mark.parametrize(
    ("pair", "sentence"),
    [
        ("order", "ours=theirs"),
        ("order=", "ours=theirs"),
        ("ordr=PO", "no field “ordr”. There are: order, line, id, value, note"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(pair: str, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        parse_mapping([pair], FORM)


def test_a_field_is_mapped_once() -> None:
    with pytest.raises(RuleBroken, match="mapped twice"):
        parse_mapping(["order=a", "order=b"], FORM)
