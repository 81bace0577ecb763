"""The keys to which bids are sealed, and the one that signs receipts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Key, Model, PublicId, refers_to

# What the event of a new key answers for; under which portal key its private half lies may change.
SEALING_TOLD = ("public_id", "buyer_id", "rfq_id", "supplier_id", "public_key", "created_at")
SIGNING_TOLD = ("public_id", "public_key", "created_at")


class SealingKey(Model):
    """An X25519 key of one RFQ or of one supplier; its private half is wrapped by the portal key of that name."""

    __tablename__ = "sealing_key"
    __table_args__ = (CheckConstraint("(rfq_id is null) <> (supplier_id is null)", name="one_owner"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int | None] = refers_to("organisation")
    rfq_id: Mapped[int | None] = refers_to("rfq", unique=True)
    supplier_id: Mapped[int | None] = refers_to("organisation", unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]


class SigningKey(Model):
    """An Ed25519 key of the installation that signs receipts; the newest is in force, the others still check."""

    __tablename__ = "signing_key"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]
