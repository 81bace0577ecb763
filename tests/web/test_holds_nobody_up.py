"""What takes long holds nobody up: while it lasts, somebody else's write goes through."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask import Flask

from portal import clock, outbox
from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.cli import imports
from portal.db import db, transaction
from portal.web.security import hash_password
from tests.imports.histories import SAMPLE, write_text
from tests.serving import served

PASSWORD = "a long enough secret"
PATIENCE = 30


@pytest.fixture
def others_write(app: Flask) -> Iterator[Callable[[], bool]]:
    """``others_write()`` says whether a write of another thread goes through meanwhile."""
    threads: list[threading.Thread] = []

    def write() -> None:
        with app.app_context():
            with transaction():
                outbox.enqueue("other", {}, due=clock.now())
            db.session.remove()

    def try_it() -> bool:
        thread = threading.Thread(target=write, daemon=True)
        threads.append(thread)
        thread.start()
        thread.join(PATIENCE)
        return not thread.is_alive()

    yield try_it
    for thread in threads:
        thread.join()


def test_a_write_that_waits_is_noticed(app, world, others_write, monkeypatch):
    """The proof of the proof: while a transaction writes, on SQLite nobody else does."""
    monkeypatch.setattr("tests.web.test_holds_nobody_up.PATIENCE", 0.5)
    with transaction():
        outbox.enqueue("mine", {}, due=clock.now())
        db.session.flush()
        assert others_write() is (db.engine.dialect.name != "sqlite")


def test_a_slow_body(app, world, client, sign_in, others_write):
    sign_in(client, world.alpha, Role.SALES)
    body = urlencode({"csrf_token": client._csrf_token(), "request_key": "0" * 32}).encode()
    cookie = client.get_cookie("session").value
    head = (
        "POST /supplier/echo HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Cookie: session={cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    ).encode()
    with served(app) as port, socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as line:
        line.sendall(head + body[:20])
        assert others_write()
        line.sendall(body[20:])
        answer = b""
        while part := line.recv(4096):
            answer += part
    assert answer.startswith(b"HTTP/1.1 303")


def test_signing_in(app, world, client, others_write, monkeypatch):
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    with transaction():
        person = db.session.get(Person, world.alpha.people[Role.SALES].id)
        person.password = hashed
    went_through = []
    context = app.extensions["security"].pwd_context._context
    verify = context.verify

    def slowly(*args, **kwargs):
        went_through.append(others_write())
        return verify(*args, **kwargs)

    monkeypatch.setattr(context, "verify", slowly)
    answer = client.post_form("/login", {"email": person.email, "password": PASSWORD})
    assert answer.status_code == 302
    assert went_through
    assert all(went_through)


def test_a_long_import(app, world, others_write, tmp_path: Path, monkeypatch):
    went_through = []

    @contextmanager
    def progress():
        yield lambda _rows, _share: went_through.append(others_write())

    monkeypatch.setattr(imports, "_progress", progress)
    path = write_text(tmp_path / "history.csv", SAMPLE)
    result = app.test_cli_runner().invoke(
        args=["import", "deliveries", str(path), "--buyer", "Acme", "--json"]
    )
    assert json.loads(result.output)["added"] == 3
    assert went_through
    assert all(went_through)
