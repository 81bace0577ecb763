"""What the chain of events says of stored files, held against their rows and their bytes."""

import hashlib
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal import audit
from portal.canonical import fingerprint
from portal.db import db
from portal.files import store
from portal.files.models import TOLD, StoredFile


def verify(files_url: str) -> Iterator[str]:
    """One sentence for every file whose row or bytes are not those that were stored."""
    told = {facts.get("file_id"): facts for _event, facts in audit.told("FileStored")}
    for _event, facts in audit.told("FileLetGo"):
        told.pop(facts.get("file_id"), None)
    for file in db.session.scalars(select(StoredFile).order_by(StoredFile.id)):
        yield from (f"File {file.id}: {what}." for what in _of_file(file, told.pop(file.id, {}), files_url))
    for key in told:
        yield f"File {key}: its event is there, but the file is gone."


def _of_file(file: StoredFile, said: dict[str, Any], files_url: str) -> Iterator[str]:
    if said.get("sha256") != file.sha256:
        yield "its hash is not the one that its event tells"
    if said.get("row_sha256") not in (None, fingerprint(file, TOLD)):
        yield "its row is not the one that its event tells"
    try:
        data = store.get(files_url, file.storage_key) if store.KEY.fullmatch(file.storage_key) else None
    except FileNotFoundError:
        data = None
    if data is None:
        yield "its bytes are gone"
    elif hashlib.sha256(data).hexdigest() != file.sha256:
        yield "its bytes are not those that were stored"
