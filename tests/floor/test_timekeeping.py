"""Which clock decides, and when it is doubted."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from portal import clock, timekeeping
from portal.db import db, transaction
from portal.errors import WrongState
from portal.history import record
from portal.timekeeping import TOLERANCE, Timekeeper
from portal.workflow import PORTAL

MS = timedelta(milliseconds=1)


@dataclass(frozen=True)
class Rung:
    """Something that happened."""


@pytest.fixture
def keeper(app, monkeypatch):
    """Puts another timekeeper on the application."""

    def put(by_database=False, wall=0.0, steady=0.0):
        made = timekeeping.start(by_database)
        made = Timekeeper(by_database, made.wall + wall, made.steady + steady)
        monkeypatch.setitem(app.extensions, "timekeeper", made)

    return put


def happened(at):
    with transaction():
        record(Rung(), about=[], readers=[], actor=PORTAL, now=at)


@pytest.mark.parametrize(
    ("wall", "steady", "was_set"),
    [
        pytest.param(0, 0, False, id="nothing happened"),
        pytest.param(4, 0, False, id="a little"),
        pytest.param(-60, 0, True, id="forward"),
        pytest.param(60, 0, True, id="back"),
        pytest.param(-100_000, -100_000, False, id="a day passed"),
        pytest.param(-100_030, -100_000, False, id="a day passed, corrected as kernels do"),
        pytest.param(-100_090, -100_000, True, id="a day passed, set"),
    ],
)
def test_a_clock_that_was_set_is_noticed(wall, steady, was_set):
    begun = timekeeping.start(by_database=False)
    assert Timekeeper(False, begun.wall + wall, begun.steady + steady).was_set() is was_set


def test_a_clock_that_goes_as_it_should_is_trusted(app, keeper):
    keeper(by_database=db.engine.dialect.name == "postgresql")
    happened(clock.host())
    assert timekeeping.doubt() is None
    timekeeping.check()


def test_while_the_clock_was_set_it_is_doubted(app, keeper):
    keeper(wall=60)
    assert "was set" in str(timekeeping.doubt())
    with pytest.raises(WrongState):
        timekeeping.check()


def test_behind_what_is_recorded_it_is_doubted_until_somebody_looked(app, keeper, monkeypatch):
    keeper()
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)
    happened(now + TOLERANCE)
    assert timekeeping.doubt() is None
    happened(now + TOLERANCE + MS)
    assert "gone back" in str(timekeeping.doubt())
    with transaction():
        assert timekeeping.trust(now) == now + TOLERANCE + MS
    assert timekeeping.doubt() is None
    with transaction():
        assert timekeeping.trust(now) is None
    happened(now + 2 * TOLERANCE)
    assert "gone back" in str(timekeeping.doubt())


@pytest.mark.one_database
def test_the_databases_clock_decides_on_postgresql(app, keeper, monkeypatch):
    keeper(by_database=True)
    ahead = clock.host() + timedelta(days=1)
    monkeypatch.setattr(clock, "host", lambda: ahead)
    assert timekeeping.now() < ahead - timedelta(hours=23)
    assert "disagree" in str(timekeeping.doubt())


def test_this_hosts_clock_decides_on_sqlite(app, keeper, monkeypatch):
    keeper(by_database=False)
    ahead = clock.to_millisecond(clock.host() + timedelta(days=1))
    monkeypatch.setattr(clock, "host", lambda: ahead)
    assert timekeeping.now() == ahead


def test_the_command_says_and_settles_it(app, keeper, monkeypatch):
    keeper()
    run = app.test_cli_runner().invoke
    assert run(args=["clock", "check"]).exit_code == 0
    happened(clock.now() + timedelta(hours=1))
    doubted = run(args=["clock", "check"])
    assert (doubted.exit_code, "gone back" in doubted.output) == (1, True)
    assert "lie ahead" in run(args=["clock", "trust"]).output
    assert run(args=["clock", "check"]).exit_code == 0
    assert "Nothing" in run(args=["clock", "trust"]).output
