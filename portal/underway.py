"""What is under way: requests whose time is taken already and whose transaction has not ended yet.

A submission that was received in time may still wait for its turn while somebody opens the bids. So it marks itself
before its time is taken, and the opening waits, after its own time is taken, until every mark that was there is
gone. Whoever marks itself later is late anyway. A mark is a lock: it ends with the process that holds it.
"""

import fcntl
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask_babel import lazy_gettext as _
from sqlalchemy import func, select

from portal.db import db
from portal.errors import Busy

SECONDS_TO_WAIT = 5.0
PAUSE = 0.005


@contextmanager
def marked(key: str) -> Iterator[None]:
    """Be under way in this block. ``key`` is the public id of the record that the request is about."""
    if db.engine.dialect.name == "postgresql":
        # A transaction of its own: its end, however it comes, takes the mark away.
        with db.engine.connect() as connection:
            connection.execute(select(func.pg_advisory_xact_lock_shared(_number(key))))
            yield
        return
    descriptor = _open(key)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        yield
    finally:
        os.close(descriptor)


def wait_for(keys: Iterable[str]) -> None:
    """Return when everything has ended that was under way for these keys at the call.

    Call outside a write transaction, for which those that are under way may be waiting. ``Busy`` after five
    seconds.
    """
    until = time.monotonic() + SECONDS_TO_WAIT
    for key in sorted(set(keys)):
        while not _is_free(key):
            if time.monotonic() > until:
                raise Busy(
                    _("A bid that came in before the deadline is still being stored. Try again in a moment.")
                )
            time.sleep(PAUSE)


def _is_free(key: str) -> bool:
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(_number(key)))))
    descriptor = _open(key)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True


def _number(key: str) -> int:
    """Sixty of the 128 random bits, as PostgreSQL names its advisory locks."""
    return int(key[:15], 16)


def _open(key: str) -> int:
    """One of 256 files beside the database: two that share one by chance wait for each other, no more."""
    folder = Path(f"{db.engine.url.database}.underway")
    folder.mkdir(exist_ok=True, mode=0o700)
    return os.open(folder / key[:2], os.O_CREAT | os.O_RDWR, 0o600)
