"""What a bid must hold, as tables of cases without database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Thing

import pytest

from portal.errors import RuleBroken
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, BidLine, NamedFile
from portal.sourcing.rules.bids import MOST_FILES

ASKED = rules.Asked(
    {"a": frozenset({"H87"}), "b": frozenset({"KGM", "GRM"})}, frozenset({"EUR", "JPY"}), date(2026, 3, 12)
)
LINE = BidLine("a", True, Decimal("1.5"), 1, "H87", Decimal(10), date(2026, 4, 1))
BID = BidDocument("r", 1, "s", currency="EUR", valid_until=date(2026, 5, 1), lines=(LINE,))
HUGE = Decimal(10) ** 30
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)
MS = timedelta(milliseconds=1)


def whole(**changes):
    return replace(BID, **changes)


def line(**changes):
    return whole(lines=(replace(LINE, **changes),))


def test_a_complete_bid_has_no_problem():
    rules.check_draft(BID, ASKED)
    rules.check_complete(BID, ASKED)
    assert list(rules.problems(BID, ASKED)) == []


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (whole(currency="USD"), "currency"),
        (whole(currency=""), "currency"),
        (whole(freight=Decimal(-1)), "freight"),
        (whole(freight=HUGE), "freight"),
        (whole(freight=Decimal("1.005")), "freight"),
        (whole(currency="JPY", freight=Decimal("1.5")), "freight"),
        (whole(other_costs=Decimal("-0.01")), "other_costs"),
        (whole(payment_terms="x" * 301), "payment_terms"),
        (whole(quote_number="x" * 61), "quote_number"),
        (whole(remark="x" * 4001), "remark"),
        (whole(remark="a\0b"), "remark"),
        (whole(remark="a\ud800b"), "remark"),
        (whole(files=(NamedFile("f", "n", "h"),) * (MOST_FILES + 1)), "files"),
        (line(rfq_line="z"), "lines"),
        (whole(lines=(LINE, LINE)), "lines"),
        (line(price=Decimal(-1)), "lines-0-price"),
        (line(price=HUGE), "lines-0-price"),
        (line(price=Decimal("0.0000001")), "lines-0-price"),
        (line(price=Decimal("999999999999")), "lines-0-price"),
        (line(price=Decimal("NaN")), "lines-0-price"),
        (line(price_per=10), "lines-0-price_per"),
        (line(unit="KGM"), "lines-0-unit"),
        (line(quantity=Decimal(0)), "lines-0-quantity"),
        (line(quantity=Decimal(-5)), "lines-0-quantity"),
        (line(quantity=HUGE), "lines-0-quantity"),
        (line(remark="x" * 4001), "lines-0-remark"),
        (line(deviation="\x07"), "lines-0-deviation"),
        (whole(freight=Decimal("999999999990")), "lines"),
    ],
)
def test_what_cannot_even_be_kept_is_refused_at_its_field(document, field):
    with pytest.raises(RuleBroken) as refusal:
        rules.check_draft(document, ASKED)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("document", "field"),
    [
        (whole(lines=()), "lines"),
        (line(offered=False), "lines"),
        (line(price=None), "lines-0-price"),
        (line(quantity=None), "lines-0-quantity"),
        (line(delivery_date=None), "lines-0-delivery_date"),
        (line(delivery_date=date(2026, 3, 11)), "lines-0-delivery_date"),
        (whole(valid_until=None), "valid_until"),
        (whole(valid_until=date(2026, 3, 11)), "valid_until"),
    ],
)
def test_a_gap_stays_in_the_draft_and_is_refused_at_submission(document, field):
    rules.check_draft(document, ASKED)
    with pytest.raises(RuleBroken) as refusal:
        rules.check_complete(document, ASKED)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "document",
    [
        line(price=Decimal(0)),
        line(price=Decimal("0.000001"), price_per=1000),
        line(remark="two\nlines\tand a tab"),
        whole(valid_until=ASKED.deadline_day),
        line(delivery_date=ASKED.deadline_day),
        whole(lines=(LINE, BidLine("b", unit="GRM"))),
        whole(currency="JPY", freight=Decimal(100)),
    ],
)
def test_what_is_unusual_but_right_passes(document):
    rules.check_complete(document, ASKED)


def test_every_problem_is_told_at_once():
    bad = whole(valid_until=None, lines=(replace(LINE, price=None, delivery_date=None),))
    assert [problem.field for problem in rules.problems(bad, ASKED)] == [
        "lines-0-price",
        "lines-0-delivery_date",
        "valid_until",
    ]


@pytest.mark.parametrize(
    ("answers", "material", "latest", "fine"),
    [(0, 0, 0, True), (0, 0, 1, True), (1, 1, 2, True), (2, 1, 2, True), (0, 1, 1, False), (3, 1, 2, False)],
)
def test_a_submission_names_an_addendum_that_stands(answers, material, latest, fine):
    if fine:
        rules.check_addendum(answers, material, latest)
    else:
        with pytest.raises(RuleBroken):
            rules.check_addendum(answers, material, latest)


def bid(takes_bids=True, returned_by=None):
    return Thing(round=Thing(deadline=NOON), rfq=Thing(takes_bids=takes_bids), returned_by=returned_by)


@pytest.mark.parametrize(
    ("record", "when", "fine"),
    [
        (bid(), NOON - MS, True),
        (bid(), NOON, False),
        (bid(), NOON + MS, False),
        (bid(takes_bids=False), NOON - MS, False),
    ],
)
def test_bids_come_in_before_the_deadline_and_while_the_rfq_stands(record, when, fine):
    if fine:
        rules.open_for_bids(record, when)
    else:
        with pytest.raises(RuleBroken):
            rules.open_for_bids(record, when)


def test_only_a_returned_bid_is_confirmed_and_only_in_time():
    rules.returned(bid(returned_by=Thing()), NOON - MS)
    for record, when in ((bid(), NOON - MS), (bid(returned_by=Thing()), NOON)):
        with pytest.raises(RuleBroken):
            rules.returned(record, when)
