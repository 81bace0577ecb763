"""Before the opening the buyer's side learns nothing of bids: its pages with 0, 1 and 5 bids are the same bytes.

The bids hold a canary in each text and a price of their own; neither stands on any page, in any header, mail or
log line of the buyer, whatever is asked for in the address.
"""

from datetime import timedelta

import pytest

from portal.accounts.roles import Side
from portal.db import db, transaction
from portal.sourcing.models import Invitation
from portal.sourcing.service import bids as service
from tests.accounts.mails import delivered
from tests.objects import Objects
from tests.sourcing import bidding
from tests.sourcing.bidding import seller, submitted
from tests.trust.walking import address, boss, doors, filled, told
from tests.world import company

HOUR = timedelta(hours=1)
CANARY, PRICE = "canary-7f3a", "31337.25"
# Ways to ask for what is sealed: by order, by choice, by a page's turn.
ASKED = (
    "sort=price",
    "order=bids",
    "order_by=amount&direction=desc",
    f"q={CANARY}",
    f"price={PRICE}",
    "filter=submitted",
    "show=bids",
    "state=submitted",
    "page=2&size=1",
    "format=csv",
    "export=xlsx",
    "include=bids",
)


@pytest.fixture
def tender(world, now, clock):
    """An RFQ to five suppliers, among one of every other record."""
    with transaction():
        objects = Objects(world, now)
        scene = bidding.tender(world, now, number=77)
        bidders = [world.alpha, world.beta, *(company(f"Bidder {n}", Side.SUPPLIER, now) for n in range(3))]
        for further in bidders[2:]:
            row = Invitation(buyer_id=world.acme.id, supplier_id=further.id, rfq=scene.rfq, invited_at=now)
            db.session.add(row)
            scene.invitations[further.id] = row
    objects.ids |= {"rfq": scene.rfq.public_id, "line": scene.screws.public_id}
    return scene, objects, bidders


def bid(scene, supplier, at):
    """One bid, changed and sent again, so that its versions would count too."""
    said = scene.content(PRICE, remark=CANARY, payment_terms=CANARY, quote_number=CANARY)
    with transaction():
        made = submitted(scene, supplier, at, said)
        service.save(made, said, actor=seller(supplier), now=at)
    return made


def pages(app, client, objects, about="") -> dict[str, tuple]:
    """Every page of the buyer that one who holds all its roles can reach, or those whose address has a word."""
    urls = {
        address(app, door, filled(door, objects))
        for door in doors(app)
        if door.rule.side is Side.BUYER
        and door.method == "GET"
        and "opened" not in door.arguments
        # A record tells of the records taken before; tests/exports holds those with and without bids apart.
        and door.endpoint != "buyer.rfq_record"
    }
    rfq = f"/buyer/rfqs/{objects.ids['rfq']}"
    urls |= {f"/buyer/rfqs?{asked}" for asked in ASKED} | {f"{rfq}/comparison", rfq}
    wanted = {url for url in urls if about in url} | {"/inbox/", "/buyer/", "/buyer/scorecards"}
    return {url: told(client.get(url)) for url in sorted(wanted)}


@pytest.mark.one_database("sqlite")
def test_the_buyers_pages_tell_of_no_bid(app, tender, world, client, sign_in, now, clock, room, capfd):
    scene, objects, bidders = tender
    delivered(room)
    early, late = now + 2 * HOUR, scene.deadline + HOUR
    role, seen = boss(world.acme), {}
    for count in (0, 1, 5):
        for bidder in bidders[count // 5 : count]:
            bid(scene, bidder, now + HOUR)
        for when in (early, late):
            clock.move_to(when)
            # A cookie of a later time would be none when the clock goes back.
            sign_in(client, world.acme, role)
            seen[count, when] = pages(app, client, objects, about="/rfqs" if when == early else "")
    for when in (early, late):
        none = seen[0, when]
        for count in (1, 5):
            assert [url for url, page in seen[count, when].items() if page != none[url]] == [], (count, when)
    said = str([page for shown in seen.values() for url, page in shown.items() if "?" not in url])
    mails = [mail for mail in delivered(room) if "@acme.example" in mail["To"]]
    assert mails == []
    written = "".join(capfd.readouterr())
    for secret in (CANARY, PRICE, "31,337.25", "31337"):
        assert secret not in said
        assert secret not in written
    assert scene.rfq.number in said
    assert len(seen[0, late]) > 60
