"""What a purchase order tells its reader, and that its pages hold together."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pikepdf
import pytest

from portal.documents.facts import DateBasis, to_bytes
from portal.documents.process import Renderer
from tests.documents import samples
from tests.documents.reading import pages

TABLE_HEAD = "Line Item and specification Quantity Price Amount EUR"


@pytest.fixture(scope="module")
def text(order_pdf: bytes) -> str:
    return " ".join(pages(order_pdf))


@pytest.mark.parametrize(
    "said",
    [
        # both parties, with address, registration and VAT number
        "Moravian Pump Works a.s.",
        "Křenová 478/72 602 00 Brno Czech Republic Reg. no. 27074358 · VAT no. CZ27074358",
        "Jana Dvořáková · jana.dvorakova@pumpworks.example · +420 543 210 100",
        "Gießerei Öhlmann GmbH & Co. KG Industriestraße 14 73430 Aalen Germany",
        "Reg. no. HRA 720451 · VAT no. DE811128135",
        "DELIVER TO Moravian Pump Works a.s., Plant 2 Gate 4, Tovární 12 682 01 Vyškov",
        "INVOICE TO Moravian Pump Works a.s., Accounts payable invoices@pumpworks.example",
        # numbers, revision and references
        "Order number PO-2026-000183 Date 3 Mar 2026 Revision 1 Our ERP number 4500098127",
        "Your number with us 100482",
        "RFQ RFQ-2026-000041 Bid B-7KQ4-XM2P Your quote AN 26/1187 Contract C-2025-000009",
        "What this revision changes Line 10 is delivered in two parts.",
        # terms
        "DAP Vyškov, Plant 2 Incoterms® 2020",
        "Dates of arrival at the place of delivery",
        "30 days net from arrival of goods and invoice, 14 days 2 %",
        # lines with spec revision, unit, price basis and dates
        "10 Pump housing DN80, ductile iron EN-GJS-400-15",
        "Item PH-080-15 · ERP 4500-118 · your item OE-77812 · ERP line 00010",
        "Specification SP-0117, revision C · Machined housing DN80",
        "With inspection certificate 3.1 (EN 10204) for each lot.",
        "240 pc +5 % 48.75 per pc 11,700.00",
        "Delivery 20 Apr 2026, first agreed 13 Apr 2026 · Vyškov, Plant 2 120 pc",
        "Delivery 30 Mar 2026 · Brno, Plant 1 12,500 pc",
        "Delivery requested 11 May 2026 · Vyškov, Plant 2 120 pc",
        "12,500 pc ± 2 % 31.245 per 100 pc 3,905.63",
        "90 m = 1,997.1 kg +10 % / −3 % 1,184.50 per 1,000 kg 2,365.56",
        "Delivery date to be agreed 90 m",
        # totals
        "Sum of lines 17,971.19 Packing 120.00 Total net 18,091.19",
        "VAT, reverse charge 0 % of 18,091.19 0.00 Total EUR 18,091.19",
        # the rest
        "Please deliver between 6:00 and 14:00.",
        "2 Certificates Each delivery is accompanied by an inspection certificate 3.1",
        "For Moravian Pump Works a.s.",
        "Name Petr Novotný Title Head of procurement Place and date 3 Mar 2026 For Gießerei Öhlmann",
    ],
)
def test_an_order_says(text: str, said: str) -> None:
    assert said in text


def test_pages_are_numbered_and_the_following_ones_name_the_order(order_pdf: bytes) -> None:
    first, second = pages(order_pdf)

    assert first.endswith("Page 1 of 2")
    assert second.endswith("Page 2 of 2")
    assert "Purchase order PO-2026-000183 · Revision 1 · 3 Mar 2026" in second
    assert "· Revision 1 ·" not in first


def test_a_program_can_tell_what_it_is(order_pdf: bytes) -> None:
    with pikepdf.open(BytesIO(order_pdf)) as pdf:
        assert str(pdf.docinfo["/Title"]) == "Purchase order PO-2026-000183"
        assert str(pdf.docinfo["/Author"]) == "Moravian Pump Works a.s."
        assert "/CreationDate" not in pdf.docinfo
        assert pdf.Root.Lang == "en"
        assert "/StructTreeRoot" in pdf.Root


def test_without_tax_the_total_says_so(renderer: Renderer) -> None:
    totals = replace(samples.ORDER.totals, taxes=(), charges=())
    delivery = replace(samples.DAP, incoterm="FCA", date_basis=DateBasis.HANDOVER)

    text = " ".join(pages(renderer.pdf(to_bytes(replace(samples.ORDER, totals=totals, delivery=delivery)))))

    assert "Total, excluding tax EUR 18,091.19" in text
    assert "Sum of lines" not in text
    assert "Dates of handover to the carrier" in text


def test_yen_has_no_decimals(renderer: Renderer) -> None:
    order = replace(samples.long_order(1), currency="JPY")
    order = replace(order, lines=(replace(order.lines[0], amount=Decimal(11700)),))

    assert "48.75 per pc 11,700 " in " ".join(pages(renderer.pdf(to_bytes(order))))


@pytest.mark.parametrize("lines", range(3, 9))
def test_totals_never_stand_alone_on_a_page(renderer: Renderer, lines: int) -> None:
    order = replace(samples.long_order(lines), clauses=(), signatures=(), remarks=())

    with_total = [page for page in pages(renderer.pdf(to_bytes(order))) if "Total, excluding tax" in page]

    assert len(with_total) == 1
    assert f"{TABLE_HEAD} " in with_total[0]
    assert f" {lines * 10} Pump housing" in with_total[0]


def test_five_hundred_lines_are_one_order(renderer: Renderer) -> None:
    order = samples.long_order(500)
    short = [
        replace(line, schedule=line.schedule[:1], item=replace(line.item, notes=())) for line in order.lines
    ]

    found = pages(renderer.pdf(to_bytes(replace(order, lines=tuple(short)))))

    text = " ".join(found)
    numbers = [number for number in range(10, 5010, 10) if f" {number} Pump housing DN80" in text]
    assert len(numbers) == 500
    with_lines = [page for page in found if "Pump housing" in page]
    assert len(with_lines) > 20
    assert all(page.count(TABLE_HEAD) == 1 for page in with_lines)
    assert f"Page {len(found)} of {len(found)}" in found[-1]
    assert "Total, excluding tax EUR 5,850,000.00" in text
