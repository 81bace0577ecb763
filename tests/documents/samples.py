"""Facts to make documents of: an order and a contract as a company would send them."""

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from portal.documents.facts import (
    Charge,
    Clause,
    Contact,
    ContractFacts,
    DateBasis,
    DeliveryTerms,
    Item,
    OrderFacts,
    OrderLine,
    Party,
    Price,
    PriceBreak,
    PriceLine,
    Quantity,
    References,
    ScheduleLine,
    Signature,
    Spec,
    Tax,
    Totals,
    Unit,
)

PIECE = Unit(code="H87", label="pc")
KILOGRAM = Unit(code="KGM", label="kg")
METRE = Unit(code="MTR", label="m")

BUYER = Party(
    legal_name="Moravian Pump Works a.s.",
    address=("Křenová 478/72", "602 00 Brno", "Czech Republic"),
    registration_number="27074358",
    vat_number="CZ27074358",
    contact=Contact(
        name="Jana Dvořáková", email="jana.dvorakova@pumpworks.example", phone="+420 543 210 100"
    ),
)
SUPPLIER = Party(
    legal_name="Gießerei Öhlmann GmbH & Co. KG",
    address=("Industriestraße 14", "73430 Aalen", "Germany"),
    registration_number="HRA 720451",
    vat_number="DE811128135",
    number="100482",
    contact=Contact(name="Thomas Weiß", email="t.weiss@oehlmann.example"),
)
PLANT = Party(
    legal_name="Moravian Pump Works a.s., Plant 2",
    address=("Gate 4, Tovární 12", "682 01 Vyškov", "Czech Republic"),
)
DAP = DeliveryTerms(incoterm="DAP", place="Vyškov, Plant 2", edition="2020", date_basis=DateBasis.ARRIVAL)

CLAUSES = tuple(
    Clause(number=str(number), title=title, text=text)
    for number, (title, text) in enumerate(
        (
            (
                "Acceptance",
                "The supplier answers this order by schedule line within two working days. "
                "A change of quantity, date or price takes effect only once the buyer has accepted it.",
            ),
            (
                "Certificates",
                "Each delivery is accompanied by an inspection certificate 3.1 according to EN 10204 for every "
                "lot. Goods without a certificate are held at goods-in, and their payment term does not begin.",
            ),
            (
                "Quality",
                "Goods that do not meet the named revision of the specification may be rejected within 30 days "
                "of arrival. The supplier answers a nonconformity report within 24 hours with containment.",
            ),
            (
                "Warranty",
                "The supplier warrants freedom from defects for 24 months from the date of arrival.",
            ),
            ("Governing law", "Czech law applies. The courts of Brno decide. The CISG is excluded."),
        ),
        1,
    )
)


def order_line(number: int, **changes: object) -> OrderLine:
    """One line of 240 castings at 48.75 each, in two deliveries."""
    line = OrderLine(
        number=number,
        erp_number=f"{number:05}",
        item=Item(
            description="Pump housing DN80, ductile iron EN-GJS-400-15",
            number="PH-080-15",
            erp_number="4500-118",
            supplier_number="OE-77812",
            spec=Spec(number="SP-0117", revision="C", title="Machined housing DN80"),
            notes=("With inspection certificate 3.1 (EN 10204) for each lot.",),
        ),
        quantity=Quantity(value=Decimal(240), unit=PIECE),
        price=Price(amount=Decimal("48.75"), unit=PIECE),
        amount=Decimal("11700.00"),
        under_tolerance=Decimal(0),
        over_tolerance=Decimal(5),
        schedule=(
            ScheduleLine(
                quantity=Decimal(120),
                requested_on=date(2026, 4, 8),
                agreed_on=date(2026, 4, 13),
                revised_on=date(2026, 4, 20),
                place="Vyškov, Plant 2",
            ),
            ScheduleLine(quantity=Decimal(120), requested_on=date(2026, 5, 11), place="Vyškov, Plant 2"),
        ),
    )
    return replace(line, **changes)


