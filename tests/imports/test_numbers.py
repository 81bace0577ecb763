"""Numbers: exact, with the decimal sign settled by the column, and never guessed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.imports.cells.numbers import NumberEvidence, common_sign, read_number, split_mark
from portal.imports.currencies import marks_of

NUMBERS = st.decimals(-(10**11), 10**11, places=4)


def sign_of(*texts: str) -> str | None:
    evidence = NumberEvidence()
    for text in texts:
        evidence.see(text)
    return evidence.sign


def written(value: Decimal, sign: str, group: str) -> str:
    return f"{value:,f}".replace(",", "G").replace(".", sign).replace("G", group)


@given(value=NUMBERS, sign=st.sampled_from(".,"), group=st.sampled_from(["", ".", ",", " ", "\u00a0", "’"]))
def test_every_number_comes_back_exactly_from_every_locale(value: Decimal, sign: str, group: str) -> None:
    group = "" if group == sign else group

    assert read_number(written(value, sign, group), sign) == value


@given(value=NUMBERS, sign=st.sampled_from(".,"), group=st.sampled_from(["", " "]))
def test_without_a_sign_a_number_is_right_or_unread(value: Decimal, sign: str, group: str) -> None:
    assert read_number(written(value, sign, group)) in (value, None)


@given(st.lists(NUMBERS), st.sampled_from([(".", ","), (",", ".")]))
def test_what_a_column_tells_is_never_wrong(values: list[Decimal], signs: tuple[str, str]) -> None:
    texts = [written(value, *signs) for value in values]
    sign = sign_of(*texts)

    assert sign in (signs[0], None)
    assert all(read_number(text, sign) in (value, None) for text, value in zip(texts, values, strict=True))


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_is_not(text: str) -> None:
    assert isinstance(read_number(text), Decimal | None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", "0"),
        ("007", "7"),
        ("551", "551"),
        (" 0.97 ", "0.97"),
        ("0,97", "0.97"),
        ("0,500", "0.5"),
        (".5", "0.5"),
        ("+5", "5"),
        ("-5.25", "-5.25"),
        ("(5.25)", "-5.25"),
        ("1,234.50", "1234.5"),
        ("1.234,50", "1234.5"),
        ("1,234,567", "1234567"),
        ("1 234,5", "1234.5"),
        ("999999999999.5", None),
        ("999999999999", "999999999999"),
        ("123456789012.123456", "123456789012.123456"),
        ("123456789012.1234567", None),
        ("1000000000000", None),
        ("9" * 30, None),
        ("1,234", None),
        ("1.234", None),
        ("1,23,456", None),
        ("1,234.567,8", None),
        ("1.5.2", None),
        ("0,123,456", None),
        ("5-", None),
        ("--5", None),
        ("1e5", None),
        ("NaN", None),
        ("∞", None),
        ("٥", None),
        ("", None),
        (".", None),
        ("-", None),
        ("12 pcs", None),
        ("Weight Captured Separately", None),
        ("Freight Included in Commodity Cost", None),
        ("See ASN-93 (ID#:1281)", None),
    ],
)
def test_a_text_that_can_be_only_one_number_needs_no_column(text: str, number: str | None) -> None:
    assert read_number(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        ((), None),
        (("1", "20", "1,234", "2.345"), None),
        (("1,234", "0.97"), "."),
        (("1.234", "0,97"), ","),
        (("1.234", "$1,234.50"), "."),
        (("0.97", "0,97"), None),
        (("0.97", "Invoiced Separately", ""), "."),
    ],
)
def test_a_column_tells_its_decimal_sign_only_where_all_its_cells_agree(
    texts: tuple[str, ...], sign: str | None
) -> None:
    assert sign_of(*texts) == sign


@pytest.mark.parametrize(
    ("signs", "common"),
    [([], None), ([None], None), ([".", None], "."), ([".", ","], None), ([",", ","], ",")],
)
def test_columns_that_agree_lend_their_sign(signs: list[str | None], common: str | None) -> None:
    assert common_sign(signs) == common


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (19.0, "19"),
        (0.97, "0.97"),
        (0.1 + 0.2, "0.3"),
        (1627584457.29, "1627584457.29"),
        (1e300, None),
        (True, None),
    ],
)
def test_a_workbooks_number_is_what_the_spreadsheet_shows(cell: float, number: str | None) -> None:
    assert read_number(cell) == (None if number is None else Decimal(number))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("$1,234.50", ("$", "1,234.50")),
        ("1.234,50 €", ("€", "1.234,50")),
        ("USD 5", ("USD", "5")),
        ("5 EUR", ("EUR", "5")),
        ("5", (None, "5")),
        ("USD 5 EUR", (None, "USD 5 EUR")),
    ],
)
def test_a_currency_beside_a_number_is_taken_off(text: str, parts: tuple[str | None, str]) -> None:
    assert split_mark(text) == parts


@pytest.mark.parametrize(("currency", "mark"), [("USD", "$"), ("USD", "US$"), ("EUR", "€"), ("ZAR", "ZAR")])
def test_a_currency_has_its_code_and_its_sign(currency: str, mark: str) -> None:
    assert mark in marks_of(currency)
    assert "$" not in marks_of("CAD")
