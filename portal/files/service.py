"""Keeping files: the bytes are stored before the write transaction, the row within it."""

import hashlib
import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from sqlalchemy import delete, select

from portal import history
from portal.canonical import fingerprint
from portal.db import db, insert_into, is_named, one
from portal.errors import RuleBroken
from portal.files import inspection, scanner, store
from portal.files.events import FileLetGo, FileRefused, FileScanned, FileStored
from portal.files.models import TOLD, FileVerdict, StoredFile
from portal.files.rules.faults import Faulty
from portal.files.rules.names import clean_name
from portal.files.rules.refusals import infected, kind_of, refusal
from portal.workflow import PORTAL, Actor

SEALED = "application/octet-stream"
VIRUS = "virus"


@dataclass(frozen=True)
class Upload:
    """A file whose bytes are checked and stored. With ``error`` set it was refused and nothing is stored.

    ``size`` and ``sha256`` are those of what was uploaded; where it was sealed before it was stored, ``sealed`` has
    those of the envelope. ``scanned`` says that the virus scanner found nothing in it. ``harm`` names in a word what
    was found in one that is refused for its content.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    error: RuleBroken | None = None
    sealed: store.Stored | None = None
    scanned: bool = False
    harm: str = ""


# What makes of the content of a file, and of the key under which it will be stored, the bytes to store.
Sealer = Callable[[bytes, str], bytes]


def receive(
    url: str,
    name: str,
    stream: BinaryIO,
    limit: int,
    seal: Sealer | None = None,
    scanner_url: str = "",
) -> Upload:
    """Check a file that somebody sends and store it, sealed where ``seal`` is given; ``limit`` is in bytes.

    What is refused is not stored; the upload carries the refusal. Where a virus scanner is named and does not
    answer, the file is stored without its verdict, and whoever serves it asks for that first.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    try:
        kind = kind_of(name, size, limit)
        data = stream.read()
        inspection.inspect(kind, data)
    except RuleBroken as error:
        return _refused(name, size, error)
    except Faulty as found:
        return _refused(name, size, refusal(name, found), found.fault)
    virus = _virus_in(scanner_url, data)
    if virus:
        return _refused(name, size, infected(name, virus), VIRUS)
    digest, key = hashlib.sha256(data).hexdigest(), store.new_key()
    stored = store.put(url, seal(data, key) if seal else data, key)
    sealed = stored if seal else None
    return Upload(clean_name(name), kind.media_type, size, digest, key, sealed=sealed, scanned=virus is not None)


def _virus_in(scanner_url: str, data: bytes) -> str | None:
    """What the virus scanner finds, as an empty text nothing; ``None`` where there is none, or none that answers."""
    if not scanner_url:
        return None
    try:
        return scanner.examine(scanner_url, data)
    except scanner.NoVerdict:
        return None


def _refused(name: str, size: int, error: RuleBroken, harm: str = "") -> Upload:
    return Upload(clean_name(name), "", size, "", "", error, harm=harm)


def keep(upload: Upload, *, organisation_id: int, actor: Actor, now: datetime) -> StoredFile:
    """The row of a stored upload, flushed, for the organisation that owns it.

    The row of a sealed one tells neither its name nor its kind. The refusal of a refused upload is raised here, so
    that it lands at its field.
    """
    if upload.error is not None:
        raise upload.error
    file = _add(_at_rest(upload), organisation_id, actor, now)
    if upload.scanned:
        db.session.add(FileVerdict(storage_key=file.storage_key, found="", scanned_at=now))
    return file


def _at_rest(upload: Upload) -> Upload:
    if upload.sealed is None:
        return upload
    stored = upload.sealed
    return replace(upload, name="", media_type=SEALED, size=stored.size, sha256=stored.sha256)


def copy(file: StoredFile, *, actor: Actor, now: datetime) -> StoredFile:
    """A further row of the same owner over the same bytes, flushed; either may go without the other.

    ``Missing`` where the file has gone meanwhile; until the copy is stored it stays, so that its bytes do.
    """
    one(select(StoredFile.id).where(StoredFile.id == file.id).with_for_update())
    return _add(file, file.organisation_id, actor, now)


def _add(like: Upload | StoredFile, organisation_id: int, actor: Actor, now: datetime) -> StoredFile:
    file = StoredFile(
        organisation_id=organisation_id,
        name=like.name,
        media_type=like.media_type,
        size=like.size,
        sha256=like.sha256,
        storage_key=like.storage_key,
        uploaded_by_id=actor.person_id,
        uploaded_at=now,
    )
    db.session.add(file)
    db.session.flush()
    fact = FileStored(file.id, file.sha256, fingerprint(file, TOLD))
    history.record(fact, about=[file], readers=[organisation_id], actor=actor, now=now)
    return file


def verdict_on(storage_key: str) -> str | None:
    """What the virus scanner found in the bytes: nothing as an empty text, ``None`` while it was not asked."""
    return db.session.scalars(
        select(FileVerdict.found).where(FileVerdict.storage_key == storage_key)
    ).one_or_none()


def note_verdict(storage_key: str, found: str, *, now: datetime) -> None:
    """Keep what the virus scanner said; of two that asked at once, the first is kept."""
    row = {"storage_key": storage_key, "found": found[:200], "scanned_at": now}
    insert = insert_into(FileVerdict).values(row).on_conflict_do_nothing().returning(FileVerdict.id)
    if db.session.scalars(insert).one_or_none() is None:
        return
    for file in db.session.scalars(select(StoredFile).where(StoredFile.storage_key == storage_key)):
        fact = FileScanned(file.id, clean=not found)
        history.record(fact, about=[file], readers=[], actor=PORTAL, now=now)


def forget_verdicts(keys: Collection[str]) -> None:
    """Remove the verdicts on bytes that are swept."""
    db.session.execute(delete(FileVerdict).where(FileVerdict.storage_key.in_(keys)))


def note_refused(harm: str, *, actor: Actor, now: datetime) -> None:
    """The record of the organisation for which somebody sent files tells for what some were refused."""
    assert actor.organisation_id is not None  # Files are taken for an organisation alone.
    history.record(FileRefused(harm), about=[], readers=[actor.organisation_id], actor=actor, now=now)


def let_go(file: StoredFile, *, actor: Actor, now: datetime) -> None:
    """Delete the row of a file that no record names any more; one that is named stays. Its bytes go later."""
    if is_named(file):
        return
    fact = FileLetGo(file.id, file.sha256)
    history.record(fact, about=[file], readers=[file.organisation_id], actor=actor, now=now)
    db.session.delete(file)
    db.session.flush()


def nameless(keys: Collection[str]) -> list[str]:
    """Those of the storage keys that no row names, of whatever organisation: for the sweep, which serves nobody."""
    named = set(db.session.scalars(select(StoredFile.storage_key).where(StoredFile.storage_key.in_(keys))))
    return [key for key in keys if key not in named]
