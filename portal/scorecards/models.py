"""How a buyer scores: weights and scales, fixed and shown to both sides before a period begins."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Key, Model, PublicId, Quantity, refers_to
from portal.isolation import isolated


class Scheme(Model):
    """A buyer's scheme from ``valid_from`` on; periods that began before keep the one they began with."""

    __tablename__ = "scorecard_scheme"
    __table_args__ = (UniqueConstraint("buyer_id", "valid_from"), isolated(beside=("partnership.buyer_id",)))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    valid_from: Mapped[date] = mapped_column(Date)
    weights: Mapped[list["SchemeWeight"]] = relationship(
        cascade="all, delete-orphan", order_by="SchemeWeight.id"
    )


class SchemeWeight(Model):
    """A measure's weight in percent, and the values that score 0 (``floor``) and 100 (``target``)."""

    __tablename__ = "scorecard_weight"
    __table_args__ = (UniqueConstraint("scheme_id", "measure"), isolated(part_of="scheme_id"))
    id: Mapped[Key]
    scheme_id: Mapped[int] = refers_to("scorecard_scheme")
    measure: Mapped[str] = mapped_column(String(40))
    weight: Mapped[Decimal] = mapped_column(Quantity)
    floor: Mapped[Decimal] = mapped_column(Quantity)
    target: Mapped[Decimal] = mapped_column(Quantity)
