"""Parts per million and lot acceptance."""

from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.measures import periods
from portal.measures.quality import Lot, LotVerdict, Nonconforming, Received, quality
from portal.measures.shares import Share

MARCH = periods.month(2026, 3)
DAY, OTHER = date(2026, 3, 12), date(2026, 2, 27)


def test_ppm_worked_by_hand():
    received = [
        Received(1, D(40_000), "C62", DAY),
        Received(2, D(20_000), "C62", DAY),
        Received(3, D(9), "C62", OTHER),
    ]
    bad = [
        Nonconforming(1, D(25), "C62", DAY),
        Nonconforming(2, D(100), "C62", DAY, caused_by_supplier=False),
        Nonconforming(3, D(7), "C62", OTHER),
    ]
    figure = quality(received, bad, period=MARCH)
    assert figure.ppm == D("416.67")  # 25 ÷ 60,000 × 1,000,000
    assert [row.id for row in figure.nonconforming] == [1, 2]


def test_units_do_not_add():
    figure = quality(
        [Received(1, D(1000), "C62", DAY), Received(2, D(500), "KGM", DAY)],
        [Nonconforming(1, D(1), "KGM", DAY)],
    )
    assert figure.ppm is None
    assert "do not add" in str(figure.why_no_ppm)
    assert [(part.unit, part.ppm) for part in figure.by_unit] == [("C62", D("0.00")), ("KGM", D("2000.00"))]


@pytest.mark.parametrize("bad", [[], [Nonconforming(1, D(3), "C62", DAY)]], ids=["nothing", "only a return"])
def test_nothing_received_is_no_data(bad):
    figure = quality([], bad, period=MARCH)
    assert figure.ppm is None
    assert "Nothing was received" in str(figure.why_no_ppm)


def test_a_return_counts_where_it_was_recorded_and_may_pass_a_million():
    figure = quality([Received(1, D(2), "C62", DAY)], [Nonconforming(1, D(5), "C62", DAY)])
    assert figure.ppm == D("2500000.00")
    assert figure.why_no_ppm is None


def test_a_lot_that_was_not_inspected_is_not_counted_as_good():
    verdicts = [LotVerdict.ACCEPTED, LotVerdict.ACCEPTED, LotVerdict.REJECTED, LotVerdict.NOT_INSPECTED]
    lots = [Lot(id, verdict, DAY) for id, verdict in enumerate(verdicts)]
    figure = quality([], [], lots, MARCH)
    assert figure.lots == Share(D(3), D(2))
    assert len(figure.inspections) == 4
    assert quality([], [], lots[3:], MARCH).lots.rate is None


@given(
    st.lists(st.integers(1, 10**9), min_size=1, max_size=5),
    st.lists(st.integers(0, 10**6), max_size=5),
    st.integers(1, 10**6),
)
def test_more_that_is_bad_never_lowers_ppm(good, bad, more):
    received = [Received(number, D(count), "C62", DAY) for number, count in enumerate(good)]
    found = [Nonconforming(number, D(count), "C62", DAY) for number, count in enumerate(bad)]
    worse = [*found, Nonconforming(99, D(more), "C62", DAY)]
    assert quality(received, worse).ppm >= quality(received, found).ppm >= 0
