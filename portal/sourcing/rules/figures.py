"""The figures of one offered line in the RFQ's terms, each with its working.

All arithmetic is exact (fractions) and rounded half-up once, where a figure is shown: unit prices to 6 decimals,
amounts to the RFQ currency's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken
from portal.money import PRICE_BASES, SCALE, minor_units
from portal.sourcing.rules.ratios import ratio, rounded


class Gap(StrEnum):
    """Why a bid has no figure for a line. A gap is never 0."""

    NOT_OFFERED = "not_offered"
    OTHER_UNIT = "other_unit"


class StepKind(StrEnum):
    """One step of a working; the page has a sentence for each."""

    BID_PRICE = "bid_price"
    PER_ONE = "per_one"
    UNIT = "unit"
    RATE = "rate"
    AMOUNT = "amount"
    FREIGHT_SHARE = "freight_share"
    OTHER_SHARE = "other_share"
    LANDED = "landed"
    GOODS = "goods"
    FREIGHT = "freight"
    OTHER_COSTS = "other_costs"
    TOTAL = "total"


@dataclass(frozen=True)
class Step:
    """A step of a working: what it yields, in which currency and per which unit, and from what."""

    kind: StepKind
    result: Decimal
    currency: str
    unit: str = ""
    figures: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedLine:
    """A line of the RFQ; ``factors`` are the item's units in stock units."""

    key: int
    quantity: Decimal
    unit: str
    factors: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class OfferedLine:
    """What a bid offers for a line: ``price`` is per ``price_per`` of ``unit``, in the bid's currency."""

    quantity: Decimal
    price: Decimal
    price_per: int
    unit: str
    delivery_date: date | None = None
    deviation: str = ""


@dataclass(frozen=True)
class Priced:
    """A line in the RFQ's currency and unit. ``counted`` is the quantity offered, at most the quantity asked."""

    offered: Decimal
    counted: Decimal
    exact_price: Fraction
    unit_price: Decimal
    amount: Decimal
    steps: tuple[Step, ...]


def price_line(
    asked: AskedLine, offer: OfferedLine, bid_currency: str, rate: Decimal, currency: str
) -> Priced:
    """The line's unit price and amount in the RFQ's ``currency`` and unit.

    One ``bid_currency`` is ``rate`` of ``currency``. The amount is for the quantity asked, or for the quantity
    offered where that is less. ``RuleBroken`` where the units do not convert or the price basis is unknown.
    """
    if offer.price_per not in PRICE_BASES:
        raise RuleBroken(_("A price is per 1, 100 or 1,000."), "price_per")
    contained = ratio(offer.unit, asked.unit, asked.factors)
    offered = rounded(Fraction(offer.quantity) * contained, SCALE)
    counted = min(offered, asked.quantity)
    per_one = Fraction(offer.price) / offer.price_per
    per_asked = per_one / contained
    exact = per_asked * Fraction(rate)
    amount = rounded(exact * Fraction(counted), minor_units(currency))
    steps = [
        Step(
            StepKind.BID_PRICE,
            offer.price,
            bid_currency,
            offer.unit,
            {"per": Decimal(offer.price_per)},
        )
    ]
    if offer.price_per != 1:
        steps.append(
            Step(
                StepKind.PER_ONE,
                rounded(per_one, SCALE),
                bid_currency,
                offer.unit,
                {"per": Decimal(offer.price_per)},
            )
        )
    if offer.unit != asked.unit:
        factor = rounded(contained, SCALE)
        steps.append(
            Step(StepKind.UNIT, rounded(per_asked, SCALE), bid_currency, asked.unit, {"factor": factor})
        )
    if bid_currency != currency:
        steps.append(Step(StepKind.RATE, rounded(exact, SCALE), currency, asked.unit, {"rate": rate}))
    steps.append(Step(StepKind.AMOUNT, amount, currency, figures={"quantity": counted}))
    return Priced(offered, counted, exact, rounded(exact, SCALE), amount, tuple(steps))


def spread(cost: Fraction, amount: Decimal, goods: Decimal, lines: int) -> Fraction:
    """A line's share of a cost of the whole bid: by value, or evenly where the goods cost nothing."""
    if goods == 0:
        return cost / lines
    return cost * Fraction(amount) / Fraction(goods)