ORDER = OrderFacts(
    number="PO-2026-000183",
    revision=1,
    revision_note="Line 10 is delivered in two parts.",
    issued_on=date(2026, 3, 3),
    language="en",
    currency="EUR",
    buyer=BUYER,
    supplier=SUPPLIER,
    consignee=PLANT,
    invoice_to=Party(
        legal_name="Moravian Pump Works a.s., Accounts payable", address=("invoices@pumpworks.example",)
    ),
    delivery=DAP,
    payment_terms="30 days net from arrival of goods and invoice, 14 days 2 %",
    references=References(
        rfq="RFQ-2026-000041", bid="B-7KQ4-XM2P", quote="AN 26/1187", contract="C-2025-000009"
    ),
    erp_number="4500098127",
    lines=(
        order_line(10),
        order_line(
            20,
            item=Item(
                description="Hexagon bolt ISO 4017 M12×45, A4-80",
                number="HB-12-45",
                supplier_number="4017-12045-A4",
                spec=Spec(number="SP-0004", revision="F"),
            ),
            quantity=Quantity(value=Decimal(12500), unit=PIECE),
            price=Price(amount=Decimal("31.245"), unit=PIECE, per=100),
            amount=Decimal("3905.63"),
            under_tolerance=Decimal(2),
            over_tolerance=Decimal(2),
            schedule=(
                ScheduleLine(quantity=Decimal(12500), agreed_on=date(2026, 3, 30), place="Brno, Plant 1"),
            ),
        ),
        order_line(
            30,
            item=Item(description="Round bar EN 10060, S355J2, Ø 60 mm, in lengths of 3 m", number="RB-60"),
            quantity=Quantity(value=Decimal(90), unit=METRE),
            priced_quantity=Decimal("1997.1"),
            price=Price(amount=Decimal("1184.5"), unit=KILOGRAM, per=1000),
            amount=Decimal("2365.56"),
            over_tolerance=Decimal(10),
            under_tolerance=Decimal(3),
            schedule=(ScheduleLine(quantity=Decimal(90)),),
        ),
    ),
    totals=Totals(
        lines=Decimal("17971.19"),
        charges=(Charge(label="Packing", amount=Decimal("120.00")),),
        net=Decimal("18091.19"),
        taxes=(
            Tax(label="VAT, reverse charge", rate=Decimal(0), base=Decimal("18091.19"), amount=Decimal(0)),
        ),
        gross=Decimal("18091.19"),
    ),
    remarks=("Please deliver between 6:00 and 14:00. The gate needs the order number.",),
    clauses=CLAUSES,
    signatures=(
        Signature(
            party=BUYER.legal_name,
            name="Petr Novotný",
            title="Head of procurement",
            signed_on=date(2026, 3, 3),
        ),
        Signature(party=SUPPLIER.legal_name),
    ),
)

CONTRACT = ContractFacts(
    number="C-2026-000012",
    revision=0,
    title="Supply of castings and fasteners, 2026 to 2028",
    issued_on=date(2026, 2, 16),
    starts_on=date(2026, 3, 1),
    ends_on=date(2028, 2, 29),
    ceiling=Decimal("1250000.00"),
    language="en",
    currency="EUR",
    buyer=BUYER,
    supplier=SUPPLIER,
    delivery=replace(DAP, date_basis=None),
    payment_terms="30 days net from arrival of goods and invoice",
    references=References(rfq="RFQ-2026-000041", bid="B-7KQ4-XM2P", quote="AN 26/1187"),
    prices=(
        PriceLine(
            number=1,
            item=ORDER.lines[0].item,
            price=Price(amount=Decimal("48.75"), unit=PIECE),
            breaks=(
                PriceBreak(from_quantity=Decimal(500), amount=Decimal("46.90")),
                PriceBreak(from_quantity=Decimal(2000), amount=Decimal("44.125")),
            ),
            limit=Quantity(value=Decimal(6000), unit=PIECE),
            lead_time_days=28,
            over_tolerance=Decimal(5),
        ),
        PriceLine(
            number=2,
            item=ORDER.lines[1].item,
            price=Price(amount=Decimal("31.245"), unit=PIECE, per=100),
            limit=Quantity(value=Decimal(250000), unit=PIECE),
            lead_time_days=1,
        ),
    ),
    clauses=CLAUSES,
    signatures=(
        Signature(party=BUYER.legal_name, name="Petr Novotný", title="Head of procurement"),
        Signature(party=SUPPLIER.legal_name, name="Dr. Anke Öhlmann", title="Managing director"),
    ),
)


def long_order(lines: int) -> OrderFacts:
    """The order with so many lines, and sums that fit them."""
    total = Decimal("11700.00") * lines
    return replace(
        ORDER,
        lines=tuple(order_line(10 * number) for number in range(1, lines + 1)),
        totals=Totals(lines=total, net=total, gross=total),
    )


READ_BY_PROGRAMS = {"language", "currency"}


def filled(value: Any, text: str) -> Any:
    """The same facts with ``text`` in every field that holds a text which people write."""
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                field.name: filled(getattr(value, field.name), text)
                for field in fields(value)
                if field.name not in READ_BY_PROGRAMS
            },
        )
    if isinstance(value, tuple):
        return tuple(filled(part, text) for part in value)
    return text if type(value) is str else value
