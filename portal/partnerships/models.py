"""A buyer's relation to a supplier. Nothing here is visible to another buyer."""

from datetime import datetime
from typing import Any

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.db import Key, Model, PublicId, Version, refers_to
from portal.isolation import isolated
from portal.partnerships.workflow import PartnershipState, PartnershipType


def _since(context: Any) -> datetime | None:
    """A partnership that is written down as begun, by an import for example, began when it was written."""
    values = context.get_current_parameters()
    begun = values.get("state", PartnershipState.INVITED) != PartnershipState.INVITED
    return values["created_at"] if begun else None


class Partnership(Model):
    """``erp_number`` is the supplier in the buyer's ERP; ``customer_number`` is the buyer at the supplier.

    While it is INVITED, ``supplier`` is an organisation that holds what the buyer typed and nothing more (see
    ``PartnershipOffer``). ``reason`` says why the partnership is blocked or ended; like ``note`` and ``type`` it is
    for the buyer's eyes only. ``active_since`` is when the supplier first joined.
    """

    __tablename__ = "partnership"
    __table_args__ = (
        UniqueConstraint("buyer_id", "supplier_id"),
        UniqueConstraint("buyer_id", "erp_number"),
        isolated(named_by=("partnership_offer.partnership_id",)),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    state: Mapped[PartnershipState] = mapped_column(default=PartnershipState.INVITED)
    type: Mapped[PartnershipType] = mapped_column(default=PartnershipType.TRANSACTIONAL)
    erp_number: Mapped[str | None] = mapped_column(String(60))
    customer_number: Mapped[str] = mapped_column(String(60), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    active_since: Mapped[datetime | None] = mapped_column(default=_since)
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    contacts: Mapped[list["PartnershipRole"]] = relationship(
        back_populates="partnership", cascade="all, delete-orphan", order_by="PartnershipRole.role"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_ended(self) -> bool:
        """Whether the buyer has ended it, which both sides may know; that it is blocked is the buyer's own affair."""
        return self.state is PartnershipState.ENDED


class PartnershipOffer(Model):
    """A supplier with an account may take up an invitation whose numbers point at it.

    It stands in a table of its own, apart from the buyer's record and its version: nothing that the buyer reads
    may tell whether there is an offer, or the buyer would learn who supplies others.
    """

    __tablename__ = "partnership_offer"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    partnership_id: Mapped[int] = refers_to("partnership", unique=True)
    supplier_id: Mapped[int] = refers_to("organisation")
    created_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    partnership: Mapped[Partnership] = relationship()
    supplier: Mapped[Organisation] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.declined_at is None and self.partnership.state is PartnershipState.INVITED


class PartnershipRole(Model):
    """Who answers for what in a partnership, on either side: ``role`` is told in the organisation's words."""

    __tablename__ = "partnership_role"
    __table_args__ = (
        UniqueConstraint("partnership_id", "person_id", "role"),
        isolated(with_parent=("partnership_id",)),
    )
    id: Mapped[Key]
    partnership_id: Mapped[int] = refers_to("partnership")
    organisation_id: Mapped[int] = refers_to("organisation")
    person_id: Mapped[int] = refers_to("person")
    role: Mapped[str] = mapped_column(String(100))
    partnership: Mapped[Partnership] = relationship(back_populates="contacts")
    person: Mapped[Person] = relationship()
