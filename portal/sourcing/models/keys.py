"""The keys to which bids are sealed, those of the people who open strict RFQs, and the one that signs receipts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Person
from portal.db import Key, Model, PublicId, refers_to
from portal.isolation import isolated

# What the event of a new key answers for; under which portal key its private half lies may change.
SEALING_TOLD = ("public_id", "buyer_id", "rfq_id", "supplier_id", "public_key", "created_at")
SIGNING_TOLD = ("public_id", "public_key", "created_at")
OPENER_TOLD = ("public_id", "buyer_id", "person_id", "public_key", "created_at")


class SealingKey(Model):
    """An X25519 key of one RFQ or of one supplier; its private half is wrapped by the portal key of that name.

    Until the bids of a strict RFQ are opened its private half is not here at all, but with the pairs of its openers.
    """

    __tablename__ = "sealing_key"
    __table_args__ = (
        CheckConstraint("(rfq_id is null) <> (supplier_id is null)", name="one_owner"),
        isolated(with_parent=("rfq_id",)),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int | None] = refers_to("organisation")
    rfq_id: Mapped[int | None] = refers_to("rfq", unique=True)
    supplier_id: Mapped[int | None] = refers_to("organisation", unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes | None] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str | None] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]


class OpenerKey(Model):
    """An X25519 key of a person who opens strict RFQs of a buyer.

    Its private half is locked by the person's passphrase, and what comes of that is wrapped by the portal key. One
    that was replaced, since its passphrase was lost, is kept for the RFQs that were sealed to it.
    """

    __tablename__ = "opener_key"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    person_id: Mapped[int] = refers_to("person")
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    person: Mapped[Person] = relationship()


# Of two that a person makes at once, one is in force.
Index(
    "uq_opener_key_in_force",
    OpenerKey.buyer_id,
    OpenerKey.person_id,
    unique=True,
    sqlite_where=OpenerKey.replaced_at.is_(None),
    postgresql_where=OpenerKey.replaced_at.is_(None),
)


class OpenerPair(Model):
    """The private key of a strict RFQ, sealed to ``second`` and then again to ``first``, who has to act before.

    ``loosened`` is what remains once ``first`` has agreed: sealed to ``second`` alone.
    """

    __tablename__ = "opener_pair"
    __table_args__ = (UniqueConstraint("rfq_id", "first_id", "second_id"),)
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    first_id: Mapped[int] = refers_to("opener_key")
    second_id: Mapped[int] = refers_to("opener_key")
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    loosened: Mapped[bytes | None] = mapped_column(LargeBinary)
    first: Mapped[OpenerKey] = relationship(foreign_keys=[first_id])
    second: Mapped[OpenerKey] = relationship(foreign_keys=[second_id])


class SigningKey(Model):
    """An Ed25519 key of the installation that signs receipts; the newest is in force, the others still check."""

    __tablename__ = "signing_key"
    __table_args__ = isolated(open_because="the installation's own; its public half is public")
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_private: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]
