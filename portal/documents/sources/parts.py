"""The parts that the facts of orders and contracts share, read from the records. Sentences are in the language
that is in force where these are called."""

from decimal import Decimal

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select

from portal.accounts.models import Organisation, Person, Site
from portal.db import db
from portal.documents.facts import Contact, DateBasis, DeliveryTerms, Item, Party, Price, Quantity, Spec, Unit
from portal.orders.models import ContractLine, PoLine, PurchaseOrder
from portal.partnerships.models import Partnership
from portal.sourcing.models import AwardLine, OpenedLine
from portal.sourcing.rules.drafts import INCOTERMS
from portal.units import UNITS

EDITION = "2020"


def buyer_party(buyer: Organisation, person_id: int | None) -> Party:
    """The buyer with whom to turn to: a person where one is named, otherwise the company itself."""
    person = db.session.get(Person, person_id) if person_id else None
    name, email = (person.name, person.email) if person else ("", buyer.email)
    return _party(buyer, "", Contact(name=name, email=email, phone=buyer.phone))


def supplier_party(supplier: Organisation, buyer_id: int) -> Party:
    """The supplier, with the number under which the buyer's ERP keeps it."""
    number = db.session.scalar(
        select(Partnership.erp_number).where(
            Partnership.buyer_id == buyer_id, Partnership.supplier_id == supplier.id
        )
    )
    return _party(supplier, number or "", Contact(name="", email=supplier.email, phone=supplier.phone))


def _party(organisation: Organisation, number: str, contact: Contact) -> Party:
    return Party(
        legal_name=organisation.legal_name or organisation.name,
        address=address(organisation),
        registration_number=organisation.registration_number,
        vat_number=organisation.vat_number,
        number=number,
        contact=contact,
    )


def address(place: Organisation | Site) -> tuple[str, ...]:
    """The lines of an address as they are printed, the country last."""
    locale = get_locale()
    country = locale.territories.get(place.country, place.country) if locale else place.country
    return tuple(line for line in (place.street, f"{place.postcode} {place.city}".strip(), country) if line)


def unit(code: str) -> Unit:
    """A unit as it is printed: by its symbol, or by its name where the symbol would read as a figure."""
    known = UNITS.get(code)
    if known is None:
        return Unit(code=code, label=code)
    return Unit(code=code, label=str(known.name) if known.symbol.isdigit() else known.symbol)


def quantity(value: Decimal, code: str) -> Quantity:
    """A quantity in a unit of UN/ECE Rec 20."""
    return Quantity(value=value, unit=unit(code))


def price(line: PoLine | ContractLine) -> Price:
    """The price of a line with its basis."""
    return Price(amount=line.price, unit=unit(line.unit), per=line.price_per)


def item(line: PoLine | ContractLine, offered: OpenedLine | None) -> Item:
    """What a line is about: the numbers, the one revision of the spec, and what the awarded bid said about it."""
    revision = line.spec_revision
    notes = []
    if offered is not None and offered.deviation.strip():
        notes.append(_("Agreed deviation: %(text)s", text=offered.deviation.strip()))
    if offered is not None and offered.remark.strip():
        notes.append(_("As offered: %(text)s", text=offered.remark.strip()))
    return Item(
        description=line.description or (line.item.name if line.item else ""),
        number=line.item.number if line.item else "",
        erp_number=(line.item.erp_number or "") if line.item else "",
        spec=Spec(number=revision.spec.number, revision=revision.label, title=revision.spec.title)
        if revision
        else None,
        notes=tuple(notes),
    )


def offers(award_line_ids: list[int | None]) -> dict[int, OpenedLine]:
    """What the awarded bids said, by the id of the award's line, in one query."""
    wanted = [one for one in award_line_ids if one is not None]
    rows = db.session.execute(
        select(AwardLine.id, OpenedLine)
        .join(OpenedLine, OpenedLine.id == AwardLine.opened_line_id)
        .where(AwardLine.id.in_(wanted))
    )
    return {row[0]: row[1] for row in rows}


def delivery(incoterm: str, place: str, basis: DateBasis | None = None) -> DeliveryTerms | None:
    """The delivery terms; older Incoterms, such as DDU, have no edition of today. None where nothing is said."""
    if not (incoterm or place or basis):
        return None
    edition = EDITION if incoterm in INCOTERMS else ""
    return DeliveryTerms(incoterm=incoterm, place=place, edition=edition, date_basis=basis)


def basis_of(order: PurchaseOrder) -> DateBasis:
    """What the dates of an order count to."""
    return DateBasis(order.date_basis.value)
