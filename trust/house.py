"""A portal of its own for a harness: a migrated database of either kind, folders, and real processes.

The processes are those of production (gunicorn and the worker); a harness may start, kill and start them again.
Everything stands on this machine and ends with the block.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from alembic.command import upgrade
from alembic.config import Config
from flask import Flask

from portal import create_app
from portal.config import Settings
from portal.db import db
from tests import postgres
from tests.conftest import settings_for
from trust.proofs import NotHere

ROOT = Path(__file__).parents[1]
SECONDS_TO_COME_UP = 60
# The superuser writes into any folder and file, unless it is started without that power.
POWERLESS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
COMMANDS = {"web": ("gunicorn", "wsgi:app"), "worker": ("flask", "worker")}


@dataclass
class House:
    """Where a harness works: ``settings`` for an application in this process, ``start`` for the real ones."""

    settings: Settings
    owner_url: str
    room: Path
    port: int
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """What a process of this portal is started with; nothing of the caller's own settings."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.room),
            "FLASK_APP": "wsgi",
            "PORTAL_VAR": str(self.room / "var"),
            "PORT": str(self.port),
            "DATABASE_URL": self.settings.database_url,
            "OWNER_DATABASE_URL": self.owner_url,
            "FILES_URL": self.settings.files_url,
            "MAIL_URL": self.settings.mail_url,
            "SECRET_KEY": self.settings.secret_key,
            "PORTAL_KEY": self.settings.portal_key,
            "BASE_URL": self.address,
            "RATE_LIMITS": "off",
        }

    def start(
        self,
        what: str,
        more: Mapping[str, str] | None = None,
        before: tuple[str, ...] = (),
    ) -> subprocess.Popen[bytes]:
        """Start ``web`` or ``worker`` in a group of its own, its output in ``room/what.log``.

        ``more`` is added to its environment; ``before`` is put before the command (a wrapper such as faketime).
        """
        with (self.room / f"{what}.log").open("ab") as log:
            process = subprocess.Popen(
                [*before, sys.executable, "-m", *COMMANDS[what]],
                cwd=ROOT,
                env={**self.environment(), **(more or {})},
                stdout=log,
                stderr=log,
                process_group=0,
            )
        self.running.append(process)
        return process

    def wait_until_it_answers(self, seconds: float = SECONDS_TO_COME_UP) -> None:
        """Return once the portal is ready; ``TimeoutError`` with its last lines otherwise."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.address}/readyz", timeout=5):
                    return
            except (URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise TimeoutError((self.room / "web.log").read_text(encoding="utf-8", errors="replace")[-2000:])

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """The application in this process, inside its context: to prepare a world and to look at what became."""
        app = create_app(self.settings)
        with app.app_context():
            try:
                yield app
            finally:
                db.session.remove()
                for engine in db.engines.values():
                    engine.dispose()


def powerless() -> tuple[str, ...]:
    """What to put before a command so that it keeps to the permissions of files, as any user but the superuser does."""
    if os.geteuid():
        return ()
    if shutil.which(POWERLESS[0]) is None:
        raise NotHere("this is the superuser, and setpriv is not there to take its power")
    return POWERLESS


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def migrate(owner_url: str) -> None:
    """Let an empty database have every table, as `flask db upgrade` does."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = owner_url
    upgrade(config, "head")


@contextmanager
def house(database: str, room: Path, name: str) -> Iterator[House]:
    """A house on a database of this kind (``sqlite``, ``postgresql``); ``name`` tells databases apart."""
    if database == "sqlite":
        url = owner = f"sqlite:///{room / 'portal.db'}"
    else:
        url, owner = postgres.new_database(name)
    made = House(settings_for(url, room), owner, room, free_port())
    migrate(owner)
    if database == "postgresql":
        postgres.grant(owner)
    try:
        yield made
    finally:
        for process in made.running:
            if process.poll() is None:
                process.terminate()
        for process in made.running:
            process.wait(30)
