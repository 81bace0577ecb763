"""The daily sweep takes bytes that no row names, and no others."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask import current_app
from obstore.exceptions import NotFoundError
from sqlalchemy import select

from portal import clock, outbox
from portal.db import db, transaction
from portal.files import service, store
from portal.outbox import OutboxRow
from portal.workflow import PORTAL
from tests.records import PDF, stored

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def url(app):
    return current_app.config["SETTINGS"].files_url


def age(url, key, by):
    """Let the bytes under a key look as if they had been stored that long ago."""
    then = (clock.now() - by).timestamp()
    os.utime(Path(url.removeprefix("file://")) / key, (then, then))


def orphan(url, by):
    key = store.put(url, PDF).key
    age(url, key, by)
    return key


def is_there(url, key):
    try:
        return store.get(url, key) == PDF
    except (FileNotFoundError, NotFoundError):
        return False


def sweep():
    with transaction():
        outbox.start_recurring(clock.now())
    while outbox.drain(most=50):
        pass
    row = db.session.scalars(
        select(OutboxRow).where(OutboxRow.kind == "files.sweep", OutboxRow.done_at.is_not(None))
    ).one()
    assert row.error is None


def test_an_old_orphan_goes_and_a_young_one_stays(url):
    old, young = orphan(url, DAY + MINUTE), orphan(url, DAY - MINUTE)
    sweep()
    assert (is_there(url, old), is_there(url, young)) == (False, True)


def test_what_a_row_names_stays_however_old_it_is(url, world, now):
    with transaction():
        file = stored(world.acme, now)
    age(url, file.storage_key, 400 * DAY)
    sweep()
    assert is_there(url, file.storage_key)


def test_the_bytes_of_a_file_go_with_the_last_row_that_names_them(url, world, now):
    with transaction():
        file = stored(world.acme, now)
        copied = service.copy(file, actor=PORTAL, now=now)
        service.let_go(file, actor=PORTAL, now=now)
    age(url, copied.storage_key, 2 * DAY)
    sweep()
    assert is_there(url, copied.storage_key)
    with transaction():
        service.let_go(copied, actor=PORTAL, now=now)
        # Tomorrow's sweep, today.
        db.session.execute(OutboxRow.__table__.delete())
    sweep()
    assert not is_there(url, copied.storage_key)


def test_what_the_portal_has_not_stored_is_left_alone(url):
    folder = Path(url.removeprefix("file://"))
    strangers = [folder / "README.txt", folder / "backup" / ("a" * 32)]
    for path in strangers:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PDF)
        age(url, str(path.relative_to(folder)), 9 * DAY)
    sweep()
    assert [path.exists() for path in strangers] == [True, True]
    for path in strangers:
        path.unlink()
