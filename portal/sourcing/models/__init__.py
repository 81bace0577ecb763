"""The tables of sourcing, by topic."""

from portal.sourcing.models.awards import AWARD_LINE_TOLD, AWARD_TOLD, Award, AwardLine
from portal.sourcing.models.bids import (
    OPENING_TOLD,
    VERSION_TOLD,
    Bid,
    BidFile,
    BidVersion,
    OpenedBid,
    OpenedLine,
    Opening,
)
from portal.sourcing.models.dialogue import Addendum, Invitation, Question
from portal.sourcing.models.keys import (
    OPENER_TOLD,
    SEALING_TOLD,
    SIGNING_TOLD,
    OpenerKey,
    OpenerPair,
    SealingKey,
    SigningKey,
)
from portal.sourcing.models.openings import OpeningConsent, RfqOpener
from portal.sourcing.models.rfqs import Rfq, RfqCurrency, RfqFile, RfqLine, RfqRequirement, RfqRound

__all__ = [
    "AWARD_LINE_TOLD",
    "AWARD_TOLD",
    "OPENER_TOLD",
    "OPENING_TOLD",
    "SEALING_TOLD",
    "SIGNING_TOLD",
    "VERSION_TOLD",
    "Addendum",
    "Award",
    "AwardLine",
    "Bid",
    "BidFile",
    "BidVersion",
    "Invitation",
    "OpenedBid",
    "OpenedLine",
    "OpenerKey",
    "OpenerPair",
    "Opening",
    "OpeningConsent",
    "Question",
    "Rfq",
    "RfqCurrency",
    "RfqFile",
    "RfqLine",
    "RfqOpener",
    "RfqRequirement",
    "RfqRound",
    "SealingKey",
    "SigningKey",
]
