"""The store of files fails while people upload: uploads are kept whole or refused with a 503, and all recovers.

A folder turns read-only; an object store is away; one takes requests and answers none. Meanwhile pages that need no
file are shown. The object store is moto's server. Nothing is started again afterwards.
"""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError

import psutil
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.certificates.models import Certificate
from portal.db import db, transaction
from tests.records import PDF
from trust.browser import Answer, Browser
from trust.failing import Failing, Told, judge, write_through
from trust.house import SECONDS_TO_COME_UP, House, free_port, house, powerless
from trust.proofs import Outcome
from trust.tenders import browser, scene
from trust.wire import wire

BUCKET = "portal"

Kind = Callable[[House], AbstractContextManager[Failing]]


def _upload(made: House, store: Failing, seconds: float) -> Told:
    with ExitStack() as stack:
        app = stack.enter_context(made.app())
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=1, rfqs=1)
            quality = browser(app, made.port, prepared.suppliers[0], Role.SUPPLIER_QUALITY)
        db.session.remove()
        stack.enter_context(closing(quality))
        made.start("web", more=store.more, before=store.before)
        made.wait_until_it_answers()

        def send(mark: str, _key: str) -> Answer:
            _look_around(quality)
            with closing(quality.beside()) as one:
                form = {"standard": "ISO 9001", "entity": "A", "number": mark}
                days = {"valid_from": "2026-01-01", "valid_until": "2099-01-01"}
                return one.post_file("/supplier/certificates/new", form | days, "file", f"{mark}.pdf", _pdf(mark))

        told = write_through(store, send, seconds)
        told.stored = [
            certificate.number
            for certificate in db.session.scalars(select(Certificate))
            if certificate.number in quality.get(f"/supplier/certificates/{certificate.public_id}/file").text
        ]
        db.session.rollback()
    return told


def _look_around(quality: Browser) -> None:
    answer = quality.get("/supplier/certificates")
    if answer.status != 200:
        raise AssertionError(f"A page without files was answered with {answer.status}.")


def _pdf(mark: str) -> bytes:
    return PDF.replace(b"%PDF-1.4\n", f"%PDF-1.4\n% {mark}\n".encode())


@contextmanager
def _read_only(made: House) -> Iterator[Failing]:
    folder = Path(made.settings.files_url.removeprefix("file://"))
    folder.mkdir(parents=True, exist_ok=True)
    yield Failing("Read-only", lambda: folder.chmod(0o500), lambda: folder.chmod(0o700), before=powerless())


@contextmanager
def _away(_made: House) -> Iterator[Failing]:
    with (
        _object_store() as (port, _process),
        wire(lambda: socket.create_connection(("127.0.0.1", port))) as line,
    ):
        yield Failing("Away", line.sever, line.join, _settings(line.port))


@contextmanager
def _silent(_made: House) -> Iterator[Failing]:
    with _object_store() as (port, process):
        try:
            yield Failing(
                "Silent",
                lambda: process.send_signal(signal.SIGSTOP),
                lambda: process.send_signal(signal.SIGCONT),
                _settings(port),
            )
        finally:
            process.send_signal(signal.SIGCONT)


def _settings(port: int) -> dict[str, str]:
    return {
        "FILES_URL": f"s3://{BUCKET}",
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-central-1",
    }


@contextmanager
def _object_store() -> Iterator[tuple[int, psutil.Popen]]:
    """moto's server with one bucket, until the block ends."""
    port = free_port()
    command = [sys.executable, "-W", "ignore", "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    process = psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        bucket = urllib.request.Request(f"http://127.0.0.1:{port}/{BUCKET}", method="PUT")
        _insist(lambda: urllib.request.urlopen(bucket, timeout=5).close())
        yield port, process
    finally:
        process.terminate()
        process.wait(30)


def _insist(ask: Callable[[], None]) -> None:
    until = time.monotonic() + SECONDS_TO_COME_UP
    while True:
        try:
            return ask()
        except (URLError, ConnectionError, TimeoutError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


KINDS = (_read_only, _away, _silent)


def run(_database: str, room: Path, seconds: float = 30.0, kinds: Sequence[Kind] = KINDS) -> Outcome:
    """Let each kind of store fail for so long while a supplier uploads certificates."""
    asked, found = 0, []
    for number, failing in enumerate(kinds):
        folder = room / str(number)
        folder.mkdir()
        with house("sqlite", folder, "stores") as made, failing(made) as store:
            told = _upload(made, store, seconds)
            found += judge(store, told)
            asked += told.times
    tried = f"files sent to a store that is read-only, away or silent for {seconds:.0f} s"
    return Outcome(tried, asked, tuple(found))
