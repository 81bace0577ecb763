"""Exact decimals: parsing what people type, rounding to a currency, and the arithmetic of a priced line.

Quantities and unit prices have up to 6 decimals, amounts the decimals of their currency (ISO 4217). A number
has at most 18 digits in all; more is refused. A line is rounded half-up once; totals add rounded lines.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

SCALE = 6
MAX_DIGITS = 18
STEP = Decimal(1).scaleb(-SCALE)
LIMIT = Decimal(10) ** (MAX_DIGITS - SCALE)
PRICE_BASES = (1, 100, 1000)

# The decimals of the active ISO 4217 currencies that do not have two (ISO 4217 list one, column "minor unit").
MINOR_UNITS = {
    **dict.fromkeys(
        (
            "BIF",
            "CLP",
            "DJF",
            "GNF",
            "ISK",
            "JPY",
            "KMF",
            "KRW",
            "PYG",
            "RWF",
            "UGX",
            "UYI",
            "VND",
            "VUV",
            "XAF",
            "XOF",
            "XPF",
        ),
        0,
    ),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
    "CLF": 4,
    "UYW": 4,
}

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def minor_units(currency: str) -> int:
    """How many decimals an amount in this ISO 4217 currency has."""
    return MINOR_UNITS.get(currency, 2)


def exact(value: Decimal) -> Decimal:
    """The value with 6 decimals, as it is stored.

    ``RuleBroken`` for more than 6 decimals, more than 18 digits, or anything that is not a finite number: a
    stored number is never silently another one than the one that was given.
    """
    if not value.is_finite():
        raise RuleBroken(_("This is not a number."))
    if abs(value) >= LIMIT:
        raise RuleBroken(_("This number is too large: at most 12 digits before the decimal sign."))
    with localcontext(_WIDE):
        stored = value.quantize(STEP)
    if stored != value:
        raise RuleBroken(_("At most 6 decimals are kept; please round the number yourself."))
    return stored


def round_to(value: Decimal, digits: int) -> Decimal:
    """``value`` rounded half-up to ``digits`` decimals."""
    with localcontext(_WIDE):
        return value.quantize(Decimal(1).scaleb(-digits))


def round_amount(value: Decimal, currency: str) -> Decimal:
    """``value`` rounded half-up to the decimals of its currency."""
    return round_to(value, minor_units(currency))


def line_amount(quantity: Decimal, price: Decimal, per: int, currency: str) -> Decimal:
    """What ``quantity`` costs at ``price`` per 1, 100 or 1,000 units, rounded half-up once to the currency.

    Quantity and price are in the same unit. ``RuleBroken`` where ``per`` is none of the three.
    """
    if per not in PRICE_BASES:
        raise RuleBroken(_("A price is per 1, 100 or 1,000."), "price_per")
    with localcontext(_WIDE):
        return round_amount(quantity * price / per, currency)


_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?")


def parse_decimal(text: str, decimal_sign: str = ".", group_sign: str = ",") -> Decimal:
    """The number a person typed, by the signs of the reader's locale.

    Spaces and apostrophes group; the group sign only groups thousands in threes. What could be read in two
    ways is asked back with ``RuleBroken`` and never guessed: where the decimal sign is a point, "2,55" is
    neither 255 nor 2.55, and "2,550" is asked back as well since half the world reads it the other way.
    """
    cleaned = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    if not cleaned:
        raise RuleBroken(_("Please give a number."))
    if group_sign in cleaned:
        cleaned = _without_groups(cleaned, decimal_sign, group_sign)
    plain = cleaned.replace(decimal_sign, ".")
    if cleaned.count(decimal_sign) > 1 or not _PLAIN.fullmatch(plain) or not plain.isascii():
        raise RuleBroken(_("“%(text)s” is not a number.", text=text.strip()[:40]))
    return exact(Decimal(plain))


def _without_groups(text: str, decimal_sign: str, group_sign: str) -> str:
    whole, _sign, fraction = text.partition(decimal_sign)
    groups = whole.lstrip("+-").split(group_sign)
    grouped = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    settled = len(groups) > 2 or decimal_sign in text
    if not grouped or not settled or group_sign in fraction:
        raise RuleBroken(
            _(
                "Is “%(text)s” meant with “%(sign)s” as the decimal sign? Please write it as %(example)s.",
                text=text[:40],
                sign=group_sign,
                example=f"1234{decimal_sign}56",
            )
        )
    return whole.replace(group_sign, "") + _sign + fraction


_LIKE_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(\D)\d\d0")


def check_thousands(text: str, decimal_sign: str = ".") -> None:
    """``RuleBroken`` for a typed number such as "1.000" or "2.500" where the point is the decimal sign.

    Half the world reads a thousand there, and nobody ends a decimal fraction of three digits in a nought.
    """
    match = _LIKE_THOUSANDS.fullmatch(text.strip())
    if match is None or match[1] != decimal_sign:
        return
    plain = text.strip()
    raise RuleBroken(
        _(
            "Is “%(text)s” %(small)s or %(large)s? Please write it in one of these two ways.",
            text=plain,
            small=plain.rstrip("0").rstrip(decimal_sign),
            large=plain.replace(decimal_sign, ""),
        )
    )
