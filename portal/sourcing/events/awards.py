"""What is decided after the opening."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class BidDisqualified:
    rfq_id: int
    bid_id: int


@dataclass(frozen=True)
class AwardProposed:
    """Since schema 2, ``row_sha256`` is over the award and ``line_sha256s`` over each of its lines, sorted."""

    rfq_id: int
    award_id: int
    row_sha256: str
    line_sha256s: list[str]
    schema: ClassVar[int] = 2


@dataclass(frozen=True)
class AwardApproved:
    rfq_id: int
    award_id: int


@dataclass(frozen=True)
class AwardPublished:
    rfq_id: int
    award_id: int


@dataclass(frozen=True)
class AwardCancelled:
    rfq_id: int
    award_id: int


@dataclass(frozen=True)
class BidAwarded:
    """One bidder's own outcome: won on at least one line."""

    rfq_id: int
    bid_id: int


@dataclass(frozen=True)
class BidNotAwarded:
    """One bidder's own outcome: won nothing."""

    rfq_id: int
    bid_id: int
