"""The arithmetic of the comparison, as tables of cases."""

from datetime import date
from decimal import Decimal as D

import pytest

from portal.errors import RuleBroken
from portal.sourcing.rules.comparison import OfferedBid, TieRule, compare
from portal.sourcing.rules.figures import AskedLine, Gap, OfferedLine, StepKind, price_line
from portal.sourcing.rules.ratios import ratio, rounded

BOX_OF_50 = {"H87": D(1), "XBX": D(50)}
COIL_OF_2_T = {"KGM": D(1), "XRO": D(2000)}


@pytest.mark.parametrize(
    ("source", "target", "factors", "expected"),
    [
        ("H87", "H87", {}, "1"),
        ("TNE", "KGM", {}, "1000"),
        ("GRM", "KGM", {}, "0.001"),
        ("XBX", "H87", BOX_OF_50, "50"),
        ("H87", "XBX", BOX_OF_50, "0.02"),
        ("XRO", "TNE", COIL_OF_2_T, "2"),
        ("GRM", "XRO", COIL_OF_2_T, "0.0000005"),
    ],
)
def test_units_convert_by_dimension_or_by_the_item(source, target, factors, expected):
    assert rounded(ratio(source, target, factors), 7) == D(expected)


@pytest.mark.parametrize(("source", "target"), [("H87", "KGM"), ("XBX", "H87"), ("SET", "PR")])
def test_units_that_nothing_joins_are_refused(source, target):
    with pytest.raises(RuleBroken) as refused:
        ratio(source, target)
    assert refused.value.field == "unit"


@pytest.mark.parametrize(
    ("asked", "offer", "currency", "rate", "unit_price", "amount"),
    [
        # (quantity, unit), (quantity, price, per, unit), bid currency, rate to EUR
        (("100", "H87"), ("100", "2.5", 1, "H87"), "EUR", "1", "2.5", "250.00"),
        (("100", "H87"), ("100", "250", 100, "H87"), "EUR", "1", "2.5", "250.00"),
        (("3", "H87"), ("3", "1", 1000, "H87"), "EUR", "1", "0.001", "0.00"),
        (("1000", "H87"), ("20", "125", 1, "XBX"), "EUR", "1", "2.5", "2500.00"),
        (("500", "KGM"), ("0.5", "1000", 1, "TNE"), "EUR", "1", "1", "500.00"),
        (("100", "H87"), ("100", "2.75", 1, "H87"), "USD", "0.909091", "2.5", "250.00"),
        (("7", "H87"), ("7", "0.333333", 1, "H87"), "EUR", "1", "0.333333", "2.33"),
        # A half is rounded up, once: 0.105 × 1.
        (("1", "H87"), ("1", "0.105", 1, "H87"), "EUR", "1", "0.105", "0.11"),
        # Less than asked: the amount is for what is offered. More: for what is asked.
        (("100", "H87"), ("60", "2", 1, "H87"), "EUR", "1", "2", "120.00"),
        (("100", "H87"), ("500", "2", 1, "H87"), "EUR", "1", "2", "200.00"),
    ],
)
def test_a_line_is_priced_in_the_rfqs_unit_and_currency(asked, offer, currency, rate, unit_price, amount):
    line = AskedLine(1, D(asked[0]), asked[1], BOX_OF_50)
    offered = OfferedLine(D(offer[0]), D(offer[1]), offer[2], offer[3])
    priced = price_line(line, offered, currency, D(rate), "EUR")
    assert (priced.unit_price, priced.amount) == (D(unit_price), D(amount))


def test_a_yen_amount_has_no_decimals():
    priced = price_line(AskedLine(1, D(3), "H87"), OfferedLine(D(3), D("33.5"), 1, "H87"), "JPY", D(1), "JPY")
    assert priced.amount == D(101)


def test_the_working_leads_from_the_bid_to_the_figure():
    line = AskedLine(1, D(1000), "H87", BOX_OF_50)
    offer = OfferedLine(D(20), D(13750), 100, "XBX")
    (column,) = compare([line], [bid(1, {1: offer}, currency="USD", rate="0.9", freight="100")], "EUR")
    steps = column.cell(1).steps
    assert [(step.kind, step.result, step.currency, step.unit) for step in steps] == [
        (StepKind.BID_PRICE, D(13750), "USD", "XBX"),
        (StepKind.PER_ONE, D("137.5"), "USD", "XBX"),
        (StepKind.UNIT, D("2.75"), "USD", "H87"),
        (StepKind.RATE, D("2.475"), "EUR", "H87"),
        (StepKind.AMOUNT, D(2475), "EUR", ""),
        (StepKind.FREIGHT_SHARE, D(90), "EUR", ""),
        (StepKind.LANDED, D("2.565"), "EUR", "H87"),
    ]
    assert [step.figures for step in steps[1:4]] == [{"per": D(100)}, {"factor": D(50)}, {"rate": D("0.9")}]
    assert [(step.kind, step.result) for step in column.steps] == [
        (StepKind.GOODS, D(2475)),
        (StepKind.FREIGHT, D(90)),
        (StepKind.OTHER_COSTS, D(0)),
        (StepKind.TOTAL, D(2565)),
    ]


