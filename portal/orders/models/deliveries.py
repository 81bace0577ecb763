"""Deliveries: ship notices, delivery confirmations with proof, goods receipts, and what quality decides on them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Person
from portal.db import Key, Model, PublicId, Quantity, Version, refers_to
from portal.files.models import StoredFile
from portal.isolation import isolated
from portal.orders.models.orders import PurchaseOrder, ScheduleLine
from portal.orders.workflow import ReceiptState, ShipNoticeState


class ShipNotice(Model):
    """What a supplier has sent for one order. ``number`` is the supplier's own."""

    __tablename__ = "ship_notice"
    __table_args__ = (UniqueConstraint("order_id", "number"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    order_id: Mapped[int] = refers_to("purchase_order")
    number: Mapped[str] = mapped_column(String(60))
    carrier: Mapped[str] = mapped_column(String(120), default="")
    tracking: Mapped[str] = mapped_column(String(120), default="")
    packages: Mapped[int] = mapped_column(Integer, default=1)
    shipped_on: Mapped[date] = mapped_column(Date)
    expected_on: Mapped[date] = mapped_column(Date)
    state: Mapped[ShipNoticeState] = mapped_column(default=ShipNoticeState.ANNOUNCED)
    remark: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = refers_to("person")
    version: Mapped[Version] = mapped_column()
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    order: Mapped[PurchaseOrder] = relationship()
    lines: Mapped[list["ShipNoticeLine"]] = relationship(
        back_populates="notice", order_by="ShipNoticeLine.id"
    )
    confirmation: Mapped["DeliveryConfirmation | None"] = relationship(back_populates="notice")
    receipts: Mapped[list["GoodsReceipt"]] = relationship(back_populates="notice", order_by="GoodsReceipt.id")

    __mapper_args__ = {"version_id_col": version}


class ShipNoticeLine(Model):
    """A shipped quantity of one schedule line, with its lot or batch numbers as the supplier writes them."""

    __tablename__ = "ship_notice_line"
    __table_args__ = (
        UniqueConstraint("notice_id", "schedule_line_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        isolated(part_of="notice_id"),
    )
    id: Mapped[Key]
    notice_id: Mapped[int] = refers_to("ship_notice")
    schedule_line_id: Mapped[int] = refers_to("schedule_line")
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    lots: Mapped[str] = mapped_column(String(500), default="")
    notice: Mapped[ShipNotice] = relationship(back_populates="lines")
    schedule_line: Mapped[ScheduleLine] = relationship()


class DeliveryConfirmation(Model):
    """The supplier says when it was delivered, and proves it with a file. Dates are the receiving site's."""

    __tablename__ = "delivery_confirmation"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    notice_id: Mapped[int] = refers_to("ship_notice", unique=True)
    delivered_on: Mapped[date] = mapped_column(Date)
    signed_for_by: Mapped[str] = mapped_column(String(200), default="")
    proof_file_id: Mapped[int] = refers_to("stored_file", unique=True)
    confirmed_at: Mapped[datetime]
    confirmed_by_id: Mapped[int | None] = refers_to("person")
    notice: Mapped[ShipNotice] = relationship(back_populates="confirmation")
    proof: Mapped[StoredFile] = relationship()


class GoodsReceipt(Model):
    """What goods-in took in. ``arrived_on`` is when it arrived, ``posted_at`` when somebody wrote it down.

    A wrong one is taken back by a counter-receipt, which ``reverses`` it and has no lines of its own: the lines
    of the wrong one are then in state "reversed" and count nowhere.
    """

    __tablename__ = "goods_receipt"
    __table_args__ = (UniqueConstraint("buyer_id", "erp_number"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    order_id: Mapped[int] = refers_to("purchase_order")
    notice_id: Mapped[int | None] = refers_to("ship_notice")
    reverses_id: Mapped[int | None] = refers_to("goods_receipt", unique=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    erp_number: Mapped[str | None] = mapped_column(String(60))
    arrived_on: Mapped[date] = mapped_column(Date)
    posted_at: Mapped[datetime]
    posted_by_id: Mapped[int | None] = refers_to("person")
    remark: Mapped[str] = mapped_column(Text, default="")
    order: Mapped[PurchaseOrder] = relationship()
    notice: Mapped[ShipNotice | None] = relationship(back_populates="receipts")
    reverses: Mapped["GoodsReceipt | None"] = relationship(
        remote_side="GoodsReceipt.id", back_populates="reversed_by"
    )
    reversed_by: Mapped["GoodsReceipt | None"] = relationship(back_populates="reverses", uselist=False)
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    lines: Mapped[list["GoodsReceiptLine"]] = relationship(
        back_populates="receipt", order_by="GoodsReceiptLine.id"
    )


class GoodsReceiptLine(Model):
    """A lot: received and rejected quantity of one schedule line, in the order line's unit.

    ``rejected`` is what goods-in turned away, with ``defect_reason``, and what quality found later, with the
    reason of its decision.
    """

    __tablename__ = "goods_receipt_line"
    __table_args__ = (
        CheckConstraint("received >= 0 and rejected >= 0 and rejected <= received", name="quantities"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    receipt_id: Mapped[int] = refers_to("goods_receipt")
    schedule_line_id: Mapped[int] = refers_to("schedule_line")
    received: Mapped[Decimal] = mapped_column(Quantity)
    rejected: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    defect_reason: Mapped[str] = mapped_column(String(500), default="")
    lots: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[ReceiptState] = mapped_column(default=ReceiptState.RECEIVED)
    version: Mapped[Version] = mapped_column()
    receipt: Mapped[GoodsReceipt] = relationship(back_populates="lines")
    schedule_line: Mapped[ScheduleLine] = relationship()
    decisions: Mapped[list["LotDecision"]] = relationship(
        back_populates="line", order_by="LotDecision.id.desc()"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def decision(self) -> "LotDecision | None":
        """What quality decided last."""
        return self.decisions[0] if self.decisions else None

    @property
    def complaints(self) -> list[str]:
        """Why units of this lot were rejected, in the words of goods-in and of quality."""
        rejected = [one.reason for one in self.decisions if one.verdict is ReceiptState.REJECTED]
        return [reason for reason in (self.defect_reason, *rejected) if reason]


class LotDecision(Model):
    """What quality decided about a lot, and when. ``quantity`` of the lot, in the order line's unit, is concerned.

    Both sides read ``reason``, the buyer alone ``note``. A lot may be blocked first and decided about afterwards;
    each verdict falls once.
    """

    __tablename__ = "lot_decision"
    __table_args__ = (
        UniqueConstraint("line_id", "verdict"),
        CheckConstraint("quantity > 0", name="quantity"),
    )
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    line_id: Mapped[int] = refers_to("goods_receipt_line", index=False)
    verdict: Mapped[ReceiptState] = mapped_column()
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    reason: Mapped[str] = mapped_column(Text, default="")
    note: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = refers_to("person")
    line: Mapped[GoodsReceiptLine] = relationship(back_populates="decisions")
    decided_by: Mapped[Person | None] = relationship()
