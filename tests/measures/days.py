"""Days and instants of the year in which the tests of measures play."""

from datetime import UTC, date, datetime


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def on(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)
