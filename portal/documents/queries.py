"""Reads of issued documents. The first argument is the organisation that reads, buyer or supplier."""

from datetime import datetime

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload, undefer

from portal.db import db, one
from portal.documents.models import Document
from portal.errors import Missing
from portal.files.models import StoredFile


def _of(reader_id: int, kind: str, subject_id: int) -> Select[Document]:
    reads = or_(Document.buyer_id == reader_id, Document.supplier_id == reader_id)
    return select(Document).where(reads, Document.kind == kind, Document.subject_id == subject_id)


def documents(reader_id: int, kind: str, subject_id: int) -> list[Document]:
    """The documents of one order or contract with their files, the newest revision first."""
    rows = _of(reader_id, kind, subject_id).order_by(Document.revision.desc())
    return list(db.session.scalars(rows.options(joinedload(Document.file))))


def document(reader_id: int, kind: str, subject_id: int, revision: int) -> Document | None:
    """The document of one revision with its file and facts; None where that revision has none."""
    wanted = _of(reader_id, kind, subject_id).where(Document.revision == revision)
    return db.session.scalars(
        wanted.options(joinedload(Document.file), undefer(Document.facts))
    ).one_or_none()


def file(reader_id: int, kind: str, subject_id: int, public_id: str) -> StoredFile:
    """The file of one of the documents of an order or contract, by the file's public id.

    ``Missing`` for anybody else's and for a file of another record.
    """
    for document in documents(reader_id, kind, subject_id):
        if document.file is not None and document.file.public_id == public_id:
            return document.file
    raise Missing


def to_render(public_id: str) -> Document:
    """For the worker: one document with its facts, whoever reads it later."""
    return one(select(Document).where(Document.public_id == public_id).options(undefer(Document.facts)))


def without_file(before: datetime) -> list[Document]:
    """For the worker: the documents without a file whose making has failed, or that were frozen before an instant
    and wait still, the oldest first."""
    late = or_(Document.failure != "", Document.frozen_at < before)
    return list(
        db.session.scalars(select(Document).where(Document.file_id.is_(None), late).order_by(Document.id))
    )
