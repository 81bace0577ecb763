"""Keeping files: the bytes are stored before the write transaction, the row within it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal import history
from portal.db import db, is_named, one
from portal.errors import RuleBroken
from portal.files.events import FileLetGo, FileStored
from portal.files.models import StoredFile
from portal.workflow import Actor


@dataclass(frozen=True)
class Upload:
    """A file whose bytes are checked and stored. With ``error`` set it was refused and nothing is stored."""

    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    error: RuleBroken | None = None


def keep(upload: Upload, *, organisation_id: int, actor: Actor, now: datetime) -> StoredFile:
    """The row of a stored upload, flushed, for the organisation that owns it.

    The refusal of a refused upload is raised here, so that it lands at its field.
    """
    if upload.error is not None:
        raise upload.error
    return _add(upload, organisation_id, actor, now)


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
    fact = FileStored(file.id, file.sha256)
    history.record(fact, about=[file], readers=[organisation_id], actor=actor, now=now)
    return file


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
