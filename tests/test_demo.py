"""The demo fills an empty database once, through the verbs, and tells who can sign in."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from portal import audit
from portal.accounts.models import Organisation
from portal.db import db
from portal.history import Event
from portal.notices.models import Notice


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.one_database("sqlite")
def test_the_demo_is_made_once_and_its_history_holds(app):
    runner = app.test_cli_runner()
    first = runner.invoke(args=["demo"])
    assert first.exit_code == 0, first.output
    assert "petra@nordwerk.example" in first.output
    before = count(Organisation), count(Event)
    unread = db.session.scalar(select(func.count(Notice.id)).where(Notice.read_at.is_(None)))
    assert 0 < unread < count(Notice) / 3, "an inbox that people look after"
    second = runner.invoke(args=["demo"])
    assert "nothing was changed" in second.output
    assert (count(Organisation), count(Event)) == before
    assert list(audit.verify()) == []
    latest = db.session.scalar(select(func.max(Event.at)))
    assert latest <= datetime.now(UTC), "the story does not run ahead of the day it is told"
