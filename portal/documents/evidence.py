"""What the chain of events says of issued documents, held against their rows."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal import audit
from portal.canonical import fingerprint
from portal.db import db
from portal.documents.models import TOLD, Document


@dataclass
class _Told:
    """What the events of one document say."""

    frozen: dict[str, Any] = field(default_factory=dict)
    rendered: dict[str, Any] = field(default_factory=dict)
    rendered_at: datetime | None = None
    failure: str = ""


def verify() -> Iterator[str]:
    """One sentence for every document whose frozen facts or file are not those of its events."""
    told = _told()
    for document in db.session.scalars(
        select(Document).options(undefer(Document.facts)).order_by(Document.id)
    ):
        said = told.pop(document.id, _Told())
        yield from (f"Document {document.id}: {what}." for what in _of_document(document, said))
    for key in told:
        yield f"Document {key}: its event is there, but the document is gone."


def _told() -> dict[Any, _Told]:
    told: dict[Any, _Told] = {}
    for event, facts in audit.told("DocumentFrozen", "DocumentRendered", "DocumentFailed"):
        one = told.setdefault(facts.get("document_id"), _Told())
        if event.name == "DocumentFrozen":
            one.frozen = facts
        elif event.name == "DocumentRendered":
            one.rendered, one.rendered_at, one.failure = facts, event.at, ""
        else:
            one.failure = facts.get("reason", "")
    return told


def _of_document(document: Document, said: _Told) -> Iterator[str]:
    digest = hashlib.sha256(document.facts).hexdigest()
    if not digest == document.facts_sha256 == said.frozen.get("facts_sha256"):
        yield "its facts are not those that were frozen"
    if said.frozen.get("row_sha256") not in (None, fingerprint(document, TOLD)):
        yield "its row is not the one that its event tells"
    file = (document.file_id, document.file.sha256 if document.file else None, document.rendered_at)
    if file != (said.rendered.get("file_id"), said.rendered.get("file_sha256"), said.rendered_at):
        yield "its file is not the one that was made of it"
    if document.failure != said.failure:
        yield "what is said of its making is not what its events tell"
