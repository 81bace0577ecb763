"""What a contract tells its reader."""

from dataclasses import replace

import pytest

from portal.documents.facts import to_bytes
from portal.documents.process import Renderer
from tests.documents import samples
from tests.documents.reading import pages


@pytest.fixture(scope="module")
def text(contract_pdf: bytes) -> str:
    return " ".join(pages(contract_pdf))


@pytest.mark.parametrize(
    "said",
    [
        "BETWEEN THE BUYER Moravian Pump Works a.s. Křenová 478/72 602 00 Brno Czech Republic",
        "Reg. no. 27074358 · VAT no. CZ27074358",
        "AND THE SUPPLIER Gießerei Öhlmann GmbH & Co. KG Industriestraße 14 73430 Aalen Germany",
        "Reg. no. HRA 720451 · VAT no. DE811128135",
        "Contract number C-2026-000012 Date 16 Feb 2026 Revision 0",
        "RFQ RFQ-2026-000041 Bid B-7KQ4-XM2P Your quote AN 26/1187",
        "Supply of castings and fasteners, 2026 to 2028",
        "1 Mar 2026 to 29 Feb 2028",
        "1,250,000.00 EUR",
        "DAP Vyškov, Plant 2 Incoterms® 2020",
        "30 days net from arrival of goods and invoice",
        "Price list Line Item and specification Quantity up to From quantity Price EUR",
        "Specification SP-0117, revision C",
        "Lead time 28 days Tolerance +5 %",
        "Lead time 1 day",
        "6,000 pc 48.75 per pc 500 pc 46.90 2,000 pc 44.125",
        "250,000 pc 31.245 per 100 pc",
        "Terms and conditions 1 Acceptance",
        "5 Governing law Czech law applies.",
        "Signatures For Moravian Pump Works a.s.",
        "Name Petr Novotný Title Head of procurement Place and date For Gießerei Öhlmann GmbH & Co. KG",
        "Name Dr. Anke Öhlmann Title Managing director Place and date",
    ],
)
def test_a_contract_says(text: str, said: str) -> None:
    assert said in text


def test_a_long_contract_keeps_its_signatures_together(renderer: Renderer) -> None:
    """Both places to sign stand on one page, with words of the contract above them."""
    for clauses in (12, 14, 16):
        contract = replace(samples.CONTRACT, clauses=samples.CLAUSES[:2] * (clauses // 2))

        found = pages(renderer.pdf(to_bytes(contract)))

        signed = [page for page in found if "Signatures" in page]
        assert len(signed) == 1
        assert signed[0].count("Place and date") == 2
        assert "Certificates Each delivery" in signed[0]


def test_without_an_end_it_runs_until_terminated(renderer: Renderer) -> None:
    text = " ".join(pages(renderer.pdf(to_bytes(replace(samples.CONTRACT, ends_on=None)))))

    assert "From 1 Mar 2026 until terminated" in text
