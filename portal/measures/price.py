"""Price: what was awarded against the last price paid for the same thing on the same terms.

Two functions, since two readers: ``price`` compares a supplier with itself, and both sides see it;
``against_median`` compares it with the other bids and is for the buyer's eyes only. Keeping their results
apart means that a page for suppliers cannot show the second by mistake.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from statistics import median
from typing import Any

from flask_babel import lazy_gettext as _

from portal.measures.periods import EVERYTHING, Period
from portal.measures.shares import SplitShare, split
from portal.money import round_amount


@dataclass(frozen=True, slots=True)
class Terms:
    """What must be the same for two prices to be compared."""

    item: int
    unit: str
    price_break: Decimal
    incoterm: str | None
    currency: str


@dataclass(frozen=True, slots=True)
class Paid:
    """A price per one unit of the terms that this supplier was paid, by the day the order was issued.

    Only prices paid to the same supplier belong here: one paid to another would tell the supplier about it.
    """

    terms: Terms
    unit_price: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Awarded:
    """An awarded line: quantity in the unit of its terms, and its price per one unit."""

    id: int
    terms: Terms
    quantity: Decimal
    unit_price: Decimal
    on: date


class NotCompared(StrEnum):
    """Why an awarded line has nothing to be compared with."""

    NEVER_PAID = "never_paid"
    OTHER_TERMS = "other_terms"
    PAID_NOTHING = "paid_nothing"
    FEW_BIDS = "few_bids"


SENTENCES: dict[NotCompared, Any] = {
    NotCompared.NEVER_PAID: _("This item was not bought from this supplier before."),
    NotCompared.OTHER_TERMS: _("It was bought before, but on other terms (unit, break, currency, Incoterm)."),
    NotCompared.PAID_NOTHING: _("The price to compare with is 0."),
    NotCompared.FEW_BIDS: _("Fewer than two bids offered this line."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """An awarded line and the price it is compared with, or the reason why there is none."""

    award: Awarded
    against: Decimal | None
    reason: NotCompared | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """By currency, what the awarded quantities cost now against what they would have cost before.

    ``index`` is the one figure: below 1 is cheaper. ``None`` where nothing compares, or where there are
    several currencies, which do not add.
    """

    by_currency: SplitShare
    rows: tuple[Row, ...]

    @property
    def index(self) -> Decimal | None:
        total = self.by_currency.total
        return None if total is None else total.rate


def price(awards: Iterable[Awarded], paid: Iterable[Paid], period: Period = EVERYTHING) -> Price:
    """The awards of a period against the last price paid to the supplier before each, on the same terms."""
    by_item: dict[int, list[Paid]] = {}
    for one in paid:
        by_item.setdefault(one.terms.item, []).append(one)
    return _summed(
        [
            _against_last_paid(award, by_item.get(award.terms.item, ()))
            for award in awards
            if award.on in period
        ]
    )


def against_median(
    awards: Iterable[Awarded], bids: dict[int, Sequence[Decimal]], period: Period = EVERYTHING
) -> Price:
    """The awards of a period against the median of all bids for the line, the awarded one included.

    For the buyer's eyes only. ``bids`` holds by award id the unit prices of the line, in its unit and
    currency; a line with fewer than two bids compares with nothing.
    """
    return _summed([_against_bids(award, bids.get(award.id, ())) for award in awards if award.on in period])


def _against_last_paid(award: Awarded, paid: Sequence[Paid]) -> Row:
    before = [one for one in paid if one.on < award.on]
    if not before:
        return Row(award, None, NotCompared.NEVER_PAID)
    same = [one for one in before if one.terms == award.terms]
    if not same:
        return Row(award, None, NotCompared.OTHER_TERMS)
    # Of two prices paid on one day the lower one counts, so that the order of the rows decides nothing.
    last = min(same, key=lambda one: (-one.on.toordinal(), one.unit_price))
    return _compared(award, last.unit_price)


def _against_bids(award: Awarded, prices: Sequence[Decimal]) -> Row:
    return _compared(award, median(prices)) if len(prices) > 1 else Row(award, None, NotCompared.FEW_BIDS)


def _compared(award: Awarded, against: Decimal) -> Row:
    return Row(award, against) if against > 0 else Row(award, None, NotCompared.PAID_NOTHING)


def _summed(rows: Sequence[Row]) -> Price:
    """Each line's two amounts are rounded half-up once to the currency; the totals add rounded amounts."""
    amounts = [
        (row.award.terms.currency, _amount(row.award, row.against), _amount(row.award, row.award.unit_price))
        for row in rows
        if row.against is not None
    ]
    return Price(split(amounts), tuple(rows))


def _amount(award: Awarded, unit_price: Decimal) -> Decimal:
    return round_amount(award.quantity * unit_price, award.terms.currency)
