"""Purchase orders: lines, schedule lines with their four dates, and the changes suppliers propose."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Date, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation, Site
from portal.accounts.roles import Side
from portal.catalog.models import Item, SpecRevision
from portal.db import Currency, Key, Model, Money, PublicId, Quantity, UnitCode, Version, refers_to
from portal.orders.models.contracts import Contract, ContractLine
from portal.orders.workflow import ChangeState, DateBasis, OrderState, ScheduleState
from portal.sourcing.models import Award, AwardLine
from portal.sourcing.workflow import LineKind


class PurchaseOrder(Model):
    """An order. Tolerances are percent of a schedule line's quantity, printed on the document."""

    __tablename__ = "purchase_order"
    __table_args__ = (UniqueConstraint("buyer_id", "number"), UniqueConstraint("buyer_id", "erp_number"))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    number: Mapped[str | None] = mapped_column(String(40))
    erp_number: Mapped[str | None] = mapped_column(String(60))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    contract_id: Mapped[int | None] = refers_to("contract")
    award_id: Mapped[int | None] = refers_to("award")
    quote_number: Mapped[str] = mapped_column(String(60), default="")
    bid_receipt: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[OrderState] = mapped_column(default=OrderState.DRAFT)
    needs_approval: Mapped[bool] = mapped_column(default=False)
    approval_asked_by_id: Mapped[int | None] = refers_to("person")
    currency: Mapped[Currency]
    incoterm: Mapped[str] = mapped_column(String(60), default="")
    incoterm_place: Mapped[str] = mapped_column(String(200), default="")
    payment_terms: Mapped[str] = mapped_column(String(300), default="")
    date_basis: Mapped[DateBasis] = mapped_column(default=DateBasis.ARRIVAL)
    under_tolerance: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    over_tolerance: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    freight: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    other_costs: Mapped[Decimal] = mapped_column(Money, default=Decimal(0))
    remark: Mapped[str] = mapped_column(Text, default="")
    override_reason: Mapped[str] = mapped_column(Text, default="")
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = refers_to("person")
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = refers_to("person")
    answered_at: Mapped[datetime | None]
    imported_by: Mapped[str] = mapped_column(String(40), default="")
    version: Mapped[Version] = mapped_column()
    buyer: Mapped[Organisation] = relationship(foreign_keys=[buyer_id])
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    contract: Mapped[Contract | None] = relationship()
    award: Mapped[Award | None] = relationship()
    lines: Mapped[list["PoLine"]] = relationship(
        back_populates="order", order_by="PoLine.position", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def schedule(self) -> list["ScheduleLine"]:
        """All schedule lines, in the order of their lines."""
        return [part for line in self.lines for part in line.schedule]

    @property
    def goods_amount(self) -> Decimal:
        """The lines that are not cancelled, each rounded once, in the order's currency."""
        return sum((line.amount for line in self.lines if not line.cancelled), Decimal(0))

    @property
    def net_amount(self) -> Decimal:
        """The order's value net of tax: its lines, freight and other costs."""
        return self.goods_amount + self.freight + self.other_costs


class PoLine(Model):
    """``price`` is per 1, 100 or 1,000 of ``unit``; ``amount`` is rounded once to the order's currency.

    Quantity and amount are those of the schedule lines that are not cancelled; a line that is cancelled as a
    whole keeps its last ones, so that amount and quantity always tell the price.
    """

    __tablename__ = "po_line"
    __table_args__ = (
        UniqueConstraint("order_id", "position"),
        UniqueConstraint("buyer_id", "erp_number"),
        CheckConstraint("price_per in (1, 100, 1000)", name="price_per"),
        CheckConstraint("quantity > 0", name="quantity"),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    order_id: Mapped[int] = refers_to("purchase_order")
    position: Mapped[int] = mapped_column(Integer)
    erp_number: Mapped[str | None] = mapped_column(String(60))
    kind: Mapped[LineKind] = mapped_column(default=LineKind.GOODS)
    award_line_id: Mapped[int | None] = refers_to("award_line")
    contract_line_id: Mapped[int | None] = refers_to("contract_line")
    item_id: Mapped[int | None] = refers_to("item")
    spec_revision_id: Mapped[int | None] = refers_to("spec_revision")
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    unit: Mapped[UnitCode]
    price: Mapped[Decimal] = mapped_column(Money)
    price_per: Mapped[int] = mapped_column(Integer, default=1)
    amount: Mapped[Decimal] = mapped_column(Money)
    order: Mapped[PurchaseOrder] = relationship(back_populates="lines")
    award_line: Mapped[AwardLine | None] = relationship()
    contract_line: Mapped[ContractLine | None] = relationship()
    item: Mapped[Item | None] = relationship()
    spec_revision: Mapped[SpecRevision | None] = relationship()
    schedule: Mapped[list["ScheduleLine"]] = relationship(
        back_populates="line", order_by="ScheduleLine.position", cascade="all, delete-orphan"
    )

    @property
    def cancelled(self) -> bool:
        """Whether each of its schedule lines is cancelled."""
        return bool(self.schedule) and all(part.state is ScheduleState.CANCELLED for part in self.schedule)


class ScheduleLine(Model):
    """A quantity for a date and a place, in the order line's unit.

    Four dates are kept apart: ``requested_date`` by the buyer; ``agreed_date``, the first that both accepted,
    which only a change that the buyer caused or waived moves; ``revised_date``, the latest accepted; and the
    actual one, which is the arrival on the receipts. Quantities shipped, received and rejected are running sums;
    what arrived counts as shipped, announced or not.
    """

    __tablename__ = "schedule_line"
    __table_args__ = (
        UniqueConstraint("po_line_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("shipped_quantity >= 0 and received_quantity >= 0", name="running"),
        CheckConstraint(
            "rejected_quantity >= 0 and rejected_quantity <= received_quantity", name="rejected_quantity"
        ),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    po_line_id: Mapped[int] = refers_to("po_line")
    position: Mapped[int] = mapped_column(Integer)
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    site_id: Mapped[int | None] = refers_to("site")
    state: Mapped[ScheduleState] = mapped_column(default=ScheduleState.OPEN)
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    requested_date: Mapped[date] = mapped_column(Date, index=True)
    agreed_date: Mapped[date | None] = mapped_column(Date, index=True)
    revised_date: Mapped[date | None] = mapped_column(Date)
    shipped_quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    received_quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    rejected_quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    cancelled_at: Mapped[datetime | None]
    cancelled_for: Mapped[Side | None]
    version: Mapped[Version] = mapped_column()
    line: Mapped[PoLine] = relationship(back_populates="schedule")
    site: Mapped[Site | None] = relationship()
    changes: Mapped[list["ScheduleChange"]] = relationship(
        back_populates="schedule_line", order_by="ScheduleChange.id"
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def due_date(self) -> date:
        """The date by which the line is planned now: the latest accepted one, or the one asked for."""
        return self.revised_date or self.agreed_date or self.requested_date

    @property
    def open_change(self) -> "ScheduleChange | None":
        """The change that waits for the other side's word."""
        return next((change for change in self.changes if change.state is ChangeState.PROPOSED), None)

    @property
    def changed_by_supplier(self) -> bool:
        """Whether the buyer has accepted a change that the supplier proposed."""
        return any(
            change.state is ChangeState.ACCEPTED and change.side is Side.SUPPLIER for change in self.changes
        )


class ScheduleChange(Model):
    """What ``side`` proposes instead: None means "as it is". It takes effect only when the other accepts it.

    ``moves_agreed_date`` is the buyer's waiver of a supplier's delay: only then does the agreed date move along.
    A change that ``cancels`` asks to cancel the line. The database holds that one at a time is open.
    """

    __tablename__ = "schedule_change"
    __table_args__ = (
        CheckConstraint("new_quantity is null or new_quantity > 0", name="new_quantity"),
        Index(
            "uq_schedule_change_open",
            "schedule_line_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    schedule_line_id: Mapped[int] = refers_to("schedule_line")
    state: Mapped[ChangeState] = mapped_column(default=ChangeState.PROPOSED)
    side: Mapped[Side] = mapped_column(default=Side.SUPPLIER)
    cancels: Mapped[bool] = mapped_column(default=False)
    new_quantity: Mapped[Decimal | None] = mapped_column(Quantity)
    new_date: Mapped[date | None] = mapped_column(Date)
    new_price: Mapped[Decimal | None] = mapped_column(Money)
    reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]
    proposed_by_id: Mapped[int | None] = refers_to("person")
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = refers_to("person")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    moves_agreed_date: Mapped[bool] = mapped_column(default=False)
    version: Mapped[Version] = mapped_column()
    schedule_line: Mapped[ScheduleLine] = relationship(back_populates="changes")

    __mapper_args__ = {"version_id_col": version}
