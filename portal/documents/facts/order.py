"""The facts of a purchase order."""

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
class ScheduleLine:
    """A part of a line's quantity, in the line's unit, for one date and place.

    Dates are calendar dates at the receiving site, kept apart: requested by the buyer; agreed, the first that
    both accepted; revised, the latest that both accepted. Printed is the revised date with the agreed one, or the
    agreed date, or the requested one named as such.
    """

    quantity: Decimal
    requested_on: date | None = None
    agreed_on: date | None = None
    revised_on: date | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of an order.

    ``erp_number`` is the number of this line in the buyer's ERP. ``amount`` is in the order's currency, rounded
    to it, net. ``priced_quantity`` is the quantity in the unit of the
    price, where that is not the unit of the order. The tolerances are percentages of the quantity.
    """

    number: int
    item: Item
    quantity: Quantity
    price: Price
    amount: Decimal
    erp_number: str = ""
    priced_quantity: Decimal | None = None
    under_tolerance: Decimal = Decimal(0)
    over_tolerance: Decimal = Decimal(0)
    schedule: tuple[ScheduleLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """A cost beside the lines (freight, packing), or a discount where the amount is negative."""

    label: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Tax:
    """Tax of ``rate`` percent on ``base``, both as the buyer's rules had them when the order was issued."""

    label: str
    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """``lines`` + charges = ``net``; ``net`` + taxes = ``gross``; all in the order's currency."""

    lines: Decimal
    net: Decimal
    gross: Decimal
    charges: tuple[Charge, ...] = ()
    taxes: tuple[Tax, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """Everything that one revision of a purchase order says.

    ``language`` is a tag such as "en" or "de-AT", ``currency`` an ISO 4217 code. ``revision_note`` says in a
    sentence what this revision changes. ``consignee`` and ``invoice_to`` are given where they are not the buyer.
    """

    KIND: ClassVar[str] = "purchase_order"
    SCHEMA: ClassVar[int] = 1

    number: str
    revision: int
    issued_on: date
    language: str
    currency: str
    buyer: Party
    supplier: Party
    lines: tuple[OrderLine, ...]
    totals: Totals
    delivery: DeliveryTerms | None = None
    payment_terms: str = ""
    references: References = field(default_factory=References)
    erp_number: str = ""
    revision_note: str = ""
    consignee: Party | None = None
    invoice_to: Party | None = None
    remarks: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = ()
    signatures: tuple[Signature, ...] = ()
