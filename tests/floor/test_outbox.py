"""Effects go along with a rollback, come back after a failure, and survive the death of their worker."""

import time
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from structlog.testing import capture_logs

from portal import clock, outbox
from portal.db import db, transaction
from portal.outbox import OutboxRow
from tests import processes


def rows():
    db.session.rollback()
    return list(db.session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


@pytest.fixture
def receiver(monkeypatch):
    """What was delivered; the receiver fails for payloads that say so."""
    got = []

    def handle(job):
        if job.payload.get("fail"):
            raise ConnectionError("nobody there")
        got.append(job.payload)

    monkeypatch.setattr(outbox, "_handlers", {"letter": handle})
    return got


def test_a_row_is_delivered_once_and_done(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {"n": 1}, due=now)
        outbox.enqueue("letter", {"n": 2}, due=now + timedelta(hours=1))
    assert outbox.drain(lambda: now) == 1
    assert outbox.drain(lambda: now) == 0
    assert receiver == [{"n": 1}]
    assert [row.done_at for row in rows()] == [now, None]


def test_a_row_keeps_what_it_was_given(app, now):
    with transaction():
        outbox.enqueue("letter", {"b": 2, "a": [1]}, due=now)
        outbox.enqueue("parcel", {}, due=now + timedelta(hours=1), key="own")
    one, two = rows()
    assert (one.kind, one.payload, one.due_at) == ("letter", '{"a": [1], "b": 2}', now)
    assert (len(one.key), one.tries, one.lease_until, one.error) == (32, 0, None, None)
    assert (two.kind, two.key, two.due_at) == ("parcel", "own", now + timedelta(hours=1))


def test_what_is_due_is_taken_in_its_order_and_no_more_than_wanted(app, now):
    with transaction():
        for number in range(15):
            outbox.enqueue(
                "letter", {"n": number}, due=now - timedelta(minutes=number), key=f"letter-{number}"
            )
        outbox.enqueue("letter", {}, due=now + timedelta(milliseconds=1), key="later")
    with transaction():
        jobs = outbox.claim(now)
    assert [job.key for job in jobs] == [f"letter-{number}" for number in range(14, 4, -1)]
    assert {(job.kind, job.tries) for job in jobs} == {("letter", 1)}
    assert (jobs[0].id, jobs[0].payload) == (rows()[14].id, {"n": 14})
    assert {row.lease_until for row in rows() if row.tries} == {now + timedelta(seconds=60)}
    with transaction():
        assert len(outbox.claim(now, most=3)) == 3
    assert outbox.drain(lambda: now, most=1) == 1
    assert outbox.drain(lambda: now, most=1) == 1
    assert outbox.drain(lambda: now) == 0


def test_a_handler_is_known_by_its_kind(monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})

    @outbox.handler("letter")
    def deliver(job):
        pass

    assert outbox._handlers == {"letter": deliver}
    assert deliver(None) is None


def test_what_leaves_apart_is_taken_by_whoever_asks_for_it(app, now, monkeypatch):
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(outbox, "_apart", set())
    got = []
    outbox.handler("letter")(lambda job: got.append(job.kind))
    outbox.handler("parcel", apart=True)(lambda job: got.append(job.kind))
    with transaction():
        for kind in ("letter", "parcel") * 2:
            outbox.enqueue(kind, {}, due=now)
    assert outbox.drain(lambda: now, most=1, apart=True) == 1
    assert outbox.drain(lambda: now, most=1, apart=False) == 1
    assert got == ["parcel", "letter"]
    assert outbox.drain(lambda: now) == 2
    assert got == ["parcel", "letter", "letter", "parcel"]
    for lane in (True, False, None):
        assert outbox.drain(lambda: now, apart=lane) == 0


def test_what_recurs_is_done_once_in_every_period(app, now, monkeypatch):
    done, hour, later = [], timedelta(hours=1), now + timedelta(minutes=20)
    monkeypatch.setattr(outbox, "_handlers", {})
    monkeypatch.setattr(outbox, "_recurring", {})

    @outbox.recurring("tidy", every=hour)
    def tidy(job):
        done.append((job.kind, job.payload, job.key))

    for _ in range(2):
        with transaction():
            outbox.start_recurring(later)
    (first,) = rows()
    assert (first.kind, first.payload, first.due_at, first.key) == (
        "tidy",
        "{}",
        now,
        f"tidy:{now.isoformat()}",
    )
    assert outbox.drain(lambda: later) == 1
    assert outbox.drain(lambda: later) == 0
    assert [row.due_at for row in rows()] == [now, now + hour]
    assert outbox.drain(lambda: later + hour) == 1
    assert done == [("tidy", {}, f"tidy:{begin.isoformat()}") for begin in (now, now + hour)]
    assert outbox._recurring["tidy"].every == hour


def test_a_long_error_is_cut_and_the_lease_given_back(app, now, monkeypatch):
    def fail(job):
        raise ValueError("x" * 5000)

    monkeypatch.setattr(outbox, "_handlers", {"letter": fail})
    with transaction():
        outbox.enqueue("letter", {}, due=now)
    outbox.drain(lambda: now)
    (row,) = rows()
    assert row.error == f"ValueError('{'x' * 2000}"[:2000]
    assert (row.lease_until, row.done_at) == (None, None)


