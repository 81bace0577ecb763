"""Where the bytes lie: a local folder or an S3 bucket by URL, under a random key each."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import structlog
from flask_babel import lazy_gettext as _
from obstore.exceptions import BaseError
from obstore.store import from_url

from portal.db import new_public_id
from portal.errors import Busy

log = structlog.get_logger()

# A store that does not answer must not keep everybody waiting who only wants a page.
PATIENCE: Any = {"connect_timeout": "3s", "timeout": "20s"}
TRIES: Any = {"max_retries": 2, "retry_timeout": timedelta(seconds=10)}

# What ``put`` gives out. Whatever else lies in a folder or bucket is somebody else's.
KEY = re.compile(r"[0-9a-f]{32}")


@lru_cache(maxsize=4)
def _store(url: str) -> Any:
    if url.startswith("file://"):
        from pathlib import Path

        Path(url.removeprefix("file://")).mkdir(parents=True, exist_ok=True)
        return from_url(url)
    # Options given here take the place of all that the environment says of the connection.
    options: Any = {**PATIENCE, "allow_http": os.environ.get("AWS_ALLOW_HTTP") == "true"}
    return from_url(url, client_options=options, retry_config=TRIES)


@dataclass(frozen=True)
class Stored:
    """Bytes in the store: under which key, their SHA-256, and their number."""

    key: str
    sha256: str
    size: int


def put(url: str, data: bytes, key: str = "") -> Stored:
    """Store bytes under a new random key, or under one that ``new_key`` gave. ``Busy`` while the store fails."""
    key = key or new_key()
    with _within_reach():
        _store(url).put(key, data)
    return Stored(key, hashlib.sha256(data).hexdigest(), len(data))


@contextmanager
def _within_reach() -> Iterator[None]:
    """A store that is full, read-only or not reached is no fault of the request: it may be sent again soon."""
    try:
        yield
    except (FileNotFoundError, NotImplementedError):
        raise
    except BaseError as error:
        # What failed and why; what is between names places on the server.
        said = str(error).partition("\n")[0]
        log.error("files.store", error=said.partition(":")[0], because=said.rpartition(": ")[2])
        raise Busy(_("Files cannot be stored or read at the moment. Please try again soon.")) from error


def new_key() -> str:
    """A random key, for bytes that must know theirs before they are stored."""
    return new_public_id()


def get(url: str, key: str) -> bytes:
    """The bytes under a key. ``FileNotFoundError`` where there are none, ``Busy`` while the store fails."""
    with _within_reach():
        return bytes(_store(url).get(key).bytes())


def delete(url: str, key: str) -> None:
    """Remove what no row points at any more."""
    _store(url).delete(key)


def stored_before(url: str, instant: datetime) -> Iterator[list[str]]:
    """The keys of what was stored before an instant, by the store's own clock, some at a time."""
    for found in _store(url).list():
        yield [one["path"] for one in found if one["last_modified"] < instant and KEY.fullmatch(one["path"])]
