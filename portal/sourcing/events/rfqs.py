"""What happens to an RFQ, on the buyer's side."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import ClassVar


@dataclass(frozen=True)
class RfqDrafted:
    rfq_id: int
    copied_from_id: int | None = None


@dataclass(frozen=True)
class RfqEdited:
    rfq_id: int


@dataclass(frozen=True)
class RfqApprovalRequested:
    rfq_id: int


@dataclass(frozen=True)
class RfqApproved:
    """Somebody else than its writer let the RFQ out; ``RfqPublished`` follows at once."""

    rfq_id: int


@dataclass(frozen=True)
class RfqReturned:
    """An approver sent the RFQ back to its writer."""

    rfq_id: int


@dataclass(frozen=True)
class RfqPublished:
    rfq_id: int


@dataclass(frozen=True)
class DeadlineMoved:
    rfq_id: int
    before: datetime
    after: datetime


@dataclass(frozen=True)
class RfqCancelled:
    rfq_id: int
    was_published: bool


@dataclass(frozen=True)
class RfqUnsuccessful:
    rfq_id: int


@dataclass(frozen=True)
class RfqFileAdded:
    rfq_id: int
    file_id: int


@dataclass(frozen=True)
class RfqFileRemoved:
    rfq_id: int
    file_id: int


@dataclass(frozen=True)
class RfqCertificateAsked:
    """A draft asks its bidders for a certificate that nobody had asked for before."""

    rfq_id: int
    requirement_id: int


@dataclass(frozen=True)
class OpeningSet:
    """Who opens the bids was settled, and from when on; None is at the deadline, nobody named is procurement."""

    rfq_id: int
    opener_ids: list[int]
    not_before: datetime | None
    strict: bool


@dataclass(frozen=True)
class OpeningAgreed:
    """The first of two openers agreed. It names no bids: until the second acts, nobody knows how many there are."""

    rfq_id: int
    round_id: int


@dataclass(frozen=True)
class BidsOpened:
    """``hashes`` are the SHA-256 of the bid versions that were opened, sorted.

    Since schema 2 ``rates`` are the frozen exchange rates by currency, and ``row_sha256`` is over the opening's row.
    ``opener_ids`` are the people who did it.
    """

    rfq_id: int
    round_id: int
    hashes: list[str]
    rates: dict[str, Decimal]
    row_sha256: str
    opener_ids: list[int] = field(default_factory=list)
    schema: ClassVar[int] = 2


@dataclass(frozen=True)
class OpenedBidRead:
    """A person of the buyer has read an opened bid for the first time."""

    rfq_id: int
    bid_id: int
