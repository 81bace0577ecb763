"""From the RFQ to the award, with two bidders, a question and an addendum, on both sides, in a browser."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.accounts.roles import Role
from portal.catalog.models import Item
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.journeys.conftest import Clock, Visitor
from tests.world import World

pytestmark = [pytest.mark.browser, pytest.mark.one_database]


@pytest.fixture
def catalogue(world: World, now) -> None:
    """Acme has an item, and Alpha and Beta supply it."""
    with transaction():
        db.session.add(
            Item(buyer_id=world.acme.id, number="G-100", name="Housing", unit="H87", created_at=now)
        )
        for company in (world.alpha, world.beta):
            db.session.add(
                Partnership(
                    buyer_id=world.acme.id,
                    supplier_id=company.id,
                    state=PartnershipState.ACTIVE,
                    created_at=now,
                )
            )


def test_rfq(
    world: World,
    catalogue,
    portal_clock: Clock,
    visit: Callable[..., Visitor],
    deliver: Callable[[], None],
) -> None:
    buyer = visit(world.acme, Role.PROCUREMENT)
    write_rfq(buyer, portal_clock)
    buyer.shot("1-draft")
    for name in ("Alpha", "Beta"):
        buyer.press("Invite suppliers")
        buyer.page.get_by_label("Supplier").first.select_option(label=name)
        buyer.page.get_by_role("button", name="Invite", exact=True).click()
        buyer.press("Back to the RFQ")
    buyer.press("Publish")
    buyer.confirm()
    expect(buyer.page.get_by_text(re.compile(r"RFQ-\d{4}-0001")).first).to_be_visible()
    rfq = buyer.page.url
    deliver()

    alpha = visit(world.alpha, Role.SALES)
    alpha.go("/supplier/")
    alpha.shot("2-invited", 360)
    alpha.go("/supplier/rfqs")
    alpha.page.get_by_role("link", name=re.compile("RFQ-")).first.click()
    alpha.press("Ask a question")
    alpha.page.get_by_role("textbox").first.fill("Is powder coating included?")
    alpha.page.locator("main form button[type=submit]").first.click()
    bid(alpha, price="12.50", freight="40")

    buyer.page.goto(rfq)
    buyer.press(re.compile("^Answer"))
    buyer.page.get_by_role("textbox").first.fill("Yes, in RAL 7016.")
    buyer.page.locator("main form button[type=submit]").first.click()
    buyer.page.goto(rfq)
    assert "Alpha bid" not in buyer.page.inner_text("main")
    buyer.shot("4-published")

    beta = visit(world.beta, Role.SALES)
    beta.go("/supplier/rfqs")
    beta.page.get_by_role("link", name=re.compile("RFQ-")).first.click()
    expect(beta.page.get_by_text("Yes, in RAL 7016.")).to_be_visible()
    assert "Alpha" not in beta.page.inner_text("body"), "no bidder learns who else was invited or who asked"
    bid(beta, price="11.90", freight="90")

    portal_clock.jump(timedelta(days=11))
    buyer = visit(world.acme, Role.PROCUREMENT)
    # Too long since the sign-in for an act that binds, too short for the end of the session.
    portal_clock.jump(timedelta(minutes=20))
    buyer.page.goto(rfq)
    buyer.press("Open the bids")
    buyer.confirm()
    buyer.show_who_one_is()
    buyer.page.goto(f"{rfq}/comparison")
    assert "4,760.00" in buyer.page.inner_text("main")
    buyer.shot("5-comparison")
    buyer.shot("5-comparison", 360)
    buyer.page.set_viewport_size({"width": 1440, "height": 900})
    buyer.press("Propose an award")
    buyer.press("the best of each line")
    buyer.page.get_by_label("Reason of the award").fill("Lowest total with freight.")
    buyer.press("Propose the award")
    expect(buyer.page.get_by_text("The award is proposed.")).to_be_visible()
    award = buyer.page.url
    approver = visit(world.acme, Role.APPROVER)
    approver.page.goto(award)
    approver.shot("6-approval")
    approver.press(re.compile("^Approve$"))
    expect(approver.page.get_by_text("The award is approved.")).to_be_visible()
    buyer.page.goto(award)
    buyer.press(re.compile("^Publish"))
    buyer.confirm()
    expect(buyer.page.get_by_text("every bidder is told its own outcome")).to_be_visible()
    buyer.shot("7-awarded")

    outcomes = []
    for company in (world.alpha, world.beta):
        bidder = visit(company, Role.SALES)
        bidder.go("/supplier/rfqs")
        outcomes.append(bidder.page.inner_text("main"))
    assert ["Not awarded" in outcome for outcome in outcomes].count(True) == 1
    assert ["Awarded" in outcome for outcome in outcomes].count(True) >= 1


def write_rfq(buyer: Visitor, portal_clock: Clock) -> None:
    """An RFQ of one line over an item, ending in ten days."""
    buyer.go("/buyer/rfqs/new")
    page = buyer.page
    page.get_by_label("Title").fill("Housings for 2027")
    page.get_by_label("Deadline for bids").fill(f"{portal_clock() + timedelta(days=10):%Y-%m-%dT%H:%M}")
    page.get_by_label("Item").first.fill("G-100")
    page.get_by_label("Quantity").first.fill("400")
    page.get_by_label("Wanted on").first.fill(f"{portal_clock() + timedelta(days=60):%Y-%m-%d}")
    buyer.press("Save the draft")


def bid(supplier: Visitor, price: str, freight: str) -> None:
    """Write a bid, submit it, and look at the receipt. The RFQ's page is open."""
    page = supplier.page
    supplier.go("/supplier/rfqs")
    page.get_by_role("link", name=re.compile("RFQ-")).first.click()
    supplier.press("Write a bid")
    page.get_by_label("Freight").fill(freight)
    page.get_by_label("Valid until and including").fill("2099-12-31")
    page.get_by_label("Price", exact=True).first.fill(price)
    if not page.get_by_label("We offer this line").first.is_checked():
        page.get_by_label("We offer this line").first.check()
    page.get_by_label("Quantity offered").first.fill("400")
    supplier.press("Save and look through")
    supplier.press("Submit the bid")
    expect(page.get_by_text(re.compile(r"R-[A-Z2-7]{10}")).first).to_be_visible()
    supplier.shot("3-receipt", 360)
    supplier.page.set_viewport_size({"width": 1440, "height": 900})
