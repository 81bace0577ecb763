"""A bid document beside what the RFQ asks, as the supplier's pages show it."""

from dataclasses import dataclass
from decimal import Decimal

from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, BidLine
from portal.sourcing.models import Rfq, RfqLine


@dataclass(frozen=True)
class Row:
    """A line of the RFQ and what is said of it; ``amount`` is None where nothing is offered or priced."""

    asked: RfqLine
    line: BidLine
    amount: Decimal | None


@dataclass(frozen=True)
class Offer:
    """The document with its lines in the RFQ's order, and its total in its own currency, net of tax."""

    document: BidDocument
    rows: list[Row]
    total: Decimal


def offer(document: BidDocument, rfq: Rfq) -> Offer:
    """What a document offers for an RFQ."""
    said = {line.rfq_line: line for line in document.lines}
    pairs = [(asked, said.get(asked.public_id, BidLine(asked.public_id))) for asked in rfq.lines]
    rows = [Row(asked, line, rules.amount(line, document.currency)) for asked, line in pairs]
    return Offer(document, rows, rules.total(document))
