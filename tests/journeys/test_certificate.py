"""A certificate from upload to return to acceptance, on both sides, in a browser."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal import clock
from portal.accounts.roles import Role
from portal.cli.demo.papers import paper
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.journeys.conftest import Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.one_database("sqlite")]


@pytest.fixture
def partners(world: World, now) -> None:
    """Alpha supplies Acme."""
    with transaction():
        db.session.add(
            Partnership(
                buyer_id=world.acme.id,
                supplier_id=world.alpha.id,
                state=PartnershipState.ACTIVE,
                created_at=now,
            )
        )


def test_certificate(world: World, partners, visit: Callable[..., Visitor], tmp_path: Path) -> None:
    engineer = visit(world.acme, Role.QUALITY_ENGINEER)
    engineer.go("/buyer/requirements")
    engineer.press("Ask for a certificate")
    engineer.page.get_by_label("Certificate or standard").fill("ISO 9001")
    engineer.page.get_by_label("What it must show").fill("Casting of housings")
    engineer.page.get_by_label("Missing at an award").select_option(label="Blocks")
    engineer.press("Save")
    engineer.shot("1-requirements")

    supplier = visit(world.alpha, Role.SUPPLIER_QUALITY)
    supplier.go("/supplier/certificates")
    expect(supplier.page.get_by_text("Missing")).to_be_visible()
    supplier.press("Add a certificate")
    file = tmp_path / "iso.pdf"
    file.write_bytes(paper("ISO 9001", ["Alpha GmbH", "Machining only"]))
    fill_certificate(supplier, file, until=clock.now().date() - timedelta(days=800))
    expect(supplier.page.get_by_text("cannot end before it begins").first).to_be_visible()
    expect(supplier.page.get_by_label("Number on the certificate")).to_have_value("Q-4711")
    supplier.complaints.clear()
    supplier.shot("2-refused", 360)
    fill_certificate(supplier, file, until=clock.now().date() + timedelta(days=300))
    supplier.press("Submit for review")
    expect(supplier.page.get_by_text("Submitted to Acme for review.")).to_be_visible()
    supplier.shot("3-submitted")

    engineer.go("/buyer/")
    engineer.press("Review")
    expect(engineer.page.get_by_text("Casting of housings")).to_be_visible()
    engineer.shot("4-review")
    engineer.press("Return with a reason")
    engineer.page.get_by_label("What is wrong with it").fill("The scope lacks casting.")
    engineer.press("Return it")

    supplier.go("/supplier/")
    expect(supplier.page.get_by_text("The scope lacks casting.")).to_be_visible()
    supplier.shot("5-returned", 360)

    engineer.go("/buyer/certificates")
    engineer.page.get_by_role("link", name="ISO 9001").first.click()
    engineer.page.get_by_role("link", name="ISO 9001").last.click()
    engineer.press("Accept")
    supplier.go("/supplier/certificates")
    expect(supplier.page.get_by_text("Accepted").first).to_be_visible()
    supplier.shot("6-accepted")


def fill_certificate(supplier: Visitor, file: Path, until: date) -> None:
    """Fill the form and send it; the file must be chosen each time, as browsers forget it."""
    page = supplier.page
    page.get_by_label("Certificate or standard").fill("ISO 9001:2015")
    page.get_by_label("Number on the certificate").fill("Q-4711")
    page.get_by_label("Valid from").fill((clock.now().date() - timedelta(days=400)).isoformat())
    page.get_by_label("Valid until").fill(until.isoformat())
    page.get_by_label("The certificate as PDF").set_input_files(file)
    supplier.press("Add the certificate")
