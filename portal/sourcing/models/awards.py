"""Awards by line."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.db import Key, Model, PublicId, Quantity, Version, refers_to
from portal.isolation import isolated
from portal.sourcing.models.bids import OpenedLine
from portal.sourcing.models.rfqs import Rfq, RfqLine
from portal.sourcing.workflow import AwardState

# What the event of a proposal answers for; how far the decision has come, later events tell.
AWARD_TOLD = (
    "public_id",
    "buyer_id",
    "rfq_id",
    "reason",
    "override_reason",
    "proposed_at",
    "proposed_by_id",
)
AWARD_LINE_TOLD = ("public_id", "buyer_id", "supplier_id", "rfq_line_id", "opened_line_id", "quantity")


class Award(Model):
    """A decision over lines of an opened RFQ, with its reason; who writes it does not approve it."""

    __tablename__ = "award"
    __table_args__ = isolated(named_by=("award_line.award_id",))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    state: Mapped[AwardState] = mapped_column(default=AwardState.PROPOSED)
    reason: Mapped[str] = mapped_column(Text)
    override_reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = refers_to("person")
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = refers_to("person")
    published_at: Mapped[datetime | None]
    cancelled_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[Version] = mapped_column()
    rfq: Mapped[Rfq] = relationship()
    lines: Mapped[list["AwardLine"]] = relationship(back_populates="award", order_by="AwardLine.id")

    __mapper_args__ = {"version_id_col": version}


class AwardLine(Model):
    """A quantity of one RFQ line given to one bidder, in the RFQ line's unit."""

    __tablename__ = "award_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    award_id: Mapped[int] = refers_to("award")
    rfq_line_id: Mapped[int] = refers_to("rfq_line")
    opened_line_id: Mapped[int] = refers_to("opened_line")
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    award: Mapped[Award] = relationship(back_populates="lines")
    rfq_line: Mapped[RfqLine] = relationship()
    opened_line: Mapped[OpenedLine] = relationship()
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
