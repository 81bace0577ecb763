"""How texts, dates and numbers are written on paper, in the language of the document."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_precision
from markupsafe import Markup

# Every way to end a line becomes one, so that nothing glues two lines of an address together.
LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")

# Control characters have no picture. Embeddings, overrides and isolates are left out since they could make a
# reader see "001" where "100" is meant; marks (U+200E, U+200F, U+061C), which only help, stay. So do joiners.
UNSHOWN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
STRONG = re.compile(r"[^\W\d_]")


def shown(value: Any) -> Any:
    """``value`` as it is put on paper: a text without what has no picture, anything else as it is.

    A text with letters that run from right to left is isolated, line by line, so that it does not drag the
    words and figures around it along.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    text = UNSHOWN.sub("", LINE_ENDS.sub("\n", value))
    if not RIGHT_TO_LEFT.search(text):
        return text
    return "\n".join(f"\u2068{line}\u2069" for line in text.split("\n"))


def direction(text: str) -> str:
    """The direction of the script to which the first letter of ``text`` belongs: "rtl", otherwise "ltr"."""
    first = STRONG.search(text)
    return "rtl" if first and RIGHT_TO_LEFT.match(first[0]) else "ltr"


def written_date(value: date, locale: Locale) -> str:
    """A calendar date with the month in letters where the language has it so, and never in doubt."""
    pattern = "d MMM yyyy" if locale.language == "en" else "medium"
    return format_date(value, pattern, locale)


def written_number(value: Decimal, locale: Locale) -> str:
    """All decimals that ``value`` has, without trailing zeros: a quantity, a percentage."""
    return _with_decimals(value, 0, locale)


def written_amount(value: Decimal, currency: str, locale: Locale) -> str:
    """An amount, or a unit price with up to 6 decimals: never fewer decimals than the currency has."""
    return _with_decimals(value, get_currency_precision(currency), locale)


def _with_decimals(value: Decimal, least: int, locale: Locale) -> str:
    pattern = f"#,##0.{'0' * least}{'#' * (6 - least)}"
    return format_decimal(value, pattern, locale, decimal_quantization=False)
