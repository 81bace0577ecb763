"""What the chain of events says of issued documents, held against their rows."""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.db import db
from portal.documents.models import Document
from portal.history import Event


def verify() -> Iterator[str]:
    """One sentence for every document whose frozen facts or file are not those of its events."""
    frozen, rendered = _told("DocumentFrozen", "facts_sha256"), _told("DocumentRendered", "file_sha256")
    for document in db.session.scalars(
        select(Document).options(undefer(Document.facts)).order_by(Document.id)
    ):
        digest = hashlib.sha256(document.facts).hexdigest()
        if not digest == document.facts_sha256 == frozen.pop(document.id, None):
            yield f"Document {document.id}: its facts are not those that were frozen."
        if (document.file.sha256 if document.file else None) != rendered.pop(document.id, None):
            yield f"Document {document.id}: its file is not the one that was made of it."
    for key in sorted(frozen):
        yield f"Document {key}: its event is there, but the document is gone."


def _told(name: str, fact: str) -> dict[int, str]:
    events = db.session.scalars(select(Event).where(Event.name == name))
    return {event.facts["document_id"]: event.facts[fact] for event in events}
