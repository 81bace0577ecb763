"""Database, disk, mail server and file store fail for a moment; the portal says so, and goes on by itself."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.exc import NotSupportedError, OperationalError

from portal import clock, outbox, timekeeping
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Busy
from portal.files import store
from portal.notices.service import notify
from portal.outbox import OutboxRow
from portal.web import access
from trust.faults import run
from trust.house import free_port
from trust.post_office import PostOffice, open_at
from trust.proofs import DATABASES


@pytest.mark.parametrize("database", DATABASES)
def test_what_fails_for_a_moment_is_told_and_recovers(database, tmp_path):
    assert run(database, tmp_path, seconds=1).found == ()


@pytest.mark.one_database
@pytest.mark.parametrize(("lost", "status"), [(True, 503), (False, 500)])
def test_what_a_database_says_is_busy_only_where_it_was_lost(client, monkeypatch, lost, status):
    """A standby in its place is as if it were away; a statement that is wrong stays wrong."""

    def fail():
        raise NotSupportedError("select", {}, Exception("not here"), connection_invalidated=lost)

    monkeypatch.setattr(timekeeping, "now", fail)
    assert client.post_form("/login", {"email": "n@alpha.example", "password": "not this"}).status_code == status


def test_a_refusal_that_cannot_be_noted_is_busy(client, world, sign_in, monkeypatch):
    """What is refused belongs into the record, which takes nothing where the database takes no writes."""
    sign_in(client, world.alpha, Role.SALES)
    assert client.get("/supplier/orders/unknown").status_code == 404

    def refuse(*_about, **_more):
        raise OperationalError("insert", {}, Exception("read-only"))

    monkeypatch.setattr(access.history, "record", refuse)
    assert client.get("/supplier/orders").status_code == 200
    answer = client.get("/supplier/orders/unknown")
    assert (answer.status_code, bool(answer.headers["Retry-After"])) == (503, True)


@pytest.mark.one_database
def test_mails_wait_for_a_server_that_is_stopped(app, world, monkeypatch):
    port, office = free_port(), PostOffice()
    settings = replace(app.config["SETTINGS"], mail_url=f"smtp://127.0.0.1:{port}")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    with transaction():
        notify(
            world.acme.id,
            [Role.PROCUREMENT],
            kind="rfq_invited",
            endpoint="buyer.home",
            target="x",
            params={"number": "1", "title": "x", "buyer": "x"},
            now=clock.now(),
        )
    assert outbox.drain() == 1
    row = db.session.query(OutboxRow).one()
    assert (row.done_at, row.tries, "refused" in row.error) == (None, 1, True)
    due = row.due_at
    with open_at(port, office):
        assert outbox.drain(now=lambda: due) == 1
    assert len(office.arrived) == 1


def test_a_store_that_fails_is_busy_and_works_again(tmp_path):
    folder, aside = tmp_path / "files", tmp_path / "aside"
    url = f"file://{folder}"
    kept = store.put(url, b"before")
    folder.rename(aside)
    Path(folder).write_bytes(b"")
    for act in (lambda: store.put(url, b"x"), lambda: store.get(url, kept.key)):
        with pytest.raises(Busy):
            act()
    folder.unlink()
    aside.rename(folder)
    assert store.get(url, kept.key) == b"before"
    with pytest.raises(FileNotFoundError):
        store.get(url, store.new_key())


@pytest.mark.parametrize("url", ["/login", "/reset"])
def test_sign_in_says_that_the_database_is_away(client, monkeypatch, url):
    """The edge asks the database what time it is before anything else looks at the request."""

    def away():
        raise OperationalError("select now()", {}, Exception("connection refused"))

    monkeypatch.setattr(timekeeping, "now", away)
    answer = client.post_form(url, {"email": "n@alpha.example", "password": "not this one at all"})
    assert (answer.status_code, bool(answer.headers["Retry-After"])) == (503, True)
