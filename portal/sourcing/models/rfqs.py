"""An RFQ: its rounds, lines, currencies, files and the certificates it asks for."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from sqlalchemy import Boolean, CheckConstraint, Date, Integer, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from portal.accounts.models import BuyerSetting, Organisation, Site
from portal.accounts.rules import policy_of
from portal.catalog.models import Item, SpecRevision
from portal.certificates.models import Requirement
from portal.clock import day_in
from portal.db import Currency, Key, Model, Money, PublicId, Quantity, UnitCode, Version, refers_to
from portal.files.models import StoredFile
from portal.isolation import isolated
from portal.sourcing.workflow import LineKind, RfqState, RoundKind

if TYPE_CHECKING:
    from portal.sourcing.models.dialogue import Addendum, Invitation, Question
    from portal.sourcing.models.openings import OpeningConsent, RfqOpener


class Rfq(Model):
    """A request for quotation. Its number comes at publishing; deadlines belong to its rounds.

    ``return_reason`` is why an approver sent it back, until its approval is asked for again. ``estimated_value`` is
    in its own currency and the buyer's own affair. ``openers_needed`` is settled when it goes out: how many
    different people it takes to open the bids. ``strict`` ones open by their openers' passphrases only.
    """

    __tablename__ = "rfq"
    __table_args__ = (
        UniqueConstraint("buyer_id", "number"),
        UniqueConstraint("buyer_id", "erp_number"),
        isolated(named_by=("invitation.rfq_id",)),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    number: Mapped[str | None] = mapped_column(String(40))
    erp_number: Mapped[str | None] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    description: Mapped[str] = mapped_column(Text, default="")
    currency: Mapped[Currency]
    incoterm: Mapped[str] = mapped_column(String(3), default="")
    incoterm_place: Mapped[str] = mapped_column(String(200), default="")
    payment_terms: Mapped[str] = mapped_column(String(300), default="")
    tie_rule: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[RfqState] = mapped_column(default=RfqState.DRAFT)
    approval_asked_by_id: Mapped[int | None] = refers_to("person")
    return_reason: Mapped[str] = mapped_column(Text, default="")
    closing_reason: Mapped[str] = mapped_column(Text, default="")
    estimated_value: Mapped[Decimal | None] = mapped_column(Money)
    openers_needed: Mapped[int] = mapped_column(Integer, default=1)
    strict: Mapped[bool] = mapped_column(Boolean, default=False)
    copied_from_id: Mapped[int | None] = refers_to("rfq")
    created_by_id: Mapped[int | None] = refers_to("person")
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    buyer: Mapped[Organisation] = relationship()
    rounds: Mapped[list["RfqRound"]] = relationship(back_populates="rfq", order_by="RfqRound.ordinal")
    lines: Mapped[list["RfqLine"]] = relationship(
        back_populates="rfq", order_by="RfqLine.position", cascade="all, delete-orphan"
    )
    currencies: Mapped[list["RfqCurrency"]] = relationship(
        cascade="all, delete-orphan", order_by="RfqCurrency.currency"
    )
    files: Mapped[list["RfqFile"]] = relationship(order_by="RfqFile.id")
    requirements: Mapped[list["RfqRequirement"]] = relationship(cascade="all, delete-orphan")
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="rfq")
    questions: Mapped[list["Question"]] = relationship(back_populates="rfq", order_by="Question.id")
    addenda: Mapped[list["Addendum"]] = relationship(back_populates="rfq", order_by="Addendum.ordinal")
    openers: Mapped[list["RfqOpener"]] = relationship(cascade="all, delete-orphan", order_by="RfqOpener.id")

    approval_settings: Mapped[list[BuyerSetting]] = relationship(
        primaryjoin=lambda: and_(
            foreign(BuyerSetting.buyer_id) == Rfq.buyer_id, BuyerSetting.name == "rfqs_need_approval"
        ),
        order_by=BuyerSetting.valid_from,
        viewonly=True,
    )

    __mapper_args__ = {"version_id_col": version}

    def needs_approval(self, now: datetime) -> bool:
        """Whether its buyer's policy, on the day of ``now`` in the buyer's zone, wants an approval before it is out."""
        today = day_in(now, self.buyer.timezone)
        in_force = {row.name: row.value for row in self.approval_settings if row.valid_from <= today}
        return policy_of(in_force).rfqs_need_approval

    @property
    def current_round(self) -> "RfqRound":
        return self.rounds[-1]

    @property
    def takes_bids(self) -> bool:
        """Whether bids may come in as far as the state goes; the deadline is another matter."""
        return self.state == RfqState.PUBLISHED

    @property
    def deadline(self) -> datetime:
        return self.current_round.deadline

    @property
    def opens_at(self) -> datetime:
        """From when on the bids may be opened: the deadline, or a later instant that the buyer has set."""
        return max(self.deadline, self.current_round.open_not_before or self.deadline)

    @property
    def agreed(self) -> set[int]:
        """The ids of those who have agreed to open the current round and are still among the openers."""
        agreed = {consent.person_id for consent in self.current_round.consents}
        return agreed & {row.person_id for row in self.openers} if self.openers else agreed

    @property
    def question_cutoff(self) -> datetime | None:
        return self.current_round.question_cutoff


class RfqRound(Model):
    """One round of bidding with a deadline, whose zone keeps its name. ``opened_at`` is when its bids were opened.

    ``open_not_before`` is set where they are opened later than at the deadline.
    """

    __tablename__ = "rfq_round"
    __table_args__ = (UniqueConstraint("rfq_id", "ordinal"), isolated(with_parent=("rfq_id",), locked=True))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    ordinal: Mapped[int] = mapped_column(Integer, default=1)
    kind: Mapped[RoundKind] = mapped_column(default=RoundKind.INITIAL)
    deadline: Mapped[datetime]
    zone: Mapped[str] = mapped_column(String(60))
    question_cutoff: Mapped[datetime | None]
    open_not_before: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    rfq: Mapped[Rfq] = relationship(back_populates="rounds")
    consents: Mapped[list["OpeningConsent"]] = relationship(order_by="OpeningConsent.id")


class RfqLine(Model):
    """One line. The database holds that no more is awarded than was asked (``awarded_quantity``)."""

    __tablename__ = "rfq_line"
    __table_args__ = (
        UniqueConstraint("rfq_id", "position"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("awarded_quantity >= 0 and awarded_quantity <= quantity", name="awarded_quantity"),
        isolated(with_parent=("rfq_id",)),
    )
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[LineKind] = mapped_column(default=LineKind.GOODS)
    lot: Mapped[str] = mapped_column(String(60), default="")
    item_id: Mapped[int | None] = refers_to("item")
    spec_revision_id: Mapped[int | None] = refers_to("spec_revision")
    description: Mapped[str] = mapped_column(String(500))
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    unit: Mapped[UnitCode]
    wanted_date: Mapped[date] = mapped_column(Date)
    site_id: Mapped[int | None] = refers_to("site")
    awarded_quantity: Mapped[Decimal] = mapped_column(Quantity, default=Decimal(0))
    rfq: Mapped[Rfq] = relationship(back_populates="lines")
    item: Mapped[Item | None] = relationship()
    spec_revision: Mapped[SpecRevision | None] = relationship()
    site: Mapped[Site | None] = relationship()


class RfqCurrency(Model):
    """A further currency in which bids may come: one unit of it is ``rate`` of the RFQ's currency."""

    __tablename__ = "rfq_currency"
    __table_args__ = (
        UniqueConstraint("rfq_id", "currency"),
        CheckConstraint("rate > 0", name="rate"),
        isolated(part_of="rfq_id"),
    )
    id: Mapped[Key]
    rfq_id: Mapped[int] = refers_to("rfq")
    currency: Mapped[Currency]
    rate: Mapped[Decimal] = mapped_column(Quantity)


class RfqFile(Model):
    """A file that every invited supplier may read once the RFQ is published."""

    __tablename__ = "rfq_file"
    __table_args__ = isolated(part_of="rfq_id")
    id: Mapped[Key]
    rfq_id: Mapped[int] = refers_to("rfq")
    file_id: Mapped[int] = refers_to("stored_file", unique=True)
    file: Mapped[StoredFile] = relationship()


class RfqRequirement(Model):
    """A certificate that bidders of this RFQ must hold: a requirement of scope RFQ."""

    __tablename__ = "rfq_requirement"
    __table_args__ = (UniqueConstraint("rfq_id", "requirement_id"), isolated(part_of="rfq_id"))
    id: Mapped[Key]
    rfq_id: Mapped[int] = refers_to("rfq")
    requirement_id: Mapped[int] = refers_to("requirement")
    requirement: Mapped[Requirement] = relationship()
