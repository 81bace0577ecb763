"""The harness of the deadline: a small run, and faults that it has to find."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock
from portal.db import transaction
from portal.sourcing.rules import bids as rules
from tests.serving import served
from trust.deadline import Attempt, attack, judge, outcome, run
from trust.tenders import scene

MS = timedelta(milliseconds=1)
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_a_small_run(tmp_path):
    found = run("postgresql", tmp_path, suppliers=10, rfqs=1, batches=3, astray=False)
    assert (found.found, found.times) == ((), 30)


def attempt(sent, answered, status, received, stored="same"):
    """Instants as milliseconds from the deadline."""
    kept = received if stored == "same" and status == 303 else None if stored == "same" else stored
    at = [None if offset is None else AT + offset * MS for offset in (sent, answered, received, kept)]
    return Attempt(AT, at[0], at[1], status, at[2], "r", at[3])


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (attempt(-20, 5, 303, -1), None),
        (attempt(-20, 5, 422, 0), None),
        (attempt(-20, 5, 303, 0), "Accepted"),
        (attempt(-20, 5, 422, -1), "Refused"),
        (attempt(1, 5, 303, -1), "Accepted"),
        (attempt(-20, -5, 422, 3), "Refused"),
        (attempt(-20, 5, 303, -30), "not when it was received"),
        (attempt(-20, 5, 303, 8), "Accepted"),
        (attempt(-20, 5, 303, -1, stored=-2), "stored"),
        (attempt(-20, 5, 422, 0, stored=0), "stored"),
        (attempt(-20, 5, 503, 0), "answered with 503"),
    ],
)
def test_each_wrong_decision_is_named(one, said):
    found = list(judge([one]))
    assert (found == []) if said is None else any(said in sentence for sentence in found)


@pytest.mark.one_database
@pytest.mark.parametrize("fault", ["wrong comparison", "wrong clock"])
def test_a_planted_fault_is_found(app, monkeypatch, fault):
    """The clock goes in steps of ten seconds, so that submissions meet the deadline itself on a busy machine too."""

    def step(at):
        return at.replace(second=at.second // 10 * 10, microsecond=0)

    def coarse():
        return step(datetime.now(UTC))

    real = clock.now
    monkeypatch.setattr(clock, "now", coarse)
    monkeypatch.setattr(clock, "to_millisecond", step)
    if fault == "wrong comparison":
        monkeypatch.setattr(rules, "is_closed", lambda deadline, now: now > deadline)
    else:
        monkeypatch.setattr(clock, "now", lambda: real() + timedelta(seconds=20))
    with served(app) as port:
        with transaction():
            prepared = scene(app, port, datetime.now(UTC), suppliers=8, rfqs=1)
        attempts = attack(port, prepared, 4, coarse)
    said = "Accepted" if fault == "wrong comparison" else "not when it was received"
    assert any(said in sentence for sentence in outcome(attempts, 4).found)
