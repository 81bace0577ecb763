"""Working days and working hours, over weekends, holidays and the change of the clock."""

from datetime import UTC, date, datetime, time
from decimal import Decimal as D
from zoneinfo import ZoneInfo

import pytest

from portal.measures.working_time import OFFICE_HOURS, WorkingTime, after_working_days, hours_between

BERLIN = WorkingTime("Europe/Berlin", time(8), time(16), holidays=frozenset({date(2026, 5, 1)}))


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 3, 12), 2, date(2026, 3, 16)),  # Thursday: Friday, Monday
        (date(2026, 3, 13), 1, date(2026, 3, 16)),  # Friday: Monday
        (date(2026, 3, 14), 1, date(2026, 3, 16)),  # Saturday: Monday
        (date(2026, 3, 12), 0, date(2026, 3, 12)),
        (date(2026, 4, 30), 1, date(2026, 5, 4)),  # the first of May is a holiday
    ],
)
def test_working_days_after_a_day(day, count, then):
    assert after_working_days(day, count, BERLIN) == then


def test_a_calendar_without_working_days_is_refused():
    with pytest.raises(ValueError, match="no working day"):
        after_working_days(date(2026, 3, 12), 1, WorkingTime(weekdays=frozenset()))


def local(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        (local(2026, 3, 12, 9), local(2026, 3, 12, 10, 30), "1.50"),
        (local(2026, 3, 12, 15), local(2026, 3, 13, 9), "2.00"),  # overnight
        (local(2026, 3, 13, 15), local(2026, 3, 16, 8, 6), "1.10"),  # over the weekend
        (local(2026, 3, 14, 9), local(2026, 3, 15, 9), "0.00"),  # within the weekend
        (local(2026, 3, 12, 17), local(2026, 3, 12, 20), "0.00"),  # after closing
        (local(2026, 4, 30, 12), local(2026, 5, 4, 12), "8.00"),  # over a holiday
        (local(2026, 3, 27, 8), local(2026, 3, 30, 16), "16.00"),  # the clock changed between
        (local(2026, 3, 12, 9), local(2026, 3, 12, 8, 30), "0.00"),  # backwards
        (datetime(2026, 3, 12, 7, tzinfo=UTC), datetime(2026, 3, 12, 8, 0, 10, tzinfo=UTC), "1.00"),
    ],
)
def test_working_hours_between_two_instants(start, end, hours):
    assert hours_between(start, end, BERLIN) == D(hours)


def test_a_working_day_without_a_clock_change_has_all_its_hours():
    night = WorkingTime("Europe/Berlin", time(0), time(6), frozenset(range(7)))
    day = (local(2026, 3, 29, 0), local(2026, 3, 29, 12))
    assert hours_between(*day, night) == D("5.00")
    assert hours_between(local(2026, 3, 28, 0), local(2026, 3, 28, 12), night) == D("6.00")


def test_the_default_is_nine_hours_from_monday_to_friday():
    week = (datetime(2026, 3, 9, tzinfo=UTC), datetime(2026, 3, 16, tzinfo=UTC))
    assert hours_between(*week, OFFICE_HOURS) == D("45.00")
