"""A part of a whole, and shares of things that do not add up with each other."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from portal.money import round_amount

RATE_PLACES = 10
ZERO = Decimal(0)

_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_RATE_STEP = Decimal(1).scaleb(-RATE_PLACES)


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """``part ÷ whole`` rounded half-up to 10 decimals; ``None`` where the whole is zero: there is no data."""
    if whole == 0:
        return None
    with localcontext(_WIDE):
        return (part / whole).quantize(_RATE_STEP)


def portion(amount: Decimal, part: Decimal, whole: Decimal, currency: str) -> Decimal:
    """``amount × part ÷ whole``, rounded half-up once to the decimals of its currency (ISO 4217)."""
    with localcontext(_WIDE):
        return round_amount(amount * part / whole, currency)


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a whole (lines, a quantity, an amount) is as it should be."""

    whole: Decimal
    part: Decimal

    @property
    def rate(self) -> Decimal | None:
        """The part as a fraction of the whole, 0 to 1 with 10 decimals; ``None`` where there is no whole."""
        return ratio(self.part, self.whole)


NOTHING = Share(ZERO, ZERO)


@dataclass(frozen=True, slots=True)
class SplitShare:
    """One share for each unit or currency, in alphabetical order of its code."""

    parts: tuple[tuple[str, Share], ...]

    @property
    def total(self) -> Share | None:
        """The share over everything; ``None`` over several units or currencies, which do not add."""
        if len(self.parts) > 1:
            return None
        return self.parts[0][1] if self.parts else NOTHING

    @property
    def key(self) -> str | None:
        """The unit or currency in which the total stands, where there is exactly one."""
        return self.parts[0][0] if len(self.parts) == 1 else None


def count(verdicts: Iterable[bool]) -> Share:
    """The share of verdicts that are good, each counting one."""
    seen = list(verdicts)
    return Share(Decimal(len(seen)), Decimal(sum(seen)))


def split(amounts: Iterable[tuple[str, Decimal, Decimal]]) -> SplitShare:
    """Adds up (unit or currency, whole, part) by unit or currency."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    with localcontext(_WIDE):
        for key, whole, part in amounts:
            so_far = sums.get(key, (ZERO, ZERO))
            sums[key] = (so_far[0] + whole, so_far[1] + part)
    return SplitShare(tuple((key, Share(*sums[key])) for key in sorted(sums)))
