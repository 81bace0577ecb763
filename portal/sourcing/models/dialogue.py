"""What buyer and bidders say to each other about an RFQ: invitations, questions and addenda."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.db import NEVER_AGAIN, Key, Model, PublicId, Version, refers_to
from portal.isolation import isolated
from portal.sourcing.models.rfqs import Rfq
from portal.sourcing.workflow import InvitationState


class Invitation(Model):
    """One supplier's invitation. ``override_reason`` says why a missing certificate did not stop it."""

    __tablename__ = "invitation"
    __table_args__ = (
        UniqueConstraint("rfq_id", "supplier_id"),
        isolated(owners=("buyer_id", "supplier_id if invited_at is not null")) | NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    state: Mapped[InvitationState] = mapped_column(default=InvitationState.INVITED)
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(Text, default="")
    invited_at: Mapped[datetime | None]
    viewed_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    rfq: Mapped[Rfq] = relationship(back_populates="invitations")
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])

    __mapper_args__ = {"version_id_col": version}


class Question(Model):
    """A bidder's question. Only the asker's side ever learns who asked (``supplier_id``)."""

    __tablename__ = "question"
    __table_args__ = isolated(with_parent=("rfq_id if answered_at is not null",))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = refers_to("person")
    version: Mapped[Version] = mapped_column()
    rfq: Mapped[Rfq] = relationship(back_populates="questions")

    __mapper_args__ = {"version_id_col": version}


class Addendum(Model):
    """A published change. A material one returns every bid that answers an earlier one.

    ``changes`` lists what changed as ``{"what", "before", "after"}``; ``no_extension_reason`` stands where the
    deadline did not move.
    """

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("rfq_id", "ordinal"), isolated(with_parent=("rfq_id",)))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    ordinal: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    material: Mapped[bool] = mapped_column(Boolean, default=True)
    changes: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    no_extension_reason: Mapped[str] = mapped_column(String(500), default="")
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = refers_to("person")
    rfq: Mapped[Rfq] = relationship(back_populates="addenda")
