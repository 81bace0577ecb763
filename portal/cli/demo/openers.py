"""A strict RFQ of Nordwerk, which two of three people open with passphrases of their own."""

from datetime import datetime, timedelta
from decimal import Decimal

from portal import sealing
from portal.cli.demo.bids import Offer, content
from portal.cli.demo.sourcing import ANTON, PETRA, SANDRA, Asked, draft, noon
from portal.cli.demo.world import DemoWorld
from portal.db import new_public_id
from portal.sourcing.queries import dialogue
from portal.sourcing.service import bids, publishing, strict
from portal.sourcing.service.openers import Terms, set_opening

INES = "admin@nordwerk.example"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - The three of the demo share it, and the terminal says so.

RIMS = Asked(
    "Gear rims, framework for two years",
    (("GER-0120", "3600", "H87", 90),),
    "Strict: two of three people open the bids, each with a passphrase of their own.",
    suppliers=("brenner", "tatra"),
)


def fill(world: DemoWorld, now: datetime) -> None:
    """``world.made`` gets ``rfq:strict``, out and with one bid."""
    petra, begin = world.actor(PETRA), now - timedelta(days=4)
    rfq = draft(world, RIMS, begin, noon(now, 11), "strict")
    three = (PETRA, ANTON, INES)
    terms = Terms([world.people[email][0] for email in three], estimated_value=Decimal(160000), strict=True)
    set_opening(rfq, terms, actor=petra, now=begin)
    for email in three:
        locked = sealing.lock(sealing.new_key_pair().private, new_public_id(), PASSPHRASE)
        strict.keep_key(rfq.buyer_id, locked, actor=world.actor(email), now=begin + timedelta(hours=1))
    publishing.publish(rfq, actor=petra, now=begin + timedelta(hours=3))
    seller, at = world.actor(SANDRA), begin + timedelta(days=2)
    invitation = dialogue.invitation(world.companies["brenner"].id, rfq)
    bids.view(invitation, actor=seller, now=at)
    bid = bids.start(invitation, actor=seller, now=at)
    bids.send(bid, content(rfq, Offer(("17.90",), freight="820")), addendum=0, actor=seller, now=at)
