"""Bids: sealed documents before the opening, rows after it.

Before the opening a bid version is nothing but bytes: no line rows, totals or indexes exist. The opening expands
each bid that counts once into ``OpenedBid`` and ``OpenedLine``, which comparison, award and measures read.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Date, Integer, LargeBinary, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.db import Currency, Key, Model, Money, PublicId, Quantity, UnitCode, Version, refers_to
from portal.files.models import StoredFile
from portal.guards import ALL
from portal.isolation import isolated
from portal.sourcing.models.dialogue import Addendum
from portal.sourcing.models.keys import SigningKey
from portal.sourcing.models.rfqs import Rfq, RfqLine, RfqRound
from portal.sourcing.workflow import SENT, BidState

# What the event of a version, and of an opening, answers for; the bytes have hashes of their own.
VERSION_TOLD = (
    "public_id",
    "buyer_id",
    "supplier_id",
    "bid_id",
    "ordinal",
    "sha256",
    "sealed_sha256",
    "addendum_ordinal",
    "saved_at",
    "saved_by_id",
    "received_at",
    "receipt_number",
    "receipt_signature",
    "signing_key_id",
)
OPENING_TOLD = ("public_id", "buyer_id", "rfq_id", "round_id", "opened_at", "opened_by_id")


class Bid(Model):
    """One supplier's bid in one round. ``state`` is the supplier's own affair until the opening.

    ``last_ordinal`` is that of the newest version. Drafts are versions too; the submitted version that stands
    goes on to count whatever drafts come after it.
    """

    __tablename__ = "bid"
    __table_args__ = (UniqueConstraint("round_id", "supplier_id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    round_id: Mapped[int] = refers_to("rfq_round")
    state: Mapped[BidState] = mapped_column(default=BidState.DRAFT)
    last_ordinal: Mapped[int] = mapped_column(Integer, default=0)
    disqualified_reason: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    version: Mapped[Version] = mapped_column()
    rfq: Mapped[Rfq] = relationship()
    round: Mapped[RfqRound] = relationship()
    supplier: Mapped[Organisation] = relationship(foreign_keys=[supplier_id])
    versions: Mapped[list["BidVersion"]] = relationship(back_populates="bid", order_by="BidVersion.ordinal")
    files: Mapped[list["BidFile"]] = relationship(order_by="BidFile.id")

    __mapper_args__ = {"version_id_col": version}

    @property
    def latest(self) -> "BidVersion | None":
        """The newest version, draft or submitted."""
        return self.versions[-1] if self.versions else None

    @property
    def counting(self) -> "BidVersion | None":
        """The submitted version that stands, whether or not an addendum has returned it."""
        sent = [version for version in self.versions if version.received_at is not None]
        return sent[-1] if sent and self.state in SENT else None

    @property
    def nothing_new(self) -> bool:
        """Whether the newest version is the submitted one that counts, so that there is nothing to submit."""
        return self.latest is not None and self.latest is self.counting and self.returned_by is None

    @property
    def returned_by(self) -> Addendum | None:
        """The last material addendum of this round, where the version that stands answers an older one.

        ``portal.sourcing.queries.bids.returned`` is the same in SQL.
        """
        material = [
            one for one in self.rfq.addenda if one.material and one.published_at < self.round.deadline
        ]
        if self.counting is None or not material:
            return None
        return material[-1] if material[-1].ordinal > self.counting.addendum_ordinal else None


class BidVersion(Model):
    """One immutable document of a bid, draft or submitted: canonical JSON, kept in a sealed envelope.

    ``sha256`` is that of the document, which the receipt names; ``sealed_sha256`` that of the envelope as stored.
    ``received_at`` and the receipt with its signature are set for what was submitted; ``addendum_ordinal`` is the
    addendum it answers (0 for none). A bid that was confirmed unread keeps the envelope of the version that it
    confirms, whose ordinal ``sealed_ordinal`` names.
    """

    __tablename__ = "bid_version"
    __table_args__ = (UniqueConstraint("bid_id", "ordinal"), {"info": {"never_changes": ALL}})
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    bid_id: Mapped[int] = refers_to("bid")
    ordinal: Mapped[int] = mapped_column(Integer)
    sealed_ordinal: Mapped[int | None] = mapped_column(Integer)
    # Only queries/door.py asks for it by name; anybody else who touches it gets an error instead of bytes.
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    sha256: Mapped[str] = mapped_column(String(64))
    sealed_sha256: Mapped[str] = mapped_column(String(64))
    addendum_ordinal: Mapped[int] = mapped_column(Integer, default=0)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int | None] = refers_to("person")
    received_at: Mapped[datetime | None]
    receipt_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    receipt_signature: Mapped[str | None] = mapped_column(String(128))
    signing_key_id: Mapped[int | None] = refers_to("signing_key")
    bid: Mapped[Bid] = relationship(back_populates="versions")
    signing_key: Mapped[SigningKey | None] = relationship()


@event.listens_for(BidVersion, "before_update")
@event.listens_for(BidVersion, "before_delete")
def _never(_mapper: Any, _connection: Any, version: BidVersion) -> None:
    raise TypeError(f"Bid version {version.id} never changes")


class BidFile(Model):
    """A file that a bid version names, sealed as the version is: its row tells neither name nor kind."""

    __tablename__ = "bid_file"
    __table_args__ = isolated(with_parent=("bid_id",))
    id: Mapped[Key]
    supplier_id: Mapped[int] = refers_to("organisation")
    bid_id: Mapped[int] = refers_to("bid")
    file_id: Mapped[int] = refers_to("stored_file", unique=True)
    file: Mapped[StoredFile] = relationship()


class Opening(Model):
    """The act of opening a round's bids."""

    __tablename__ = "opening"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    buyer_id: Mapped[int] = refers_to("organisation")
    rfq_id: Mapped[int] = refers_to("rfq")
    round_id: Mapped[int] = refers_to("rfq_round", unique=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int | None] = refers_to("person")
    bids: Mapped[list["OpenedBid"]] = relationship(back_populates="opening", order_by="OpenedBid.id")


