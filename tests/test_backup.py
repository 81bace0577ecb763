"""A backup is taken while others write, and restored on a database of the other kind; every file and row is there."""

import json
import secrets
import shutil
import time
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal import backup, create_app, outbox
from portal.accounts.roles import Role
from portal.catalog.models import Item
from portal.catalog.service import ItemDraft, create_item, discard_item
from portal.cli.audit import complaints_of
from portal.cli.demo import fill
from portal.db import db, transaction
from portal.history import Event
from portal.models import metadata
from portal.outbox import OutboxRow
from portal.sourcing.models import BidVersion, OpenerPair
from portal.sourcing.queries import door
from tests import postgres, processes


@pytest.fixture
def other(app, tmp_path, worker_id, monkeypatch):
    """An application of its own on an empty database of the other kind, with a file store of its own."""
    settings = app.config["SETTINGS"]
    if db.engine.dialect.name == "sqlite":
        url, owner = postgres.new_database(f"restored_{worker_id}", plain_owner=True)
        postgres.create_tables(owner, metadata)
        monkeypatch.setenv("OWNER_DATABASE_URL", owner)
    else:
        url = f"sqlite:///{tmp_path / 'restored.db'}"
    other = create_app(replace(settings, database_url=url, files_url=f"file://{tmp_path / 'files'}"))
    with other.app_context():
        if url.startswith("sqlite"):
            with transaction():
                metadata.create_all(db.session.connection())
            db.session.remove()
    yield other
    with other.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def story(app, now):
    """The demo: something in nearly every table, with files and sealed bids."""
    fill(now)
    db.session.remove()


def run(app, *arguments):
    # A command runs in the application context that is there, so it gets its own.
    with app.app_context():
        try:
            return app.test_cli_runner().invoke(args=[str(one) for one in arguments])
        finally:
            db.session.remove()


def test_what_went_before_the_backup_leaves_its_id_behind(app, world, now, other, tmp_path, monkeypatch):
    def made():
        with transaction():
            draft = ItemDraft(f"I-{secrets.token_hex(2)}", "Bracket", "H87")
            return create_item(world.acme.id, draft, actor=world.acme.actor(Role.PROCUREMENT), now=now).id

    first, last = made(), made()
    with transaction():
        discard_item(db.session.get_one(Item, last), actor=world.acme.actor(Role.PROCUREMENT), now=now)
    db.session.remove()
    assert run(app, "backup", tmp_path / "kept").exit_code == 0
    assert run(other, "restore", tmp_path / "kept").exit_code == 0
    for restored in (False, True):
        with other.app_context() if restored else nullcontext():
            assert made() == last + 1 > first
            db.session.remove()


def test_what_was_backed_up_is_there_again(app, story, other, tmp_path, monkeypatch):
    folder, begin = tmp_path / "backup", tmp_path / "begin"
    writers = [
        processes.start(processes.write_in_a_loop, app.config["SETTINGS"], f"w{n}", 200, str(begin))
        for n in range(2)
    ]
    begin.touch()
    while not db.session.scalar(select(func.count()).where(OutboxRow.kind.in_(("w0", "w1")))):
        db.session.rollback()
        time.sleep(0.01)
    db.session.remove()
    with monkeypatch.context() as without:
        without.delenv("OWNER_DATABASE_URL", raising=False)
        taken = run(app, "backup", folder)
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    assert taken.exit_code == 0, taken.output
    events = db.session.scalar(select(func.count(Event.id)))
    opened = {v.public_id: v.sha256 for v in db.session.scalars(select(BidVersion))}
    pairs = list(db.session.scalars(select(OpenerPair.sealed).order_by(OpenerPair.id)))
    assert len(pairs) == 6

    restored = run(other, "restore", folder)

    assert restored.exit_code == 0, restored.output
    manifest = json.loads((folder / backup.MANIFEST).read_text())
    assert manifest["tables"]["event"]["rows"] == events
    # On PostgreSQL an owner who is no superuser has restored it, and takes a backup that holds as much.
    again = run(other, "backup", tmp_path / "again")
    assert again.exit_code == 0, again.output
    rows_again = json.loads((tmp_path / "again" / backup.MANIFEST).read_text())["tables"]
    assert {name: told["rows"] for name, told in rows_again.items()} == {
        name: told["rows"] for name, told in manifest["tables"].items()
    }
    with other.app_context():
        assert list(complaints_of(other.config["SETTINGS"].files_url)) == []
        versions = list(db.session.scalars(select(BidVersion)))
        assert {version.public_id: version.sha256 for version in versions} == opened
        # The bid for the strict RFQ nobody reads; its openers' passphrases are tried in their own tests.
        readable = [version for version in versions if door.is_open_to_supplier(version.bid)]
        assert len(readable) == len(versions) - 1
        for version in readable:
            assert door.read_own(version.supplier_id, version).lines
        # What two of the three passphrases open is there again.
        assert list(db.session.scalars(select(OpenerPair.sealed).order_by(OpenerPair.id))) == pairs
        with transaction():
            outbox.enqueue("after", {}, due=versions[0].saved_at)
        db.session.remove()


@pytest.fixture
def taken(app, world, tmp_path, monkeypatch) -> Path:
    """A backup of a small world."""
    with monkeypatch.context() as without:
        without.delenv("OWNER_DATABASE_URL", raising=False)
        assert run(app, "backup", tmp_path / "backup").exit_code == 0
    return tmp_path / "backup"


def spoil_row(folder):
    path = folder / "tables" / "organisation.jsonl.gz"
    path.write_bytes(path.read_bytes()[:-1] + b"x")


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (spoil_row, "not what was written"),
        (lambda folder: (folder / "tables" / "person.jsonl.gz").unlink(), "missing from the backup"),
        (lambda folder: (folder / backup.MANIFEST).unlink(), "no whole backup"),
    ],
)
def test_a_spoilt_backup_is_refused_and_nothing_is_written(taken, other, spoil, complaint):
    spoil(taken)
    result = run(other, "restore", taken)
    assert (result.exit_code, complaint in result.output) == (1, True), result.output
    with other.app_context():
        assert db.session.scalar(select(func.count(Event.id))) == 0
        db.session.remove()


def test_only_an_empty_database_is_restored_and_only_an_empty_folder_filled(app, taken, monkeypatch):
    monkeypatch.delenv("OWNER_DATABASE_URL", raising=False)
    assert "is not empty" in run(app, "restore", taken).output
    assert "is not empty" in run(app, "backup", taken).output
    shutil.rmtree(taken)
    assert run(app, "backup", taken).exit_code == 0
