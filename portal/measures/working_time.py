"""Working days and working hours: the calendar by which a receipt is awaited and an answer is timed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from portal.money import round_to

MONDAY_TO_FRIDAY = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """When people work: local hours in one time zone on some weekdays (Monday is 0), holidays excepted."""

    zone: str = "UTC"
    opens: time = time(8)
    closes: time = time(17)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays


OFFICE_HOURS = WorkingTime()


def after_working_days(day: date, count: int, calendar: WorkingTime = OFFICE_HOURS) -> date:
    """The ``count``-th working day after a day, which itself never counts.

    A calendar without any weekday would never get there: ``ValueError``.
    """
    if not calendar.weekdays:
        raise ValueError("the calendar has no working day")
    while count > 0:
        day += timedelta(days=1)
        count -= calendar.works_on(day)
    return day


def hours_between(start: datetime, end: datetime, calendar: WorkingTime = OFFICE_HOURS) -> Decimal:
    """Working hours from one instant to another, to the second, rounded half-up to 2 decimals.

    Both instants carry a time zone. Hours are real ones: a working day over which the clock is put forward is
    an hour shorter. An end before the start has no hours.
    """
    zone = ZoneInfo(calendar.zone)
    day, last = start.astimezone(zone).date(), end.astimezone(zone).date()
    worked = timedelta()
    while day <= last:
        if calendar.works_on(day):
            opens = datetime.combine(day, calendar.opens, zone).astimezone(UTC)
            closes = datetime.combine(day, calendar.closes, zone).astimezone(UTC)
            worked += max(min(end, closes) - max(start, opens), timedelta())
        day += timedelta(days=1)
    seconds = worked.days * 86_400 + worked.seconds
    return round_to(Decimal(seconds) / 3600, 2)
