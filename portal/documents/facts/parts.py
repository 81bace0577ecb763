"""The parts that the facts of every document share: parties, items, prices, terms, clauses, signatures.

Facts are what a document says, frozen when it is issued. They hold the very texts that a person reads, in the
document's language, so that a later change of a name, a unit's label or a clause cannot reach an issued
document. Only headings, and how dates and numbers are written, come from the template.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class DateBasis(StrEnum):
    """What the dates of a document count to; for E, F and C terms that is often the handover."""

    ARRIVAL = "arrival"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A UN/ECE Rec 20 code, and the label that is printed for it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """Up to 6 decimals."""

    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """In the document's currency, up to 6 decimals, per 1, 100 or 1,000 of ``unit``."""

    amount: Decimal
    unit: Unit
    per: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """The person to turn to, by the name that this person had when the document was issued."""

    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One side of a document, or a site that it names.

    ``address`` holds the lines as they are printed, the country last. ``number`` is the number under which the
    buyer's ERP keeps this party.
    """

    legal_name: str
    address: tuple[str, ...] = ()
    registration_number: str = ""
    vat_number: str = ""
    number: str = ""
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """The one released revision of a spec that a line points at."""

    number: str
    revision: str
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a line is about, with the item numbers of both sides and of the buyer's ERP.

    ``notes`` are whole sentences printed below the description: a remark, an agreed deviation, the certificates
    that go along with the goods.
    """

    description: str
    number: str = ""
    erp_number: str = ""
    supplier_number: str = ""
    spec: Spec | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryTerms:
    """An Incoterm with its place and edition ("DAP", "Brno", "2020"), and what the document's dates count to.

    What is empty is not printed: older terms such as DDU have no edition, a contract may name no dates.
    """

    incoterm: str = ""
    place: str = ""
    edition: str = ""
    date_basis: DateBasis | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """The numbers of the papers that a document follows from; an empty one is not printed."""

    purchase_request: str = ""
    rfq: str = ""
    bid: str = ""
    quote: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One numbered clause, word for word; line breaks in ``text`` are kept."""

    number: str
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A place to sign. What is known beforehand is printed, the rest stays a line to fill in by hand."""

    party: str
    name: str = ""
    title: str = ""
    signed_on: date | None = None