def test_a_rollback_takes_the_effect_along(app, now, receiver):
    def fail():
        with transaction():
            outbox.enqueue("letter", {}, due=now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert outbox.drain(lambda: now) == 0
    assert rows() == []


def test_a_failed_delivery_comes_back_later_each_time_later(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {"fail": True}, due=now)
    assert outbox.drain(lambda: now) == 1
    assert outbox.drain(lambda: now) == 0
    (row,) = rows()
    assert (row.tries, row.due_at, "nobody there" in row.error) == (1, now + timedelta(seconds=2), True)
    later = now + timedelta(seconds=2)
    assert outbox.drain(lambda: later) == 1
    assert rows()[0].due_at == later + timedelta(seconds=4)


def test_a_lease_keeps_others_away_until_it_runs_out(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {}, due=now)
    with transaction():
        (job,) = outbox.claim(now)
    assert outbox.drain(lambda: now + timedelta(seconds=59)) == 0
    late = now + timedelta(seconds=61)
    assert outbox.drain(lambda: late) == 1
    with transaction():
        outbox.finish(job, late, "too late to matter")
    assert rows()[0].error is None


def test_a_lease_stands_until_it_has_run_out(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {}, due=now)
    with transaction():
        outbox.claim(now)
    assert outbox.drain(lambda: now + outbox.LEASE) == 0
    assert outbox.drain(lambda: now + outbox.LEASE + timedelta(milliseconds=1)) == 1


def test_what_is_due_at_once_goes_out_in_the_order_it_was_written(app, now, receiver):
    with transaction():
        for number in range(5):
            outbox.enqueue("letter", {"n": number}, due=now, key=f"letter-{5 - number}")
    outbox.drain(lambda: now)
    assert [letter["n"] for letter in receiver] == list(range(5))


def test_what_is_finished_leaves_the_others_alone(app, now):
    with transaction():
        outbox.enqueue("letter", {}, due=now, key="one")
        outbox.enqueue("letter", {}, due=now, key="two")
    with transaction():
        one, two = outbox.claim(now)
        outbox.finish(one, now)
    assert [row.done_at for row in rows()] == [now, None]
    with transaction():
        outbox.finish(two, now, "nobody there")
    assert [(row.done_at, row.error) for row in rows()] == [(now, None), (None, "nobody there")]


def test_what_fails_is_said_and_given_up_after_its_last_try(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {"fail": True}, due=now, key="lost")
    with transaction():
        rows()[0].tries = outbox.MAX_TRIES - 2
    last, error = now + outbox.LONGEST_DELAY, "ConnectionError('nobody there')"
    failed = {"event": "outbox.failed", "log_level": "warning"}
    about = {"key": "lost", "kind": "letter", "error": error}
    with capture_logs() as noted:
        assert outbox.drain(lambda: now) == 1
    assert noted == [{**failed, **about, "tries": outbox.MAX_TRIES - 1}]
    with capture_logs() as noted:
        assert outbox.drain(lambda: last) == 1
    given_up = {"event": "outbox.given_up", "log_level": "error"}
    assert noted == [{**failed, **about, "tries": outbox.MAX_TRIES}, {**given_up, **about}]
    assert outbox.drain(lambda: last + timedelta(days=9)) == 0
    (row,) = rows()
    assert (row.tries, row.done_at, row.error) == (outbox.MAX_TRIES, None, error)


def test_no_letter_goes_out_twice_because_those_before_it_took_long(app, now, monkeypatch):
    own, others, clock_of_all = [], [], [now]

    def handle(job):
        own.append(job.key)
        clock_of_all[0] += timedelta(seconds=40)
        with transaction():
            for other in outbox.claim(clock_of_all[0], most=1):
                others.append(other.key)
                outbox.finish(other, clock_of_all[0])

    monkeypatch.setattr(outbox, "_handlers", {"letter": handle})
    with transaction():
        for number in range(5):
            outbox.enqueue("letter", {}, due=now, key=f"letter-{number}")
    outbox.drain(lambda: clock_of_all[0])
    assert sorted(own + others) == [f"letter-{number}" for number in range(5)]


def test_a_receiver_may_be_away_for_four_days(app, now, receiver):
    with transaction():
        outbox.enqueue("letter", {"fail": True}, due=now)
    tried_at = [now]
    while outbox.drain(lambda: tried_at[-1]):
        tried_at.append(rows()[0].due_at)
    waits = [later - earlier for earlier, later in pairwise(tried_at)]
    assert (waits[0], max(waits)) == (timedelta(seconds=2), timedelta(hours=1))
    assert tried_at[-1] - now > timedelta(days=4)
    assert rows()[0].done_at is None


def test_no_letter_is_lost_when_the_worker_is_killed_again_and_again(app, tmp_path, monkeypatch):
    settings, log = app.config["SETTINGS"], tmp_path / "letters"
    with transaction():
        for number in range(60):
            outbox.enqueue("letter", {}, due=clock.now(), key=f"letter-{number}")
    for _ in range(4):
        worker = processes.start(processes.deliver_to, settings, str(log))
        reach = len(log.read_text().splitlines()) + 7 if log.exists() else 7
        deadline = time.monotonic() + 30
        while (not log.exists() or len(log.read_text().splitlines()) < reach) and time.monotonic() < deadline:
            time.sleep(0.005)
        worker.kill()
        worker.join()
        with transaction():
            # The killed worker's leases would run out after a minute; here a minute passes at once.
            for row in db.session.scalars(select(OutboxRow).where(OutboxRow.lease_until.is_not(None))):
                row.lease_until = clock.now() - timedelta(seconds=1)

    def deliver(job):
        with log.open("a") as file:
            file.write(f"{job.key}\n")

    monkeypatch.setattr(outbox, "_handlers", {"letter": deliver})
    while outbox.drain():
        pass
    delivered = Counter(log.read_text().split())
    assert delivered.keys() == {f"letter-{number}" for number in range(60)}
    open_rows = select(func.count()).select_from(OutboxRow).where(OutboxRow.done_at.is_(None))
    assert db.session.scalar(open_rows) == 0
