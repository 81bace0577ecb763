"""Stored files: checked, hashed, and served only through the route of the record that owns them."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import NEVER_AGAIN, Key, Model, PublicId, refers_to
from portal.isolation import isolated

# What the event of a file answers for.
TOLD = (
    "public_id",
    "organisation_id",
    "name",
    "media_type",
    "size",
    "sha256",
    "storage_key",
    "uploaded_by_id",
    "uploaded_at",
)


class FileVerdict(Model):
    """What the virus scanner said of the bytes under a storage key: ``found`` names the harm, or is empty.

    It belongs to the bytes and to no organisation, so that all rows over them share it.
    """

    __tablename__ = "file_verdict"
    __table_args__ = isolated(open_because="it belongs to bytes, whose key only their owner can know")
    id: Mapped[Key]
    storage_key: Mapped[str] = mapped_column(String(64), unique=True)
    found: Mapped[str] = mapped_column(String(200))
    scanned_at: Mapped[datetime]


class StoredFile(Model):
    """The bytes lie in the file store under ``storage_key``, which is random and belongs to one organisation.

    They never change, so that a copy of a file is a further row over the same bytes.
    """

    __tablename__ = "stored_file"
    __table_args__ = (
        isolated(
            named_by=(
                "rfq_file.file_id",
                "spec_file.file_id",
                "bid_file.file_id",
                "certificate.file_id",
                "document.file_id",
                "delivery_confirmation.proof_file_id",
            )
        )
        | NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = refers_to("organisation")
    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    storage_key: Mapped[str] = mapped_column(String(64), index=True)
    uploaded_by_id: Mapped[int | None] = refers_to("person")
    uploaded_at: Mapped[datetime]
