"""Events are chained, belong to their readers, vanish with a rollback, and tampering is named."""

from dataclasses import dataclass

import pytest
from sqlalchemy import delete, select, update

from portal import audit, history
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.history import ChainHead, Event, EventReader, EventSubject


@dataclass(frozen=True)
class ThingHappened:
    thing_id: int


def happen(world, now, number=1):
    actor = world.acme.actor(Role.PROCUREMENT)
    history.record(
        ThingHappened(number), about=[world.acme.organisation], readers=[world.acme.id], actor=actor, now=now
    )


def test_events_follow_each_other_in_one_chain(world, now):
    with transaction():
        happen(world, now, 1)
        happen(world, now, 2)
    with transaction():
        happen(world, now, 3)
    rows = list(db.session.scalars(select(Event).order_by(Event.seq)))
    assert [(row.chain, row.seq, row.facts) for row in rows] == [
        (world.acme.id, seq, {"thing_id": seq}) for seq in (1, 2, 3)
    ]
    assert list(audit.verify()) == []


def test_the_timeline_shows_an_event_to_its_readers_only(world, now):
    with transaction():
        happen(world, now)
    thing = world.acme.organisation
    assert [event.name for event in history.timeline(world.acme.id, thing)] == ["ThingHappened"]
    assert history.timeline(world.bolt.id, thing) == []


def test_what_is_rolled_back_never_happened(world, now):
    def fail():
        with transaction():
            happen(world, now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with transaction():
        savepoint = db.session.begin_nested()
        happen(world, now, 7)
        savepoint.rollback()
        happen(world, now, 8)
    assert [row.facts["thing_id"] for row in db.session.scalars(select(Event))] == [8]
    assert list(audit.verify()) == []


def test_a_reaction_runs_in_the_same_transaction(world, now, monkeypatch):
    heard = []
    monkeypatch.setattr(history, "_reactions", {})
    history.on(ThingHappened)(lambda fact, actor, when: heard.append((fact, actor.organisation_id, when)))
    with transaction():
        happen(world, now)
    assert heard == [(ThingHappened(1), world.acme.id, now)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"hash": "0" * 64}, "hash"),
        ({"body": b"{}"}, "hash"),
        ({"name": "Other"}, "name"),
        ({"person_id": None}, "person"),
        ({"seq": 9}, "missing"),
    ],
)
def test_tampering_is_named(world, now, change, complaint):
    with transaction():
        happen(world, now, 1)
        happen(world, now, 2)
    with transaction():
        db.session.execute(update(Event).where(Event.seq == 2).values(**change))
    complaints = list(audit.verify())
    assert any(complaint in sentence for sentence in complaints)


def test_a_database_put_back_is_noticed(app, world, now, tmp_path):
    run = app.test_cli_runner().invoke
    with transaction():
        happen(world, now, 1)
    early, kept = audit.heads(), tmp_path / "heads.json"
    with transaction():
        happen(world, now, 2)
    kept.write_text(run(args=["audit", "heads"]).output)
    assert run(args=["audit", "verify", "--heads", str(kept)]).exit_code == 0
    with transaction():
        # Yesterday's database: the last event and the head are as they were.
        last = db.session.scalars(select(Event).where(Event.seq == 2)).one()
        for table in (EventSubject, EventReader):
            db.session.execute(delete(table).where(table.event_id == last.id))
        db.session.execute(delete(Event).where(Event.id == last.id))
        db.session.execute(
            update(ChainHead).where(ChainHead.chain == world.acme.id).values(early[str(world.acme.id)])
        )
    result = run(args=["audit", "verify", "--heads", str(kept)])
    assert (result.exit_code, "is not part of it" in result.output) == (1, True)
    assert list(audit.verify()) == []
