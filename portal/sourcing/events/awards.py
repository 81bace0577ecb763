"""What is decided after the opening."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BidDisqualified:
    rfq_id: int
    bid_id: int


@dataclass(frozen=True)
class AwardProposed:
    rfq_id: int
    award_id: int


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
