"""Goals of a partnership: proposed by one side, agreed by the other."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.collaboration.workflow import Direction, GoalState
from portal.db import Key, Model, PublicId, Quantity, Version, refers_to
from portal.partnerships.models import Partnership


class Goal(Model):
    """A SMART goal: what is measured in which unit, from where, to where, by when."""

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
    baseline: Mapped[Decimal] = mapped_column(Quantity)
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


class GoalValue(Model):
    """A measured value on a day."""

    __tablename__ = "goal_value"
    __table_args__ = (UniqueConstraint("goal_id", "measured_on"),)
    id: Mapped[Key]
    goal_id: Mapped[int] = refers_to("goal")
    measured_on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Quantity)
    organisation_id: Mapped[int] = refers_to("organisation")
    recorded_at: Mapped[datetime]
    goal: Mapped[Goal] = relationship(back_populates="values")
