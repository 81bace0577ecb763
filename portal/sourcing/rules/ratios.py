"""Exact ratios between units, by their dimension or by the factors that the buyer gave an item."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from fractions import Fraction

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import round_to
from portal.units import unit

_WIDE = Context(prec=80, rounding=ROUND_HALF_UP)


def ratio(source: str, target: str, factors: Mapping[str, Decimal] | None = None) -> Fraction:
    """How many ``target`` units make one ``source`` unit, both UN/ECE Recommendation 20 codes, exactly.

    ``factors`` says for units of the item how many stock units one of it makes (the stock unit itself with 1).
    ``RuleBroken`` at ``unit`` where neither the dimension nor the item leads from one to the other.
    """
    direct = _by_dimension(source, target)
    if direct is not None:
        return direct
    here, there = (_in_stock_units(code, factors or {}) for code in (source, target))
    if here is None or there is None:
        raise RuleBroken(
            _(
                "%(source)s does not convert into %(target)s.",
                source=unit(source).name,
                target=unit(target).name,
            ),
            "unit",
        )
    return here / there


def _by_dimension(source: str, target: str) -> Fraction | None:
    if source == target:
        return Fraction(1)
    here, there = unit(source), unit(target)
    if here.dimension is None or here.dimension != there.dimension:
        return None
    return Fraction(here.factor) / Fraction(there.factor)


def _in_stock_units(code: str, factors: Mapping[str, Decimal]) -> Fraction | None:
    if code in factors:
        return Fraction(factors[code])
    for known, factor in sorted(factors.items()):
        steps = _by_dimension(code, known)
        if steps is not None:
            return steps * Fraction(factor)
    return None


def rounded(value: Fraction, digits: int) -> Decimal:
    """An exact fraction as a decimal with ``digits`` decimals, rounded half-up once."""
    with localcontext(_WIDE):
        return round_to(Decimal(value.numerator) / Decimal(value.denominator), digits)
