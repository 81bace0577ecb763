"""What documents say, as frozen data: the classes, and their canonical bytes."""

from portal.documents.facts.codec import BadFacts, Facts, from_bytes, to_bytes
from portal.documents.facts.contract import ContractFacts, PriceBreak, PriceLine
from portal.documents.facts.order import Charge, OrderFacts, OrderLine, ScheduleLine, Tax, Totals
from portal.documents.facts.parts import (
    Clause,
    Contact,
    DateBasis,
    DeliveryTerms,
    Item,
    Party,
    Price,
    Quantity,
    References,
    Signature,
    Spec,
    Unit,
)

__all__ = [
    "BadFacts",
    "Charge",
    "Clause",
    "Contact",
    "ContractFacts",
    "DateBasis",
    "DeliveryTerms",
    "Facts",
    "Item",
    "OrderFacts",
    "OrderLine",
    "Party",
    "Price",
    "PriceBreak",
    "PriceLine",
    "Quantity",
    "References",
    "ScheduleLine",
    "Signature",
    "Spec",
    "Tax",
    "Totals",
    "Unit",
    "from_bytes",
    "to_bytes",
]
