"""What every test may use: an application on each of the two databases, cleaned after each test."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextvars import Context
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock, create_app
from portal.accounts import service
from portal.accounts.models import Membership, Person
from portal.accounts.roles import Role
from portal.config import Settings
from portal.db import db, new_public_id, transaction
from portal.models import metadata
from portal.timekeeping import Timekeeper
from portal.web import access, errors
from tests import echo, gone, hashing, memory, postgres
from tests.phone import with_password
from tests.world import Company, World, build

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TIMES_EMPTIED = count(1)

# An example may take as long as a busy machine needs; how fast the code is, benchmarks say.
settings.register_profile("portal", deadline=None)
settings.load_profile("portal")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--whole` walks everything there is on both databases, which `make trust` does; without it, a share."""
    parser.addoption("--whole", action="store_true", help="long walks whole, and on both databases")


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> bool:
    """Whether long walks go all the way."""
    return bool(request.config.getoption("--whole"))


def pytest_configure() -> None:
    """Wait neither for the disk nor for passphrases, which thousands of tests would otherwise do."""
    memory.take()
    hashing.make_passphrases_cheap()
    gone.watch()


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what was loaded once, which otherwise takes a tenth of the whole run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Spare what would be tried twice for nothing: on the other database than the one that is enough.

    A test marked ``one_database`` runs on that one: on PostgreSQL unless it names the other. Tests of pages run on one
    each, half of them on either: verbs and queries have tests of their own on both.
    """
    if config.getoption("--whole"):
        return
    spared = [item for item in items if isinstance(item, pytest.Function) and _is_spared(item)]
    config.hook.pytest_deselected(items=spared)
    items[:] = [item for item in items if item not in set(spared)]


def _is_spared(item: pytest.Function) -> bool:
    mark = item.get_closest_marker("one_database")
    if mark is not None:
        (kept,) = mark.args or ("postgresql",)
    elif item.path.stem.endswith("pages"):
        kept = ("sqlite", "postgresql")[crc32(item.originalname.encode()) % 2]
    else:
        return False
    # A test that asks for no application, in a module that is marked as a whole, has no parameters.
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return params.get("whole_app") not in (kept, None)


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
        rate_limits=False,
    )


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test process."""
    return tmp_path_factory.mktemp("room")


class Steered(Timekeeper):
    """The timekeeper of tests, which set the clock of this process as they like on either database."""

    def was_set(self) -> bool:
        return False


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def whole_app(request: pytest.FixtureRequest, room: Path) -> Iterator[Flask]:
    """One application per database and process, with empty tables. Tests take ``app``."""
    if request.param == "sqlite":
        url, owner_url = f"sqlite:///{room / 'test.db'}", None
    else:
        url, owner_url = postgres.new_database(f"t_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")
    app = create_app(settings_for(url, room))
    app.config["TESTING"] = True
    hashing.make_passwords_cheap(app)
    app.extensions["timekeeper"] = Steered(by_database=False, wall=0, steady=0)
    echo.put_on(app)
    with app.app_context():
        if owner_url is None:
            with transaction():
                metadata.create_all(db.session.connection())
        else:
            postgres.create_tables(owner_url, metadata)
            postgres.let_be_emptied(owner_url, metadata)
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
        _empty(whole_app.config["SETTINGS"].database_url)
        db.session.remove()


def _empty(url: str) -> None:
    with transaction():
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            for table in reversed(metadata.sorted_tables):
                connection.exec_driver_sql(f"DELETE FROM {table.name}")
            return
        connection.exec_driver_sql("select empty_all()")
    if next(TIMES_EMPTIED) % 50 == 0:
        postgres.give_back_room(url)


@pytest.fixture
def now() -> datetime:
    """The instant at which tests happen unless they say otherwise."""
    return NOW


@pytest.fixture
def world(app: Flask, now: datetime) -> World:
    """Two buyers and three suppliers, committed."""
    with transaction():
        return build(now)


class PortalClient(FlaskClient):
    """A test client that adds the CSRF token and a fresh request key to every form it sends."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request as another thread of the server would: nothing of the test's own context goes along."""
        return Context().run(super().open, *args, **kwargs)

    def post_form(self, url: str, data: dict[str, Any] | None = None, **kwargs: Any) -> TestResponse:
        """Send a form as a page would. Give ``request_key`` to send the same form twice."""
        values = {"request_key": new_public_id(), **(data or {})}
        values.setdefault("csrf_token", self._csrf_token())
        return self.post(url, data=values, **kwargs)

    def _csrf_token(self) -> str:
        with self.session_transaction() as cookie:
            secret = cookie.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(secret))


@pytest.fixture
def client(app: Flask) -> PortalClient:
    """A browser without scripts."""
    app.test_client_class = PortalClient
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


@pytest.fixture
def sign_in(app: Flask) -> Callable[..., None]:
    """``sign_in(client, company, Role.X)`` lets a client act as that person, without the sign-in page."""

    def put(client: PortalClient, company: Company, role: Role) -> None:
        person = company.people[role]
        with transaction():
            signed_in, token = service.begin_session(person, "test", now=clock.now())
            held = db.session.scalars(
                select(Membership).where(
                    Membership.person_id == person.id, Membership.organisation_id == company.id
                )
            ).one()
            service.act_for(signed_in, held)
        with client.session_transaction() as cookie:
            cookie.update(sign_in=token, _user_id=person.fs_uniquifier, _fresh=True)

    return put


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refusals are sentences without a page and leave no trace, for walks that are refused a thousand times."""
    monkeypatch.setattr(errors, "render_template", lambda _name, message, **_about: str(message))
    monkeypatch.setattr(access, "note_refusal", lambda _status: None)


@pytest.fixture
def sales(app: Flask, world: World) -> Person:
    """Alpha's sales person, with a password."""
    return with_password(app, world.alpha.people[Role.SALES])


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Debian's Chromium, which apt installs, in place of one that Playwright would fetch."""
    quiet = [
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ]
    return {"executable_path": shutil.which("chromium"), "args": ["--no-sandbox", "--disable-gpu", *quiet]}
