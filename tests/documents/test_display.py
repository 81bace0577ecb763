"""How dates, numbers and texts are written on paper."""

from datetime import date
from decimal import Decimal

import pytest
from babel import Locale

from portal.documents import display

DAY = date(2026, 3, 4)


@pytest.mark.parametrize(
    ("tag", "written"),
    [("en", "4 Mar 2026"), ("en_US", "4 Mar 2026"), ("de", "04.03.2026"), ("cs", "4. 3. 2026")],
)
def test_dates(tag: str, written: str) -> None:
    assert display.written_date(DAY, Locale.parse(tag)).replace("\xa0", " ") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [("240", "240"), ("12500", "12,500"), ("1997.100", "1,997.1"), ("0.000001", "0.000001"), ("-3", "-3")],
)
def test_quantities(value: str, written: str) -> None:
    assert display.written_number(Decimal(value), Locale("en")) == written


@pytest.mark.parametrize(
    ("value", "currency", "written"),
    [
        ("48.75", "EUR", "48.75"),
        ("31.245", "EUR", "31.245"),
        ("7", "EUR", "7.00"),
        ("7", "JPY", "7"),
        ("7.5", "KWD", "7.500"),
        ("999999999999.999999", "EUR", "999,999,999,999.999999"),
        ("-120", "EUR", "-120.00"),
    ],
)
def test_amounts_and_prices(value: str, currency: str, written: str) -> None:
    assert display.written_amount(Decimal(value), currency, Locale("en")) == written


def test_numbers_follow_the_language() -> None:
    assert display.written_amount(Decimal("1184.5"), "EUR", Locale("de")) == "1.184,50"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pump", "Pump"),
        ("two\r\nlines\u2028more\x0b", "two\nlines\nmore\n"),
        ("a\x00b\x1bc\x7f\x9fd", "abcd"),
        ("100\u202e001", "100001"),
        ("\u2066x\u2069\u202a", "x"),
        ("a\tb", "a\tb"),
        ("שלום", "\u2068שלום\u2069"),
        ("Acme\nشركة ABC", "\u2068Acme\u2069\n\u2068شركة ABC\u2069"),
    ],
)
def test_texts(text: str, shown: str) -> None:
    assert display.shown(text) == shown


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("Pump", "ltr"),
        ("12 שלום", "rtl"),
        ("(شركة) ABC", "rtl"),
        ("ABC شركة", "ltr"),
        ("12 %", "ltr"),
        ("", "ltr"),
    ],
)
def test_direction_is_that_of_the_first_letter(text: str, direction: str) -> None:
    assert display.direction(text) == direction
