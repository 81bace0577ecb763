"""The demo's bids are made by the verbs and hold what their offer says."""

from portal.accounts.roles import Role
from portal.cli.demo.bids import Offer, bid
from portal.cli.demo.world import DemoWorld
from portal.db import transaction
from portal.sourcing.queries import door


def test_a_demo_bid_says_what_its_offer_says(scene, world, now):
    demo = DemoWorld(now=now, start=now)
    demo.people["a"] = (world.alpha.people[Role.SALES], world.alpha.organisation, [str(Role.SALES)])
    demo.people["b"] = (world.beta.people[Role.SALES], world.beta.organisation, [str(Role.SALES)])
    offer = Offer(("12.5", None), currency="USD", per=100, freight="40", late_days=3, deviation="Brass.")
    with transaction():
        sent = bid(demo, scene.rfq, "a", offer, now)
        draft = bid(demo, scene.rfq, "b", Offer(("1", "2")), now, submit=False)
    document = door.read_own(world.alpha.id, sent.counting)
    (screws,) = document.offered
    assert (str(screws.price), screws.price_per, screws.deviation) == ("12.5", 100, "Brass.")
    assert (document.currency, str(document.freight)) == ("USD", "40")
    assert (screws.delivery_date - scene.screws.wanted_date).days == 3
    assert draft.counting is None
