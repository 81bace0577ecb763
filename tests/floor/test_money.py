"""Exact decimals: what is typed, stored and rounded, beside fractions that know of no rounding."""

from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import money
from portal.errors import RuleBroken
from portal.money import (
    check_thousands,
    exact,
    line_amount,
    minor_units,
    parse_decimal,
    round_amount,
    round_to,
)

LARGEST = D("999999999999.999999")
stored = st.decimals(-LARGEST, LARGEST, places=6, allow_nan=False, allow_infinity=False)


def half_up(value: Fraction, digits: int) -> Fraction:
    """Rounded to so many decimals, halves away from zero."""
    shifted = abs(value) * 10**digits
    rounded = (shifted + Fraction(1, 2)).__floor__()
    return Fraction(-rounded if value < 0 else rounded, 10**digits)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("EUR", 2), ("USD", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("UYW", 4), ("XXX", 2)],
)
def test_a_currency_has_its_own_decimals(currency, digits):
    assert minor_units(currency) == digits
    assert round_amount(D("1.00005"), currency) == round_to(D("1.00005"), digits)


@given(stored)
def test_what_can_be_stored_is_stored_as_it_is(value):
    assert exact(value) == value
    assert exact(value).as_tuple().exponent == -6


def refused(act, *arguments) -> str:
    with pytest.raises(RuleBroken) as refusal:
        act(*arguments)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("NaN", "This is not a number."),
        ("Infinity", "This is not a number."),
        ("-Infinity", "This is not a number."),
        ("1000000000000", "This number is too large: at most 12 digits before the decimal sign."),
        ("-1000000000000", "This number is too large: at most 12 digits before the decimal sign."),
        ("999999999999.9999999", "At most 6 decimals are kept; please round the number yourself."),
        ("0.0000001", "At most 6 decimals are kept; please round the number yourself."),
        ("-0.1234567", "At most 6 decimals are kept; please round the number yourself."),
    ],
)
def test_what_cannot_be_stored_is_refused(value, sentence):
    assert refused(exact, D(value)) == sentence


@pytest.mark.parametrize(
    ("value", "digits", "rounded"), [("1234.5", 0, "1235"), ("-1234.5", 0, "-1235"), ("0.125", 2, "0.13")]
)
def test_halves_go_away_from_zero(value, digits, rounded):
    assert str(round_to(D(value), digits)) == rounded


def test_no_digit_is_lost_on_the_way_to_an_amount():
    """Of 36 digits, which a product may have, the last decides."""
    largest = D("999999999999.999999")
    assert line_amount(largest, largest, 1, "EUR") == D("999999999999999998000000.00")
    assert round_to(D("1e35") + D("0.5"), 0) == D("1e35") + 1


@given(stored, st.integers(0, 6))
def test_rounding_is_half_up_on_both_sides_of_zero(value, digits):
    rounded = round_to(value, digits)
    assert Fraction(rounded) == half_up(Fraction(value), digits)
    assert rounded.as_tuple().exponent == -digits


@given(
    quantity=st.decimals(0, LARGEST, places=6),
    price=st.decimals(0, LARGEST, places=6),
    per=st.sampled_from(money.PRICE_BASES),
    currency=st.sampled_from(["EUR", "JPY", "KWD", "CLF"]),
)
def test_a_line_is_rounded_once(quantity, price, per, currency):
    whole = Fraction(quantity) * Fraction(price) / per
    assert Fraction(line_amount(quantity, price, per, currency)) == half_up(whole, minor_units(currency))


@pytest.mark.parametrize("per", [0, -1, 10, 999, 10_000])
def test_a_price_has_one_of_three_bases(per):
    with pytest.raises(RuleBroken) as refusal:
        line_amount(D(1), D(1), per, "EUR")
    assert (refusal.value.field, str(refusal.value)) == ("price_per", "A price is per 1, 100 or 1,000.")


@pytest.mark.parametrize(
    ("typed", "signs", "number"),
    [
        ("0", ".,", "0"),
        ("-1,234.5", ".,", "-1234.5"),
        ("+1,234,567", ".,", "1234567"),
        ("-12.5", ".,", "-12.5"),
        ("+7", ".,", "7"),
        (" 1 234.5 ", ".,", "1234.5"),
        ("1\u00a0234\u202f567", ".,", "1234567"),
        ("1'234’567.25", ".,", "1234567.25"),
        ("1,234.5", ".,", "1234.5"),
        ("-1,234,567", ".,", "-1234567"),
        ("1.234,5", ",.", "1234.5"),
        ("12,5", ",.", "12.5"),
        ("1.234.567", ",.", "1234567"),
        ("123,456,789.123456", ".,", "123456789.123456"),
        ("999999999999.999999", ".,", "999999999999.999999"),
    ],
)
def test_a_number_is_read_by_the_signs_of_its_reader(typed, signs, number):
    assert parse_decimal(typed, *signs) == D(number)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please give a number."),
        (" \u202f", "Please give a number."),
        ("1.2.3", "“1.2.3” is not a number."),
        ("1e5", "“1e5” is not a number."),
        (" ten ", "“ten” is not a number."),
        (".5", "“.5” is not a number."),
        ("5.", "“5.” is not a number."),
        ("٣", "“٣” is not a number."),
        ("++1", "“++1” is not a number."),
        ("x" * 50, f"“{'x' * 40}” is not a number."),
        ("1.1234567", "At most 6 decimals are kept; please round the number yourself."),
    ],
)
def test_what_is_no_number_is_refused(typed, sentence):
    assert refused(parse_decimal, typed) == sentence


@pytest.mark.parametrize(
    ("typed", "signs", "example"),
    [
        ("2,55", ".,", "1234.56"),
        ("2,550", ".,", "1234.56"),
        ("-2,550", ".,", "1234.56"),
        ("2.550", ",.", "1234,56"),
        ("1234,567.0", ".,", "1234.56"),
        (",234.5", ".,", "1234.56"),
        ("1,23,456", ".,", "1234.56"),
        ("1,234.567,8", ".,", "1234.56"),
        ("1," + "2" * 60, ".,", "1234.56"),
    ],
)
def test_what_could_be_read_in_two_ways_is_asked_back(typed, signs, example):
    assert refused(parse_decimal, typed, *signs) == (
        f"Is “{typed[:40]}” meant with “{signs[1]}” as the decimal sign? Please write it as {example}."
    )


@given(stored)
def test_what_was_written_is_read_back(value):
    assert parse_decimal(format(value, "f")) == value


@pytest.mark.parametrize(
    ("typed", "small", "large"),
    [
        ("1.000", "1", "1000"),
        (" 2.500 ", "2.5", "2500"),
        ("-12.340", "-12.34", "-12340"),
        ("+999.990", "+999.99", "+999990"),
    ],
)
def test_a_typed_thousand_is_asked_back(typed, small, large):
    sentence = f"Is “{typed.strip()}” {small} or {large}? Please write it in one of these two ways."
    assert refused(check_thousands, typed) == sentence
    asked = sentence.partition("?")[0].replace(".", ",")
    assert refused(check_thousands, typed.replace(".", ","), ",").startswith(asked)


@pytest.mark.parametrize(
    "typed",
    [
        "1000",
        "1.00",
        "1.001",
        "0.500",
        "0.250",
        "1234.000",
        "1000.000",
        "1.0000",
        "1.500.000",
        "1,000.000",
        "1,000",
        "",
    ],
)
def test_what_nobody_reads_as_a_thousand_passes(typed):
    check_thousands(typed)
