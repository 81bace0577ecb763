"""The one clock. Verbs never read it: the edge, the worker and the commands do, once, and pass ``now`` on.

Where its hands are, ``timekeeping`` decides: on PostgreSQL the database server's clock is read, so that several
web servers agree; on SQLite this host's.
"""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken


def host() -> datetime:
    """What the clock of this host says, in UTC."""
    return datetime.now(UTC)


_source: ContextVar[Callable[[], datetime]] = ContextVar("source", default=host)


@contextmanager
def read_from(source: Callable[[], datetime]) -> Iterator[None]:
    """Let ``now`` ask ``source``, which gives an aware instant, within this block."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def now() -> datetime:
    """The present instant in UTC, to the millisecond, which is what the database keeps."""
    return to_millisecond(_source.get()().astimezone(UTC))


def to_millisecond(instant: datetime) -> datetime:
    """Cut an instant to whole milliseconds, so that a value compares equal before and after it is stored."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


@functools.cache
def _zones() -> frozenset[str]:
    # To list them walks a folder of some 600 files, which took a fifth of filling the demo.
    return frozenset(available_timezones())


def zone(name: str) -> ZoneInfo:
    """The IANA time zone of that name. ``RuleBroken`` when there is none."""
    if name not in _zones():
        raise RuleBroken(_("“%(name)s” is not the name of a time zone.", name=name), "zone")
    return ZoneInfo(name)


def local_to_instant(wall: datetime, zone_name: str) -> datetime:
    """A wall-clock time in a named zone as a UTC instant.

    A time that a clock change skips is refused with ``RuleBroken``; of a time that occurs twice the first is
    taken, which never gives anybody less time than the page said.
    """
    there = wall.replace(tzinfo=zone(zone_name), fold=0)
    instant = there.astimezone(UTC)
    if instant.astimezone(there.tzinfo).replace(tzinfo=None) != wall:
        raise RuleBroken(_("That time does not exist in %(zone)s: the clocks change.", zone=zone_name))
    return to_millisecond(instant)


def day_in(instant: datetime, zone_name: str) -> date:
    """The calendar date of an instant in a named zone."""
    return instant.astimezone(ZoneInfo(zone_name)).date()


def days_between(earlier: datetime, later: datetime) -> float:
    """The time between two instants in days, negative when ``later`` comes first."""
    return (later - earlier) / timedelta(days=1)
