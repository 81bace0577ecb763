"""The tables of sourcing, by topic."""

from portal.sourcing.models.awards import Award, AwardLine
from portal.sourcing.models.bids import Bid, BidFile, BidVersion, OpenedBid, OpenedLine, Opening
from portal.sourcing.models.dialogue import Addendum, Invitation, Question
from portal.sourcing.models.keys import SealingKey, SigningKey
from portal.sourcing.models.rfqs import Rfq, RfqCurrency, RfqFile, RfqLine, RfqRequirement, RfqRound

__all__ = [
    "Addendum",
    "Award",
    "AwardLine",
    "Bid",
    "BidFile",
    "BidVersion",
    "Invitation",
    "OpenedBid",
    "OpenedLine",
    "Opening",
    "Question",
    "Rfq",
    "RfqCurrency",
    "RfqFile",
    "RfqLine",
    "RfqRequirement",
    "RfqRound",
    "SealingKey",
    "SigningKey",
]
