"""What the chain of events says of stored files, held against their rows and their bytes."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from portal.db import db
from portal.files import store
from portal.files.models import StoredFile
from portal.history import Event


def verify(files_url: str) -> Iterator[str]:
    """One sentence for every file whose row or bytes are not those that were stored."""
    told = _told("FileStored")
    for key in _told("FileLetGo"):
        told.pop(key, None)
    for key, sha256, storage_key in db.session.execute(
        select(StoredFile.id, StoredFile.sha256, StoredFile.storage_key).order_by(StoredFile.id)
    ):
        if told.pop(key, None) != sha256:
            yield f"File {key}: its hash is not the one that its event tells."
        try:
            data = store.get(files_url, storage_key)
        except FileNotFoundError:
            yield f"File {key}: its bytes are gone."
            continue
        if hashlib.sha256(data).hexdigest() != sha256:
            yield f"File {key}: its bytes are not those that were stored."
    for key in sorted(told):
        yield f"File {key}: its event is there, but the file is gone."


def _told(name: str) -> dict[int, str]:
    events = db.session.scalars(select(Event).where(Event.name == name))
    return {event.facts["file_id"]: event.facts["sha256"] for event in events}
