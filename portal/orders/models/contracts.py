"""Contracts: parties, term, price list, clauses and signature blocks."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.accounts.roles import Side
from portal.catalog.models import Item, SpecRevision
from portal.db import (
    NEVER_AGAIN,
    Currency,
    Key,
    Model,
    Money,
    PublicId,
    Quantity,
    UnitCode,
    Version,
    refers_to,
)
from portal.isolation import isolated
from portal.orders.workflow import ContractState
from portal.sourcing.models import Award, AwardLine


class Clause(Model):
    """A clause of a buyer's library; a contract copies its text."""

    __tablename__ = "clause"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    archived_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Contract(Model):
    """A contract from which orders are called off. ``ends_on`` is its last day.

    ``approval_asked_by_id`` is who called the draft ready; whoever writes on it takes that back.
    """

    __tablename__ = "contract"
    __table_args__ = (
        UniqueConstraint("buyer_id", "number"),
        UniqueConstraint("buyer_id", "erp_number"),
        NEVER_AGAIN,
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    number: Mapped[str | None] = mapped_column(String(40))
    erp_number: Mapped[str | None] = mapped_column(String(60))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    title: Mapped[str] = mapped_column(String(300))
    award_id: Mapped[int | None] = refers_to("award")
    state: Mapped[ContractState] = mapped_column(default=ContractState.DRAFT)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    currency: Mapped[Currency]
    incoterm: Mapped[str] = mapped_column(String(3), default="")
    incoterm_place: Mapped[str] = mapped_column(String(200), default="")
    payment_terms: Mapped[str] = mapped_column(String(300), default="")
    termination_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = refers_to("person")
    approval_asked_by_id: Mapped[int | None] = refers_to("person")
    approved_by_id: Mapped[int | None] = refers_to("person")
    issued_at: Mapped[datetime | None]
    in_force_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    award: Mapped[Award | None] = relationship()
    lines: Mapped[list["ContractLine"]] = relationship(
        back_populates="contract", order_by="ContractLine.position", cascade="all, delete-orphan"
    )
    clauses: Mapped[list["ContractClause"]] = relationship(
        order_by="ContractClause.position", cascade="all, delete-orphan"
    )
    signatures: Mapped[list["Signature"]] = relationship(
        order_by="Signature.id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}


class ContractLine(Model):
    """A line of the price list. ``called_quantity`` is what orders have called off; None means no limit."""

    __tablename__ = "contract_line"
    __table_args__ = (
        UniqueConstraint("contract_id", "position"),
        CheckConstraint("price_per in (1, 100, 1000)", name="price_per"),
        CheckConstraint(
            "called_quantity >= 0 and (quantity is null or called_quantity <= quantity)",
            name="called_quantity",
        ),
        isolated(part_of="contract_id"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    contract_id: Mapped[int] = refers_to("contract")
    position: Mapped[int] = mapped_column(Integer)
    award_line_id: Mapped[int | None] = refers_to("award_line")
    item_id: Mapped[int | None] = refers_to("item")
    spec_revision_id: Mapped[int | None] = refers_to("spec_revision")
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    called_quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    unit: Mapped[UnitCode]
    price: Mapped[Decimal] = mapped_column(Money)
    price_per: Mapped[int] = mapped_column(Integer, default=1)
    contract: Mapped[Contract] = relationship(back_populates="lines")
    award_line: Mapped[AwardLine | None] = relationship()
    item: Mapped[Item | None] = relationship()
    spec_revision: Mapped[SpecRevision | None] = relationship()


class ContractClause(Model):
    """A clause as this contract says it."""

    __tablename__ = "contract_clause"
    __table_args__ = (UniqueConstraint("contract_id", "position"), isolated(part_of="contract_id"))
    id: Mapped[Key]
    contract_id: Mapped[int] = refers_to("contract")
    position: Mapped[int] = mapped_column(Integer)
    clause_id: Mapped[int | None] = refers_to("clause")
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)


class Signature(Model):
    """A signature block: whose side, and who signed it when."""

    __tablename__ = "signature"
    __table_args__ = isolated(part_of="contract_id")
    id: Mapped[Key]
    contract_id: Mapped[int] = refers_to("contract")
    side: Mapped[Side]
    organisation_id: Mapped[int] = refers_to("organisation")
    name: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    signed_at: Mapped[datetime | None]
    signed_by_id: Mapped[int | None] = refers_to("person")
