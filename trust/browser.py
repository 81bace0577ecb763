"""Somebody at a browser, as the harnesses play them: signed in, with the keys of a form, over a real connection."""

import http.client
import secrets
import socket
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from portal import clock
from portal.accounts import service
from portal.accounts.models import Membership, Person
from portal.db import new_public_id

SECONDS_TO_ANSWER = 60
SECONDS_TO_INSIST = 120
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What the portal said. ``received_at`` is the instant by which it judged, as it writes it; "" for none."""

    status: int
    location: str
    received_at: str
    replayed: bool
    retry_after: str
    text: str = field(repr=False)


@dataclass
class Browser:
    """One person's browser on ``127.0.0.1:port``. Not for two threads at once."""

    port: int
    cookie: str
    csrf: str
    _connection: http.client.HTTPConnection | None = None

    def beside(self, port: int | None = None) -> "Browser":
        """The same person at another browser."""
        return Browser(port or self.port, self.cookie, self.csrf)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, form: Mapping[str, str], key: str | None = None) -> Answer:
        """Send a form as a page would, with a request key of its own unless one is given.

        Raises what ``http.client`` raises when the portal goes away before it has answered (``OSError``,
        ``HTTPException``).
        """
        return self._ask("POST", path, self.body(form, key))

    def insist(self, path: str, form: Mapping[str, str]) -> Answer:
        """Send a form with one key until the portal has answered it; a busy portal is asked again too.

        ``AssertionError`` for an answer that is a refusal, ``TimeoutError`` where none comes for two minutes.
        """
        key, until = new_public_id(), time.monotonic() + SECONDS_TO_INSIST
        while time.monotonic() < until:
            try:
                answer = self.post(path, form, key)
            except (OSError, http.client.HTTPException):
                self.close()
            else:
                if answer.status == 303:
                    return answer
                if answer.status != 503:
                    raise AssertionError(f"{path} was answered with {answer.status}: {answer.text[:2000]}")
            time.sleep(0.02)
        raise TimeoutError(f"{path} was not answered in time")

    def post_file(self, path: str, form: Mapping[str, str], field: str, name: str, content: bytes) -> Answer:
        """Send a form with a file in that field."""
        keys = {"csrf_token": self.csrf, "request_key": new_public_id()}
        values = {**keys, **form, field: FileStorage(BytesIO(content), name)}
        stream, _length, boundary = stream_encode_multipart(values)
        return self._ask("POST", path, stream.read(), f'multipart/form-data; boundary="{boundary}"')

    def post_alone(self, path: str, form: Mapping[str, str], key: str | None = None) -> Answer:
        """The same over a connection of its own, so that several threads may do it at once."""
        with closing(self.beside()) as browser:
            return browser.post(path, form, key)

    def body(self, form: Mapping[str, str], key: str | None = None) -> bytes:
        """The body of a form."""
        return urlencode({"csrf_token": self.csrf, "request_key": key or new_public_id(), **form}).encode()

    def head(self, path: str, length: int) -> bytes:
        """The head of a form of that length, for whoever writes to the socket by hand."""
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: session={self.cookie}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {length}",
            "Connection: close",
        )
        return "\r\n".join([*lines, "", ""]).encode()

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, kind: str = FORM) -> Answer:
        fresh = self._connection is None
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        headers = {"Cookie": f"session={self.cookie}"}
        if body is not None:
            headers["Content-Type"] = kind
        try:
            self._connection.request(method, path, body, headers)
            return read(self._connection.getresponse())
        except (http.client.RemoteDisconnected, ConnectionError):
            self.close()
            # A connection that was kept open may have been closed at rest; that says nothing of the portal.
            if fresh:
                raise
            return self._ask(method, path, body, kind)
        except BaseException:
            self.close()
            raise


def read(response: http.client.HTTPResponse) -> Answer:
    """The answer of a response."""
    text = response.read().decode("utf-8", "replace")
    return Answer(
        response.status,
        response.getheader("Location") or "",
        response.getheader("X-Received-At") or "",
        response.getheader("Idempotent-Replay") is not None,
        response.getheader("Retry-After") or "",
        text,
    )


def read_from(connection: socket.socket) -> Answer:
    """The answer that comes on a socket."""
    response = http.client.HTTPResponse(connection, method="POST")
    response.begin()
    return read(response)


def sign_in(app: Flask, port: int, person: Person, held: Membership) -> Browser:
    """A browser in which the person acts with this membership. Call in a write transaction."""
    signed_in, token = service.begin_session(person, "harness", now=clock.now())
    service.act_for(signed_in, held)
    return _browser(app, port, {"sign_in": token, "_user_id": person.fs_uniquifier, "_fresh": True})


def visitor(app: Flask, port: int) -> Browser:
    """A browser of somebody who is not signed in."""
    return _browser(app, port, {})


def _browser(app: Flask, port: int, values: dict[str, Any]) -> Browser:
    secret = secrets.token_hex(20)
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    csrf = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token").dumps(secret)
    return Browser(port, str(signer.dumps({**values, "csrf_token": secret})), str(csrf))
