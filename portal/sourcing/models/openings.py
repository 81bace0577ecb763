"""Who may open the bids of an RFQ, and who has agreed to do so."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, relationship

from portal.accounts.models import Person
from portal.db import Key, Model, refers_to
from portal.guards import ALL


class RfqOpener(Model):
    """A person of the buyer named to open the bids. An RFQ without any is opened by procurement."""

    __tablename__ = "rfq_opener"
    __table_args__ = (UniqueConstraint("rfq_id", "person_id"),)
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    person_id: Mapped[int] = refers_to("person")
    person: Mapped[Person] = relationship()


class OpeningConsent(Model):
    """The first of two openers has agreed that the bids of a round are opened."""

    __tablename__ = "opening_consent"
    __table_args__ = (UniqueConstraint("round_id", "person_id"), {"info": {"never_changes": ALL}})
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    round_id: Mapped[int] = refers_to("rfq_round")
    person_id: Mapped[int] = refers_to("person")
    agreed_at: Mapped[datetime]
    person: Mapped[Person] = relationship()