class OpenedBid(Model):
    """What a bid says as a whole. ``rate`` turns its currency into the RFQ's, frozen at the opening."""

    __tablename__ = "opened_bid"
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    opening_id: Mapped[int] = refers_to("opening")
    bid_id: Mapped[int] = refers_to("bid", unique=True)
    version_id: Mapped[int] = refers_to("bid_version", unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    currency: Mapped[Currency]
    rate: Mapped[Decimal] = mapped_column(Quantity)
    freight: Mapped[Decimal] = mapped_column(Money)
    other_costs: Mapped[Decimal] = mapped_column(Money)
    payment_terms: Mapped[str] = mapped_column(String(300), default="")
    valid_until: Mapped[date] = mapped_column(Date)
    quote_number: Mapped[str] = mapped_column(String(60), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    opening: Mapped[Opening] = relationship(back_populates="bids")
    bid: Mapped[Bid] = relationship()
    lines: Mapped[list["OpenedLine"]] = relationship(back_populates="opened_bid")


class OpenedLine(Model):
    """What a bid offers for one RFQ line: a price per 1, 100 or 1,000 of ``unit`` in the bid's currency."""

    __tablename__ = "opened_line"
    __table_args__ = (
        UniqueConstraint("opened_bid_id", "rfq_line_id"),
        CheckConstraint("price_per in (1, 100, 1000)", name="price_per"),
    )
    id: Mapped[Key]
    buyer_id: Mapped[int] = refers_to("organisation")
    supplier_id: Mapped[int] = refers_to("organisation")
    opened_bid_id: Mapped[int] = refers_to("opened_bid")
    rfq_line_id: Mapped[int] = refers_to("rfq_line")
    quantity: Mapped[Decimal] = mapped_column(Quantity)
    price: Mapped[Decimal] = mapped_column(Money)
    price_per: Mapped[int] = mapped_column(Integer)
    unit: Mapped[UnitCode]
    delivery_date: Mapped[date | None] = mapped_column(Date)
    remark: Mapped[str] = mapped_column(Text, default="")
    deviation: Mapped[str] = mapped_column(Text, default="")
    opened_bid: Mapped[OpenedBid] = relationship(back_populates="lines")
    rfq_line: Mapped[RfqLine] = relationship()
