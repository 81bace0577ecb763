"""Finding a supplier or an item by the other program's number, or by name."""

import pytest

from portal.imports.deliveries.register import Names, country_code

NAMES = Names([(1, None, "Acme Ltd"), (2, "V-7", "Weifa A.S."), (3, None, "ACME  ltd")])


@pytest.mark.parametrize(
    ("number", "name", "key"),
    [
        (None, "acme LTD", 1),
        ("V-7", "Weifa renamed", 2),
        (None, "weifa a.s.", 2),
        # A record without a number is the one meant; one with another number is another record of that name.
        ("V-9", "Acme Ltd", 1),
        ("V-9", "Weifa A.S.", None),
        (None, "Nobody", None),
    ],
)
def test_a_number_comes_before_a_name(number: str | None, name: str, key: int | None) -> None:
    assert NAMES.find(number, name) == key


def test_what_is_missing_is_told_once_in_its_first_spelling() -> None:
    wanted = [(None, "New One"), ("V-8", "Other"), (None, "ACME LTD"), (None, "new  one"), ("V-8", "Renamed")]

    assert NAMES.missing(wanted) == [(None, "New One"), ("V-8", "Other")]


@pytest.mark.parametrize(
    ("told", "code"),
    [("Vietnam", "VN"), ("vn", "VN"), ("Côte d'Ivoire", "CI"), ("Narnia", ""), (None, ""), ("", "")],
)
def test_a_country_has_its_code_where_its_name_is_known(told: str | None, code: str) -> None:
    assert country_code(told) == code
