"""Periods are half-open ranges of days, and their keys name them."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.measures import periods
from portal.measures.periods import EVERYTHING, Kind, Period

JANUARY = Period(date(2026, 1, 1), date(2026, 2, 1))


@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2026, 1, 31), True),
        (date(2026, 2, 1), False),
    ],
)
def test_the_first_day_is_in_and_the_end_is_out(day, inside):
    assert (day in JANUARY) is inside
    assert day in EVERYTHING


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-01", date(2026, 1, 1), date(2026, 2, 1)),
        ("2026-12", date(2026, 12, 1), date(2027, 1, 1)),
        ("2024-02", date(2024, 2, 1), date(2024, 3, 1)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026-Q4", date(2026, 10, 1), date(2027, 1, 1)),
        ("2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("all", None, None),
    ],
)
def test_a_key_names_a_period_both_ways(text, start, end):
    assert periods.parse(text) == Period(start, end)
    assert periods.key(Period(start, end)) == text


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026-Q5", "26", "0000", "9999-12", "２０２６", "2026-1", "2026\n"]
)
def test_a_key_that_names_none_is_refused(text):
    with pytest.raises(RuleBroken) as refused:
        periods.parse(text)
    assert refused.value.field == "period"


@pytest.mark.parametrize("end", [date(2026, 3, 1), date(2026, 2, 28)], ids=["no day", "backwards"])
def test_a_period_must_hold_a_day(end):
    with pytest.raises(RuleBroken) as refused:
        periods.between(date(2026, 3, 1), end)
    assert refused.value.field == "to"
    assert periods.between(date(2026, 3, 1), None) == Period(date(2026, 3, 1), None)


def test_any_other_range_is_named_by_its_days():
    assert periods.key(Period(date(2026, 1, 5), date(2026, 2, 1))) == "2026-01-05..2026-02-01"
    assert periods.key(Period(None, date(2026, 2, 1))) == "..2026-02-01"


def test_the_latest_periods_end_with_the_one_of_the_day():
    day = date(2026, 2, 17)
    assert [periods.key(one) for one in periods.last(Kind.MONTH, 4, day)] == [
        "2025-11",
        "2025-12",
        "2026-01",
        "2026-02",
    ]
    assert [periods.key(one) for one in periods.last(Kind.QUARTER, 2, day)] == ["2025-Q4", "2026-Q1"]
    assert [periods.key(one) for one in periods.last(Kind.YEAR, 2, day)] == ["2025", "2026"]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(Kind), st.integers(1, 900))
def test_periods_of_a_kind_meet_without_gap_or_overlap(start, kind, days):
    end = date.fromordinal(start.toordinal() + days)
    found = list(periods.each(kind, start, end))
    assert all(before.end == after.start for before, after in pairwise(found))
    assert start in found[0]
    assert date.fromordinal(end.toordinal() - 1) in found[-1]


def test_a_range_that_ends_with_a_month_does_not_reach_into_the_next():
    found = periods.each(Kind.MONTH, date(2026, 1, 1), date(2026, 3, 1))
    assert [periods.key(one) for one in found] == ["2026-01", "2026-02"]
    assert list(periods.each(Kind.YEAR, date(2026, 1, 1), date(2026, 1, 1))) == []


def test_things_are_grouped_oldest_first_without_empty_periods():
    dated = [(date(2026, 5, 2), "b"), (date(2026, 1, 9), "a"), (date(2026, 5, 1), "c")]
    groups = periods.group(dated, Kind.MONTH)
    assert {periods.key(period): things for period, things in groups.items()} == {
        "2026-01": ["a"],
        "2026-05": ["c", "b"],
    }
    assert list(groups) == sorted(groups, key=lambda period: period.start)
