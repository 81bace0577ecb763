"""Further processes of the portal, for what only several of them can show. Each builds an application of its own.

They come from a fork server that has loaded the portal once, so that starting one costs little.
"""

import multiprocessing
import os
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from portal import clock, create_app, outbox
from portal.config import Settings
from portal.db import db, transaction

_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["tests.processes", "portal.assembly"])


def start(function: Callable[..., None], settings: Settings, *arguments: Any) -> BaseProcess:
    """Run ``function(*arguments)`` in a new process, inside an application with these settings."""
    process = _forkserver.Process(target=_run, args=(function, settings, arguments), daemon=True)
    process.start()
    return process


def _run(function: Callable[..., None], settings: Settings, arguments: tuple[Any, ...]) -> None:
    app = create_app(settings)
    with app.app_context():
        function(*arguments)
        db.session.remove()


def write_in_a_loop(name: str, turns: int, begin: str) -> None:
    """Write one row a transaction, as often as told, as fast as the queue of writers lets it."""
    while not Path(begin).exists():
        time.sleep(0.002)
    for turn in range(turns):
        with transaction():
            outbox.enqueue(name, {"turn": turn}, due=clock.now())
            db.session.flush()
            time.sleep(0.002)


def deliver_to(path: str) -> None:
    """A worker whose receiver is a file: every delivery appends the row's key and takes a moment."""

    @outbox.handler("letter")
    def _letter(job: outbox.Job) -> None:
        time.sleep(0.005)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(descriptor, f"{job.key}\n".encode())
        os.close(descriptor)

    while True:
        if not outbox.drain(most=5):
            time.sleep(0.01)
