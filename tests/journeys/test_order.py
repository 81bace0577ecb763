"""An order from the award to the delivery and the scorecard, on both sides, in a browser."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from portal.accounts.roles import Role
from portal.cli.demo.papers import paper
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.journeys.conftest import Clock, Visitor
from tests.orders.scene import WANTED, build_scene
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.one_database("sqlite")]


@pytest.fixture
def awarded(world: World, now, portal_clock: Clock) -> None:
    """Alpha supplies Acme and has won two lines; it is the day of the award."""
    portal_clock.jump(now - portal_clock())
    with transaction():
        build_scene(world, now)
        db.session.add(
            Partnership(
                buyer_id=world.acme.id,
                supplier_id=world.alpha.id,
                state=PartnershipState.ACTIVE,
                created_at=now,
            )
        )


def test_order(
    world: World,
    awarded,
    portal_clock: Clock,
    visit: Callable[..., Visitor],
    deliver: Callable[[], None],
    tmp_path: Path,
) -> None:
    buyer = visit(world.acme, Role.PROCUREMENT)
    buyer.go("/buyer/to-order")
    buyer.press("Draft an order")
    buyer.press("Issue")
    buyer.press("Issue the order")
    expect(buyer.page.get_by_role("heading", name="PO-2026-0001")).to_be_visible()
    expect(buyer.page.get_by_text("being prepared").first).to_be_visible()
    buyer.shot("1-issued")
    order = buyer.page.url
    deliver()

    seller = visit(world.alpha, Role.SALES)
    seller.go("/supplier/orders")
    seller.page.get_by_role("link", name="PO-2026-0001").first.click()
    seller.press("Accept as ordered")
    seller.shot("2-accepted")
    with seller.page.expect_download() as theirs:
        seller.page.get_by_role("link", name="PO-2026-0001", exact=False).and_(
            seller.page.locator("a[href*=document]")
        ).first.click()
    buyer.page.goto(order)
    with buyer.page.expect_download() as ours:
        buyer.page.locator("a[href*=document]").first.click()
    assert theirs.value.path().read_bytes() == ours.value.path().read_bytes()
    assert ours.value.path().read_bytes().startswith(b"%PDF")

    portal_clock.jump(timedelta(days=WANTED.toordinal() - portal_clock().date().toordinal()))
    seller = visit(world.alpha, Role.SALES)
    seller.go("/supplier/orders")
    seller.page.get_by_role("link", name="PO-2026-0001").first.click()
    seller.press("Announce a shipment")
    page = seller.page
    page.get_by_label("Number of your delivery note").fill("LS-4711")
    page.get_by_label("Carrier").fill("Kühne")
    page.get_by_label("Leaves on").fill((WANTED - timedelta(days=2)).isoformat())
    page.get_by_label("Expected to arrive on").fill(WANTED.isoformat())
    seller.press("Announce the shipment")
    seller.shot("3-shipped", 360)
    seller.press("Confirm the delivery")
    proof = tmp_path / "proof.pdf"
    proof.write_bytes(paper("Delivery note LS-4711", ["Received in good order"]))
    page.get_by_label("Delivered on").fill(WANTED.isoformat())
    page.get_by_label("Proof of delivery").set_input_files(proof)
    seller.press("Confirm the delivery")
    seller.shot("4-delivered")

    goods_in = visit(world.acme, Role.GOODS_IN)
    goods_in.go("/buyer/goods-in")
    goods_in.shot("5-expected", 360)
    goods_in.press("Receive")
    page = goods_in.page
    page.get_by_label("Arrived on").fill(WANTED.isoformat())
    page.get_by_label("Of these rejected").first.fill("2")
    page.get_by_label("What is wrong with them").first.fill("Scratched")
    goods_in.press("Post the receipt")
    goods_in.shot("6-received")

    engineer = visit(world.acme, Role.QUALITY_ENGINEER)
    engineer.go("/buyer/lots")
    engineer.shot("7-lots", 360)
    engineer.page.get_by_role("link", name="Inspect", exact=True).first.click()
    engineer.press("Accept")
    expect(engineer.page.get_by_text("The lot is accepted.")).to_be_visible()

    portal_clock.jump(timedelta(days=20))
    figures = {}
    for side, company, role, partner in (
        ("buyer", world.acme, Role.PROCUREMENT, "Alpha"),
        ("supplier", world.alpha, Role.SALES, "Acme"),
    ):
        reader = visit(company, role)
        reader.go(f"/{side}/scorecards")
        reader.page.locator("main").get_by_role("link", name=partner).first.click()
        reader.page.goto(f"{reader.page.url.split('?')[0]}?period={WANTED:%Y-%m}")
        figures[side] = reader.page.locator(".figure-value").all_inner_texts()
        expect(reader.page.locator(".figure", has_text="Lots accepted")).to_contain_text("1 of 1")
        reader.shot(f"8-scorecard-{side}")
    assert figures["buyer"] == figures["supplier"]
    assert any("100" in figure for figure in figures["buyer"]), "both lines arrived on time"
