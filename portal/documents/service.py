"""The verbs of documents: freeze what one says, keep the file that was made of it, tell where none can be made."""

import hashlib
from datetime import datetime
from typing import Any

from portal import history
from portal.canonical import fingerprint
from portal.db import db
from portal.documents import events, rules
from portal.documents.facts import Facts, to_bytes
from portal.documents.models import TOLD, Document
from portal.files import service as files
from portal.files.service import Upload
from portal.outbox import enqueue
from portal.workflow import PORTAL, Actor


def freeze(
    facts: Facts, *, buyer_id: int, supplier_id: int, subject_id: int, actor: Actor, now: datetime
) -> Document:
    """Keep what one revision of an order or contract says, for good, and let the outbox make its file.

    ``RuleBroken`` where the figures do not agree; the database refuses the same revision twice.
    """
    rules.figures_agree(facts)
    content = to_bytes(facts)
    document = Document(
        buyer_id=buyer_id,
        supplier_id=supplier_id,
        kind=facts.KIND,
        subject_id=subject_id,
        number=facts.number,
        revision=facts.revision,
        facts=content,
        facts_sha256=hashlib.sha256(content).hexdigest(),
        frozen_at=now,
    )
    db.session.add(document)
    db.session.flush()
    render_later(document, key=f"render:{document.public_id}", now=now)
    fact = events.DocumentFrozen(
        document.id,
        document.kind,
        subject_id,
        document.revision,
        document.facts_sha256,
        fingerprint(document, TOLD),
    )
    _record(fact, document, [buyer_id, supplier_id], actor, now)
    return document


def render_later(document: Document, *, key: str, now: datetime) -> None:
    """Let the outbox make the document's file. ``key`` names this one wish: it is taken once."""
    enqueue("render", {"document": document.public_id}, due=now, key=key)


def keep_rendered(document: Document, made: Upload, *, now: datetime) -> bool:
    """Keep the stored bytes of a document's file, which both sides download; the file is the buyer's.

    The first ones win: False, and nothing is changed, where the document has a file already.
    """
    _hold(document)
    if document.file_id is not None:
        return False
    file = files.keep(made, organisation_id=document.buyer_id, actor=PORTAL, now=now)
    document.file_id, document.rendered_at, document.failure = file.id, now, ""
    fact = events.DocumentRendered(document.id, file.id, file.sha256)
    _record(fact, document, [document.buyer_id, document.supplier_id], PORTAL, now)
    return True


def note_failure(document: Document, reason: str, *, now: datetime) -> None:
    """Note that no file can be made for now, with the reason in one word; only the first time is told."""
    _hold(document)
    if document.file_id is None and not document.failure:
        document.failure = reason
        _record(events.DocumentFailed(document.id, reason), document, [document.buyer_id], PORTAL, now)


def _hold(document: Document) -> None:
    """Lock the document and see what another worker has done to it meanwhile."""
    db.session.refresh(document, ["file_id", "failure"], with_for_update=True)


def _record(fact: Any, document: Document, readers: list[int], actor: Actor, now: datetime) -> None:
    db.session.flush()
    history.record(fact, about=[document], readers=readers, actor=actor, now=now)
