"""Currencies as files name them: codes, signs beside a number, and words at the end of a header."""

from functools import cache


@cache
def codes() -> frozenset[str]:
    """The alphabetic codes of ISO 4217."""
    import pycountry  # Read when a file is: its tables take a tenth of a second to load.

    return frozenset(currency.alpha_3 for currency in pycountry.currencies)


@cache
def marks_of(currency: str) -> frozenset[str]:
    """How an ISO 4217 currency may be marked beside its numbers: by its code, and by its sign in English."""
    from babel.numbers import get_currency_symbol

    marks = frozenset({currency, get_currency_symbol(currency, "en")})
    return marks | {"US$"} if currency == "USD" else marks


def said_by(words: str) -> str | None:
    """The currency that a header such as "freight cost usd" ends in; a header that is only a code says none."""
    rest, _space, last = words.rpartition(" ")
    return last.upper() if rest and last.upper() in codes() else None
