"""Goals of a partnership: proposed by one side, agreed by the other."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.clock import day_in
from portal.collaboration.rules.course import Figure
from portal.collaboration.rules.terms import HOLDING, LESS_IS_BETTER, Direction, Terms
from portal.collaboration.workflow import GoalState
from portal.db import Key, Model, PublicId, Quantity, Version, refers_to
from portal.isolation import isolated
from portal.partnerships.models import Partnership


class Goal(Model):
    """A SMART goal: what is measured in which unit, from where, to where, by when. Its days are the buyer's.

    A goal that holds may have no baseline.
    """

    __tablename__ = "goal"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    partnership_id: Mapped[int] = refers_to("partnership")
    proposed_by_organisation_id: Mapped[int] = refers_to("organisation")
    title: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(Text, default="")
    unit: Mapped[str] = mapped_column(String(40))
    baseline: Mapped[Decimal | None] = mapped_column(Quantity)
    target: Mapped[Decimal] = mapped_column(Quantity)
    direction: Mapped[Direction]
    due_on: Mapped[date] = mapped_column(Date)
    state: Mapped[GoalState] = mapped_column(default=GoalState.PROPOSED)
    decline_reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    partnership: Mapped[Partnership] = relationship()
    values: Mapped[list["GoalValue"]] = relationship(back_populates="goal", order_by="GoalValue.measured_on")

    __mapper_args__ = {"version_id_col": version}

    @property
    def terms(self) -> Terms:
        """What was agreed, as the rules take it."""
        return Terms(self.title, self.unit, self.baseline, self.target, self.direction, self.due_on)

    @property
    def holds(self) -> bool:
        """Whether it is to be held at its target, and not moved to it."""
        return self.direction in HOLDING

    @property
    def less_is_better(self) -> bool:
        """Whether the good side of the target is below it."""
        return self.direction in LESS_IS_BETTER

    @property
    def figures(self) -> list[Figure]:
        """The measured values, as the rules take them."""
        return [Figure(value.measured_on, value.value) for value in self.values]

    @property
    def proposer(self) -> Organisation:
        """The side that proposed it."""
        one = self.partnership
        return one.buyer if self.proposed_by_organisation_id == self.buyer_id else one.supplier

    def today(self, now: datetime) -> date:
        """The calendar date at the buyer."""
        return day_in(now, self.partnership.buyer.timezone)

    def partner_of(self, organisation_id: int) -> Organisation:
        """The other side, seen from one of the two."""
        one = self.partnership
        return one.supplier if organisation_id == self.buyer_id else one.buyer


class GoalValue(Model):
    """A measured value of a day, in the goal's unit; ``organisation_id`` is the side that recorded it last."""

    __tablename__ = "goal_value"
    __table_args__ = (UniqueConstraint("goal_id", "measured_on"), isolated(part_of="goal_id"))
    id: Mapped[Key]
    goal_id: Mapped[int] = refers_to("goal")
    measured_on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Quantity)
    organisation_id: Mapped[int] = refers_to("organisation")
    recorded_at: Mapped[datetime]
    goal: Mapped[Goal] = relationship(back_populates="values")
    organisation: Mapped[Organisation] = relationship()
