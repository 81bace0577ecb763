"""What every test may use: an application on each of the two databases, cleaned after each test."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.db import db, transaction
from portal.models import metadata
from tests import postgres
from tests.world import World, build

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def settings_for(database_url: str, room: Path) -> Settings:
    return Settings(
        production=False,
        database_url=database_url,
        files_url=f"file://{room / 'files'}",
        secret_key="t" * 64,
        portal_key="p" * 64,
        base_url="http://127.0.0.1:8000",
        mail_url=f"file://{room / 'mail'}",
        timezone="UTC",
        languages=("en",),
    )


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test process."""
    return tmp_path_factory.mktemp("room")


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def whole_app(request: pytest.FixtureRequest, room: Path) -> Iterator[Flask]:
    """One application per database and process, with empty tables. Tests take ``app``."""
    if request.param == "sqlite":
        url, owner_url = f"sqlite:///{room / 'test.db'}", None
    else:
        url, owner_url = postgres.new_database(f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    app = create_app(settings_for(url, room))
    app.config["TESTING"] = True
    with app.app_context():
        if owner_url is None:
            with transaction():
                metadata.create_all(db.session.connection())
        else:
            postgres.create_tables(owner_url, metadata)
    yield app
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def app(whole_app: Flask) -> Iterator[Flask]:
    """The application inside an application context, on an empty database."""
    with whole_app.app_context():
        yield whole_app
        with transaction():
            for table in reversed(metadata.sorted_tables):
                db.session.execute(table.delete())
        db.session.remove()


@pytest.fixture
def now() -> datetime:
    """The instant at which tests happen unless they say otherwise."""
    return NOW


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    """Two buyers and three suppliers, committed."""
    with transaction():
        return build(now)
