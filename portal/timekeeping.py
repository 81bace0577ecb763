"""Whose clock decides, and whether it can be trusted.

On PostgreSQL the database server's clock decides, so that every web server decides alike; on SQLite the clock of
this host. A clock that was set while the portal ran, that disagrees with the host's, or that lies behind what the
portal has already recorded is doubted, and while it is doubted no bid is opened: an opening cannot be undone.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, current_app
from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.errors import WrongState
from portal.history import INSTALLATION, Event, record
from portal.isolation import everybody
from portal.workflow import PORTAL

TOLERANCE = timedelta(seconds=5)
# A running kernel corrects its clock by at most 500 millionths without setting it (adjtimex).
MOST_CORRECTION = 500e-6
# It goes on while a machine sleeps, where the platform has such a clock.
STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


@dataclass(frozen=True)
class ClockTrusted:
    """The operator looked into events that lie ahead of the clock; ``ahead_until`` is the latest of them."""

    ahead_until: datetime


@dataclass(frozen=True)
class Timekeeper:
    """One process's view of time: which clock decides, and how the host's stood when the portal started.

    ``wall`` and ``steady`` are seconds of the clock that can be set and of the one that cannot.
    """

    by_database: bool
    wall: float
    steady: float

    def was_set(self) -> bool:
        """Whether the host's clock has been set since the start, by more than the tolerance."""
        passed = time.clock_gettime(STEADY) - self.steady
        astray = abs(time.time() - self.wall - passed)
        return astray > TOLERANCE.total_seconds() + MOST_CORRECTION * passed


def start(by_database: bool) -> Timekeeper:
    """A timekeeper that begins now."""
    return Timekeeper(by_database, time.time(), time.clock_gettime(STEADY))


def init_app(app: Flask) -> None:
    """Give the application its timekeeper. Processes that are forked from this one go on with it."""
    postgresql = str(app.config["SQLALCHEMY_DATABASE_URI"]).startswith("postgresql")
    app.extensions["timekeeper"] = start(by_database=postgresql)


def now() -> datetime:
    """The instant by the clock that decides, in UTC: one round trip where that is the database's."""
    with clock.read_from(_database if _keeper().by_database else clock.host):
        return clock.now()


def check() -> None:
    """``WrongState`` while the clock is doubted."""
    reason = doubt()
    if reason is not None:
        raise WrongState(reason)


def doubt() -> Any | None:
    """A sentence that says why the clock is doubted; None for a clock that can be trusted."""
    keeper, at = _keeper(), now()
    if keeper.was_set():
        return _(
            "The server's clock was set while the portal was running, so no bids are opened. "
            "The operator makes sure that it is right and starts the portal again."
        )
    if keeper.by_database and abs(at - clock.host()) > TOLERANCE:
        return _(
            "The clock of the database and that of the web server disagree, so no bids are opened "
            "until the operator has put them right."
        )
    ahead = ahead_of(at)
    if ahead is not None:
        return _(
            "The server's clock has gone back behind what is recorded already, so no bids are opened. "
            "The operator makes sure that it is right."
        )
    return None


# The clock must not lie behind the events of any company.
@everybody()
def ahead_of(at: datetime) -> datetime | None:
    """The latest instant that is recorded and lies ahead of ``at`` by more than the tolerance, or None.

    What the operator has looked into is left out.
    """
    latest = db.session.scalar(select(func.max(Event.at)))
    if latest is None or latest <= at + TOLERANCE:
        return None
    looked_into = select(func.coalesce(func.max(Event.id), 0)).where(
        Event.chain == INSTALLATION, Event.name == ClockTrusted.__name__
    )
    since = db.session.scalar(select(func.max(Event.at)).where(Event.id > looked_into.scalar_subquery()))
    return since if since is not None and since > at + TOLERANCE else None


def trust(at: datetime) -> datetime | None:
    """Record that what lies ahead of ``at`` was looked into; the latest of it, None where nothing does."""
    ahead = ahead_of(at)
    if ahead is not None:
        record(ClockTrusted(ahead), about=[], readers=[], actor=PORTAL, now=at)
    return ahead


def _keeper() -> Timekeeper:
    keeper: Timekeeper = current_app.extensions["timekeeper"]
    return keeper


def _database() -> datetime:
    said: datetime = db.session.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]
    return said
