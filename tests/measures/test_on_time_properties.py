"""What holds for on time in full over any lines whatever."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from portal.measures.arrivals import Arrival, DateBasis, Proof
from portal.measures.on_time import Answer, Cancelled, DueLine, judge, on_time, summed
from portal.measures.periods import EVERYTHING, Kind, group

START = date(2026, 1, 1)
TODAY = date(2026, 6, 1)

days = st.integers(0, 200).map(lambda count: START + timedelta(days=count))
quantities = st.decimals(D("0.000001"), D("999999999999"), places=6)
proofs = st.builds(Proof, days, days)
arrivals = st.builds(Arrival, quantities, st.none() | days, st.none() | proofs, st.none() | days)
lines = st.builds(
    DueLine,
    id=st.integers(1, 10**6),
    quantity=quantities,
    unit=st.sampled_from(["C62", "KGM"]),
    value=st.none() | st.decimals(0, D("9999999999999999.99"), places=2),
    currency=st.sampled_from(["EUR", "JPY", "KWD"]),
    requested_on=st.none() | days,
    agreed_on=st.none() | days,
    latest_on=st.none() | days,
    answer=st.sampled_from(Answer),
    under_tolerance=st.decimals(0, 100, places=2),
    basis=st.sampled_from(DateBasis),
    arrivals=st.lists(arrivals, max_size=4).map(tuple),
    cancelled=st.none() | st.builds(Cancelled, days, st.booleans()),
)


def shares(figure):
    of_parts = [share for split in (figure.by_quantity, figure.by_value) for _key, share in split.parts]
    return [figure.by_line, figure.early, figure.by_latest, *of_parts]


@given(st.lists(lines, max_size=8))
def test_a_rate_lies_between_0_and_1_and_is_none_just_where_nothing_was_due(given_lines):
    figure = on_time(given_lines, TODAY)
    for share in shares(figure):
        assert 0 <= share.part <= share.whole
        assert (share.rate is None) == (share.whole == 0)
        assert share.rate is None or 0 <= share.rate <= 1
    assert figure.early.part <= figure.by_line.part
    assert figure.by_line.whole == sum(row.counted for row in figure.rows)


@given(st.lists(lines, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_lines_and_of_arrivals_decides_nothing(given_lines, random):
    shuffled = [
        replace(line, arrivals=tuple(random.sample(line.arrivals, len(line.arrivals))))
        for line in given_lines
    ]
    random.shuffle(shuffled)
    assert shares(on_time(given_lines, TODAY)) == shares(on_time(shuffled, TODAY))


@given(lines, quantities)
def test_one_more_early_delivery_never_lowers_anything(line, quantity):
    early = Arrival(quantity, START, handed_over_on=START)
    before = on_time([line], TODAY)
    after = on_time([replace(line, arrivals=(*line.arrivals, early))], TODAY)
    for was, became in zip(shares(before), shares(after), strict=True):
        assert became.whole == was.whole
        assert became.part >= was.part


@given(lines, st.integers(0, 100))
def test_a_line_that_failed_once_is_never_on_time_later(line, later):
    """Without a proof to wait for, waiting changes only what is missing into what is late."""
    line = replace(line, arrivals=tuple(replace(arrival, proof=None) for arrival in line.arrivals))
    now, then = judge(line, TODAY), judge(line, TODAY + timedelta(days=later))
    assert not now.counted or now.reason is then.reason


@given(st.lists(lines, max_size=8))
def test_the_months_add_up_to_the_whole(given_lines):
    whole = on_time(given_lines, TODAY, EVERYTHING)
    dated = [(row.due_on, row) for row in whole.rows if row.due_on is not None]
    months = [summed(rows) for rows in group(dated, Kind.MONTH).values()]
    assert sum(month.by_line.whole for month in months) == whole.by_line.whole
    assert sum(month.by_line.part for month in months) == whole.by_line.part
