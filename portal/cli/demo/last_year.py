"""Last year's round of the demo: two contracts, and what was called off from them month by month."""

from datetime import datetime, timedelta
from decimal import Decimal

from portal.cli.demo.bids import Offer, bid
from portal.cli.demo.deliveries import ANTON, PETRA, SANDRA, SANNE, ZONE, Delivery, at, called_off, carried
from portal.cli.demo.world import DemoWorld
from portal.clock import day_in
from portal.orders.models import Contract
from portal.orders.service import contracts
from portal.orders.service.contracts import ClauseText, ContractTerms
from portal.sourcing.models import Award, Rfq
from portal.sourcing.queries import opened
from portal.sourcing.service import awards, invitations, publishing, rfqs
from portal.sourcing.service.awards import Share
from portal.sourcing.service.drafts import LineDraft, RfqDraft
from portal.sourcing.service.opening import open_bids

LINES = (("SFT-0310", "2400", "H87"), ("SFT-0311", "900", "H87"), ("CST-0710", "24000", "KGM"))
SCRATCHED, POROUS = "Scratched bearing seat", "Porosity at the flange"

# One story per call-off, month by month; the two suppliers are meant to look different on their scorecards.
BRENNER = (
    Delivery(), Delivery(-1), Delivery(), Delivery(rejected="1", defect=SCRATCHED), Delivery(),
    Delivery(hours_to_answer=20), Delivery(5), Delivery(part="0.6"), Delivery(-2), Delivery(),
    Delivery(rejected="2", defect=SCRATCHED), Delivery(), Delivery(-1), Delivery(),
)  # fmt: skip
LUMEN = (
    Delivery(), Delivery(4), Delivery(9, rejected="60", defect=POROUS), Delivery(hours_to_answer=50),
    Delivery(1), Delivery(14, part="0.5"), Delivery(), Delivery(3, rejected="25", defect=POROUS), Delivery(),
    Delivery(6, hours_to_answer=70), Delivery(), Delivery(2), Delivery(), Delivery(8),
)  # fmt: skip


def fill(world: DemoWorld, now: datetime) -> None:  # noqa: ARG001
    """``world.made`` gets ``contract:shafts`` with Brenner and ``contract:castings`` with Lumen."""
    rfq = _published(world)
    award = _awarded(world, rfq)
    signed = award.published_at
    assert signed is not None
    shafts = in_force(world, award, "brenner", SANDRA, "Shafts of series 7", signed)
    castings = in_force(world, award, "lumen", SANNE, "Raw castings for gear housings", signed)
    world.made |= {"contract:shafts": shafts, "contract:castings": castings}
    for contract, supplier, position, quantity, stories in (
        (shafts, "brenner", 1, "150", BRENNER),
        (castings, "lumen", 1, "1500", LUMEN),
    ):
        _call_off_monthly(world, contract, supplier, position, quantity, stories)


def _published(world: DemoWorld) -> Rfq:
    """An RFQ of the story's first month."""
    petra, begin = world.actor(PETRA), world.start + timedelta(days=6)
    closing = day_in(begin, ZONE) + timedelta(days=12)
    written = RfqDraft(
        "Shafts and castings, yearly round",
        "EUR",
        at(closing, 12),
        ZONE,
        [
            LineDraft(
                description="",
                quantity=Decimal(quantity),
                unit=unit,
                wanted_date=closing + timedelta(days=45),
                item=world.made[f"item:{number}"],
                site=world.made["site:nordwerk"],
            )
            for number, quantity, unit in LINES
        ],
        incoterm="DAP",
        incoterm_place="Kiel",
        payment_terms="30 days net",
    )
    rfq = rfqs.draft(world.companies["nordwerk"], written, actor=petra, now=begin)
    for key in ("brenner", "lumen"):
        invitations.invite(rfq, world.companies[key], actor=petra, now=begin)
    publishing.publish(rfq, actor=petra, now=begin + timedelta(hours=1))
    return rfq


def _awarded(world: DemoWorld, rfq: Rfq) -> Award:
    """Shafts to Brenner, castings to Lumen."""
    petra, closing = world.actor(PETRA), rfq.deadline
    bid(
        world,
        rfq,
        SANDRA,
        Offer(("39.10", "53.40", None), quote_number="A-1907"),
        closing - timedelta(days=2),
    )
    bid(world, rfq, SANNE, Offer((None, None, "2.31"), quote_number="LC-553"), closing - timedelta(days=1))
    open_bids(rfq, actor=petra, now=closing + timedelta(hours=1))
    shares = [
        Share(line, line.quantity) for one in opened.opened_bids(rfq.buyer_id, rfq) for line in one.lines
    ]
    reason = "The only offer for each line, at last year's price level."
    award = awards.propose(rfq, shares, reason, actor=petra, now=closing + timedelta(days=1))
    awards.approve(award, actor=world.actor(ANTON), now=closing + timedelta(days=2))
    awards.publish(award, actor=petra, now=closing + timedelta(days=2, hours=2))
    return award


def in_force(
    world: DemoWorld, award: Award, supplier: str, signer: str, title: str, when: datetime
) -> Contract:
    """A contract for what the award gave a supplier, with the library's clauses, signed on both sides."""
    petra, company = world.actor(PETRA), world.companies[supplier]
    begin = day_in(when, ZONE)
    end = begin + timedelta(days=2 * 365)
    contract = contracts.draft(
        award, company.id, title, begin, end, actor=petra, now=when + timedelta(hours=2)
    )
    clauses = [ClauseText(one.title, one.text, one.id) for one in world.made["clauses"]]
    terms = ContractTerms(title, begin, end, "DAP", "Kiel", "30 days net")
    limits = dict.fromkeys(contract.lines)
    contracts.edit(contract, terms, limits, clauses, actor=petra, now=when + timedelta(hours=3))
    contracts.request_approval(contract, actor=petra, now=when + timedelta(hours=4))
    contracts.approve(contract, actor=world.actor(ANTON), now=when + timedelta(hours=20))
    contracts.issue(contract, actor=petra, now=when + timedelta(hours=21))
    contracts.sign(
        contract, "Petra Hansen", "Head of purchasing", actor=petra, now=when + timedelta(hours=22)
    )
    signing = world.actor(signer)
    person = world.people[signer][0].name
    contracts.sign(contract, person, "Managing director", actor=signing, now=when + timedelta(hours=45))
    return contract


def _call_off_monthly(
    world: DemoWorld,
    contract: Contract,
    supplier: str,
    position: int,
    quantity: str,
    stories: tuple[Delivery, ...],
) -> None:
    """A call-off every 26 days, wanted three weeks later, as long as the order lies in the past."""
    assert contract.in_force_at is not None
    for count, story in enumerate(stories):
        ordered = day_in(contract.in_force_at, ZONE) + timedelta(days=3 + 26 * count)
        if at(ordered, 11) >= world.now - timedelta(days=1):
            return
        wanted = ordered + timedelta(days=21)
        order = called_off(world, contract, position, quantity, wanted, at(ordered, 10, 15))
        carried(world, order, supplier, f"{supplier[:2].upper()}-{7000 + 11 * count}", story)
