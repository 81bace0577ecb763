"""The facts of a contract or blanket order."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import ClassVar

from portal.documents.facts.parts import (
    Clause,
    DeliveryTerms,
    Item,
    Party,
    Price,
    Quantity,
    References,
    Signature,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceBreak:
    """The price, on the basis of its line, for a call-off of ``from_quantity`` or more in the price's unit."""

    from_quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLine:
    """One line of the price list. ``limit`` is the most that may be called off in all; None means no limit."""

    number: int
    item: Item
    price: Price
    breaks: tuple[PriceBreak, ...] = ()
    limit: Quantity | None = None
    lead_time_days: int | None = None
    under_tolerance: Decimal = Decimal(0)
    over_tolerance: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """Everything that one revision of a contract says.

    It is in force from ``starts_on`` to ``ends_on``, both days included; without an end it runs until it is
    terminated. ``ceiling`` is the greatest sum of all call-offs, net, in the contract's currency.
    """

    KIND: ClassVar[str] = "contract"
    SCHEMA: ClassVar[int] = 1

    number: str
    revision: int
    title: str
    issued_on: date
    starts_on: date
    language: str
    currency: str
    buyer: Party
    supplier: Party
    prices: tuple[PriceLine, ...]
    ends_on: date | None = None
    ceiling: Decimal | None = None
    delivery: DeliveryTerms | None = None
    payment_terms: str = ""
    references: References = field(default_factory=References)
    erp_number: str = ""
    revision_note: str = ""
    clauses: tuple[Clause, ...] = ()
    signatures: tuple[Signature, ...] = ()
