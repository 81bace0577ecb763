"""Issued documents: the facts of each revision, frozen, and the one file that was made of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Integer, LargeBinary, String, UniqueConstraint, event, inspect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Key, Model, PublicId, refers_to
from portal.files.models import StoredFile

# What is set once; the file follows when it has been made, and what kept it from being made may change.
FROZEN = (
    "public_id",
    "buyer_id",
    "supplier_id",
    "kind",
    "subject_id",
    "number",
    "revision",
    "facts",
    "facts_sha256",
    "frozen_at",
)
# What the event of a document answers for; the facts have a hash of their own.
TOLD = tuple(name for name in FROZEN if name != "facts")


class Document(Model):
    """One revision of an issued order or contract.

    ``kind`` is the table of what it documents ("purchase_order", "contract") and ``subject_id`` the row there.
    ``facts`` are canonical JSON, hashed as stored. ``failure`` is the reason in one word while no file could be
    made. Facts never change, and a file is never exchanged for another.
    """

    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("kind", "subject_id", "revision"),
        CheckConstraint("(file_id is null) = (rendered_at is null)", name="rendered"),
        {"info": {"never_changes": FROZEN}},
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    number: Mapped[str] = mapped_column(String(40))
    revision: Mapped[int] = mapped_column(Integer)
    # Hundreds of kilobytes for a long order; lists do without.
    facts: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    facts_sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime]
    # The guard below has to know the old value even where it was not loaded.
    file_id: Mapped[int | None] = refers_to("stored_file", unique=True, active_history=True)
    rendered_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(String(40), default="")
    file: Mapped[StoredFile | None] = relationship()


class FrozenDocumentTouched(RuntimeError):
    """Code tried to change an issued document. No verb does; this holds it for those still to be written."""


@event.listens_for(Document, "before_update")
def _frozen(_mapper: Any, _connection: Any, document: Document) -> None:
    record = inspect(document)
    columns = (column.key for column in record.mapper.column_attrs)
    changed = {key for key in columns if record.attrs[key].history.has_changes()}
    had_file = record.attrs.file_id.history.deleted not in ((), [None])
    if changed & set(FROZEN) or ("file_id" in changed and had_file):
        raise FrozenDocumentTouched(f"document {document.id}: {sorted(changed)}")


@event.listens_for(Document, "before_delete")
def _kept(_mapper: Any, _connection: Any, document: Document) -> None:
    raise FrozenDocumentTouched(f"document {document.id}: deleted")