def piece(price, quantity="10", day=None, deviation=""):
    return OfferedLine(D(quantity), D(price), 1, "H87", day, deviation)


def bid(key, lines, currency="EUR", rate="1", freight="0", other="0", ranked=True):
    return OfferedBid(key, currency, D(rate), D(freight), D(other), lines, ranked)


ASKED = [AskedLine(1, D(10), "H87"), AskedLine(2, D(10), "H87")]


def test_freight_is_spread_by_value_and_decides_the_line():
    cheap = bid(1, {1: piece("9"), 2: piece("1")}, freight="50")
    dear = bid(2, {1: piece("10"), 2: piece("1.1")})
    columns = compare(ASKED, [cheap, dear], "EUR")
    # 90 of 100 EUR of goods carry 45 of the 50 EUR of freight: 9 + 4.5 a piece.
    assert [column.cell(1).landed for column in columns] == [D("13.5"), D("10")]
    assert [column.cell(1).best for column in columns] == [False, True]
    assert [(column.goods, column.freight, column.total) for column in columns] == [
        (D(100), D(50), D(150)),
        (D(111), D(0), D(111)),
    ]
    assert [column.rank for column in columns] == [2, 1]


def test_freight_of_goods_that_cost_nothing_is_spread_evenly():
    (column,) = compare(ASKED, [bid(1, {1: piece("0"), 2: piece("0")}, freight="10")], "EUR")
    assert [cell.landed for cell in column.cells] == [D("0.5"), D("0.5")]


def test_a_gap_is_never_zero_and_takes_the_bid_out_of_the_totals():
    whole = bid(1, {1: piece("5"), 2: piece("5")})
    gappy = bid(2, {1: piece("1")})
    columns = compare(ASKED, [whole, gappy], "EUR")
    gap = columns[1].cell(2)
    assert (gap.gap, gap.priced, gap.landed, gap.rank, gap.steps) == (Gap.NOT_OFFERED, None, None, None, ())
    assert (columns[1].total, columns[1].rank, columns[1].gaps) == (None, None, 1)
    assert [column.cell(1).rank for column in columns] == [2, 1]
    assert (columns[0].rank, columns[0].cell(2).rank) == (1, 1)


def test_an_offer_of_less_ranks_by_line_but_has_no_total():
    (column,) = compare(ASKED[:1], [bid(1, {1: piece("5", quantity="6")})], "EUR")
    cell = column.cell(1)
    assert (cell.short, cell.deviates, cell.rank, cell.priced.amount) == (True, True, 1, D(30))
    assert (column.total, column.goods) == (None, D(30))


def test_a_unit_that_does_not_convert_is_a_gap_that_says_so():
    (column,) = compare(ASKED[:1], [bid(1, {1: OfferedLine(D(10), D(5), 1, "KGM")})], "EUR")
    assert (column.cell(1).gap, column.total) == (Gap.OTHER_UNIT, None)


def test_a_disqualified_bid_has_figures_and_no_rank():
    columns = compare(ASKED[:1], [bid(1, {1: piece("1")}, ranked=False), bid(2, {1: piece("2")})], "EUR")
    assert [(column.total, column.rank, column.cell(1).rank) for column in columns] == [
        (D(10), None, None),
        (D(20), 1, 1),
    ]


def test_a_deviation_shows():
    (column,) = compare(ASKED[:1], [bid(1, {1: piece("1", deviation="Zinc instead of nickel")})], "EUR")
    assert column.cell(1).deviates


EARLY, LATE = date(2026, 4, 1), date(2026, 5, 1)


@pytest.mark.parametrize(
    ("rule", "days", "ranks"),
    [
        (TieRule.SHARED, (LATE, EARLY, None), [1, 1, 1]),
        (TieRule.EARLIER_DELIVERY, (LATE, EARLY, None), [2, 1, 3]),
        (TieRule.EARLIER_DELIVERY, (EARLY, EARLY, LATE), [1, 1, 3]),
    ],
)
def test_ties_follow_the_published_rule(rule, days, ranks):
    bids = [bid(key, {1: piece("2", day=day)}) for key, day in enumerate(days)]
    columns = compare(ASKED[:1], bids, "EUR", rule)
    assert [column.cell(1).rank for column in columns] == ranks
    assert [column.rank for column in columns] == ranks
    # The order in which the bids come says nothing.
    mirrored = compare(ASKED[:1], bids[::-1], "EUR", rule)
    assert [column.rank for column in mirrored] == ranks[::-1]


def test_nothing_offered_at_all_has_no_total():
    (column,) = compare(ASKED, [bid(1, {}, freight="10")], "EUR")
    assert (column.total, column.rank, column.goods) == (None, None, D(0))
