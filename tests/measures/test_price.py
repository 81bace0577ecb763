"""Awards against the last price paid, and against the median bid."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from portal.measures import periods
from portal.measures.price import SENTENCES, Awarded, NotCompared, Paid, Terms, against_median, price
from portal.measures.shares import Share

TERMS = Terms(item=7, unit="C62", price_break=D(100), incoterm="FCA", currency="EUR")
DAY = date(2026, 3, 12)


def award(unit_price, quantity=1000, terms=TERMS, on=DAY, id=1):
    return Awarded(id, terms, D(quantity), D(unit_price), on)


def test_the_last_price_before_the_award_counts():
    paid = [
        Paid(TERMS, D("2.00"), date(2026, 1, 1)),
        Paid(TERMS, D("1.60"), date(2026, 2, 1)),
        Paid(TERMS, D("9.00"), DAY),
        Paid(TERMS, D("9.00"), date(2026, 4, 1)),
    ]
    figure = price([award("1.52")], paid)
    assert figure.rows[0].against == D("1.60")
    assert figure.index == D("0.95")
    assert figure.by_currency.parts == (("EUR", Share(D("1600.00"), D("1520.00"))),)


def test_of_two_prices_on_one_day_the_lower_counts_whatever_their_order():
    paid = [Paid(TERMS, D("1.60"), date(2026, 2, 1)), Paid(TERMS, D("1.50"), date(2026, 2, 1))]
    assert price([award("1.5")], paid) == price([award("1.5")], paid[::-1])
    assert price([award("1.5")], paid).index == 1


@pytest.mark.parametrize(
    "other", [{"unit": "KGM"}, {"price_break": D(500)}, {"incoterm": "DAP"}, {"currency": "USD"}]
)
def test_other_terms_do_not_compare(other):
    paid = [Paid(replace(TERMS, **other), D(1), date(2026, 1, 1))]
    figure = price([award("1.52")], paid)
    assert figure.rows[0].reason is NotCompared.OTHER_TERMS
    assert figure.index is None


@pytest.mark.parametrize(
    ("paid", "reason"),
    [
        ([], NotCompared.NEVER_PAID),
        ([Paid(replace(TERMS, item=8), D(1), date(2026, 1, 1))], NotCompared.NEVER_PAID),
        ([Paid(TERMS, D(0), date(2026, 1, 1))], NotCompared.PAID_NOTHING),
    ],
)
def test_a_line_that_has_nothing_to_compare_with_says_why(paid, reason):
    figure = price([award("1.52")], paid)
    assert figure.rows[0].reason is reason
    assert figure.index is None


def test_amounts_are_weighted_by_quantity_and_rounded_by_line():
    cheap, dear = replace(TERMS, item=1), replace(TERMS, item=2)
    paid = [Paid(cheap, D("0.333333"), date(2026, 1, 1)), Paid(dear, D(10), date(2026, 1, 1))]
    figure = price([award("0.3", 10, cheap), award("11", 10, dear, id=2)], paid)
    assert figure.by_currency.total == Share(D("103.33"), D("113.00"))


def test_currencies_do_not_add():
    dollars = replace(TERMS, currency="USD")
    paid = [Paid(TERMS, D(1), date(2026, 1, 1)), Paid(dollars, D(1), date(2026, 1, 1))]
    figure = price([award(2), award(3, terms=dollars, id=2)], paid)
    assert figure.index is None
    assert [share.rate for _currency, share in figure.by_currency.parts] == [D(2), D(3)]


def test_only_awards_of_the_period_count():
    paid = [Paid(TERMS, D(1), date(2026, 1, 1))]
    awards = [award(2), award(3, on=date(2026, 2, 28), id=2)]
    assert price(awards, paid, periods.month(2026, 3)).index == 2


def test_against_the_median_bid():
    awards = [award("1.90", id=1), award("2", id=2), award("2", id=3)]
    bids = {1: [D("1.90"), D("2.00"), D("2.50")], 2: [D("2")]}
    figure = against_median(awards, bids)
    assert [(row.against, row.reason) for row in figure.rows] == [
        (D("2.00"), None),
        (None, NotCompared.FEW_BIDS),
        (None, NotCompared.FEW_BIDS),
    ]
    assert figure.index == D("0.95")
    assert against_median(awards[:1], {1: [D(1), D(2)]}).rows[0].against == D("1.5")


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(NotCompared)
