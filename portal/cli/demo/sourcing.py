"""The RFQs of the demo: one in every state, from a draft to an award, with questions, an addendum and bids."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from portal.accounts.service import set_policy
from portal.cli.demo.bids import Offer, bid
from portal.cli.demo.papers import keep_paper
from portal.cli.demo.world import DemoWorld
from portal.clock import day_in, local_to_instant
from portal.sourcing.models import Rfq
from portal.sourcing.queries import dialogue, opened
from portal.sourcing.rules.comparison import TieRule
from portal.sourcing.service import approval, awards, invitations, publishing, rfqs
from portal.sourcing.service import dialogue as questions
from portal.sourcing.service.addenda import AddendumDraft, LineChange, publish_addendum
from portal.sourcing.service.asking import ask_certificate
from portal.sourcing.service.awards import Share
from portal.sourcing.service.drafts import LineDraft, RfqDraft
from portal.sourcing.service.openers import Terms, set_opening
from portal.sourcing.service.opening import open_bids

ZONE = "Europe/Berlin"
PETRA, ANTON = "petra@nordwerk.example", "anton@nordwerk.example"
LUCA, VERA = "luca@helva.example", "vera@helva.example"
SANDRA, SANNE = "sandra@brenner.example", "sanne@lumen.example"
SONA, EWAN = "sona@tatra-motion.example", "ewan@meridian.example"
SELLERS = {"brenner": SANDRA, "lumen": SANNE, "tatra": SONA, "meridian": EWAN}


@dataclass(frozen=True)
class Asked:
    """An RFQ of the demo: lines are (item's number, quantity, unit, days from the deadline to the wanted date), and
    ``certificate`` is one that only this RFQ asks for, with what it must show."""

    title: str
    lines: tuple[tuple[str, str, str, int], ...]
    about: str = ""
    buyer: str = "nordwerk"
    writer: str = PETRA
    place: str = "Kiel"
    currency: str = "EUR"
    rates: dict[str, Decimal] = field(default_factory=dict)
    suppliers: tuple[str, ...] = ("brenner", "lumen", "tatra")
    certificate: tuple[str, str] | None = None


SHAFTS = Asked(
    "Drive shafts and gears, first half-year",
    (("SFT-0310", "1200", "H87", 45), ("SFT-0311", "400", "H87", 45), ("GER-0120", "800", "H87", 60)),
    "Yearly round for the shafts of series 7. Partial deliveries by month are welcome.",
)
HOUSINGS = Asked(
    "Machined housings, series 7",
    (("HSG-0701", "600", "H87", 50), ("HSG-0702", "600", "H87", 50), ("GSK-0701", "1200", "H87", 30)),
    "Housing and cover are bought together; gaskets may come from elsewhere.",
    rates={"CZK": Decimal("0.0405")},
)
BEARINGS = Asked(
    "Bearings and seals, call-off of a year",
    (("BRG-6208", "4000", "H87", 30), ("BRG-32010", "900", "H87", 30), ("SEA-0507", "4000", "H87", 30)),
    suppliers=("brenner", "tatra"),
)
CASTINGS = Asked(
    "Raw castings for gear housings",
    (("CST-0710", "9800", "KGM", 70), ("CST-0711", "3900", "KGM", 70)),
    "Priced by weight. The pattern equipment is ours and stands at the foundry.",
    certificate=(
        "EN 10204 3.1",
        "An inspection certificate for each melt, by whoever is authorised at the foundry.",
    ),
)
PACKAGING = Asked(
    "Cartons and corrosion protection",
    (("CTN-0020", "4800", "H87", 30), ("BAG-0060", "2500", "H87", 30)),
    suppliers=("meridian",),
)
STERILE = Asked(
    "Cartons for sterile goods",
    (("HM-9010", "9600", "H87", 35),),
    buyer="helvetia",
    writer=LUCA,
    place="Basel",
    currency="CHF",
    suppliers=("meridian",),
)
CARTONS = Asked(
    "Sterile cartons, call-off of a year",
    (("HM-9010", "115200", "H87", 60),),
    "Monthly deliveries of the carton in use.",
    buyer="helvetia",
    writer=LUCA,
    place="Basel",
    currency="CHF",
    suppliers=("meridian",),
)


def fill(world: DemoWorld, now: datetime) -> None:
    """``world.made`` gets ``rfq:`` and ``award:`` with the names draft, waiting, open, closed, opened and awarded."""
    _awarded(world, now)
    _opened(world, now)
    _closed(world, now)
    _open(world, now)
    draft(world, PACKAGING, now - timedelta(days=1), noon(now, 21), "draft")
    _approved(world, now)


def _approved(world: DemoWorld, now: datetime) -> None:
    """At Helva Medical RFQs are approved before they go out, and two open the bids: one is out, one waits for Vera."""
    luca, vera, begin = world.actor(LUCA), world.actor(VERA), now - timedelta(days=3)
    helva = world.companies["helvetia"]
    for name, value in (("rfqs_need_approval", True), ("two_openers", "always")):
        set_policy(helva, name, value, actor=luca, now=now - timedelta(days=30))
    two = Terms([world.people[email][0] for email in (LUCA, VERA)])
    sterile = draft(world, STERILE, begin, noon(now, 6), "helvetia")
    set_opening(sterile, two, actor=luca, now=begin)
    approval.request_approval(sterile, actor=luca, now=begin + timedelta(hours=1))
    approval.approve(sterile, actor=vera, now=begin + timedelta(hours=4))
    waiting = draft(world, CARTONS, now - timedelta(hours=8), noon(now, 16), "waiting")
    set_opening(waiting, two, actor=luca, now=now - timedelta(hours=8))
    approval.request_approval(waiting, actor=luca, now=now - timedelta(hours=7))


def noon(now: datetime, days: int) -> datetime:
    """Noon at the buyer's, some days from now."""
    day = day_in(now, ZONE) + timedelta(days=days)
    return local_to_instant(datetime.combine(day, time(12)), ZONE)


def draft(world: DemoWorld, asked: Asked, at: datetime, deadline: datetime, name: str) -> Rfq:
    """A draft with its invitations, written at ``at``."""
    actor, closing = world.actor(asked.writer), day_in(deadline, ZONE)
    lines = [
        LineDraft(
            description="",
            quantity=Decimal(quantity),
            unit=unit,
            wanted_date=closing + timedelta(days=days),
            item=world.made[f"item:{number}"],
            spec_revision=_revision(world, number),
            site=world.made[f"site:{asked.buyer}"],
        )
        for number, quantity, unit, days in asked.lines
    ]
    written = RfqDraft(
        asked.title,
        asked.currency,
        deadline,
        ZONE,
        lines,
        question_cutoff=deadline - timedelta(days=2),
        description=asked.about,
        incoterm="DAP",
        incoterm_place=asked.place,
        payment_terms="30 days net",
        tie_rule=TieRule.EARLIER_DELIVERY,
        rates=asked.rates,
    )
    rfq = rfqs.draft(world.companies[asked.buyer], written, actor=actor, now=at)
    for key in asked.suppliers:
        invitations.invite(rfq, world.companies[key], actor=actor, now=at)
    world.made[f"rfq:{name}"] = rfq
    return rfq


def _revision(world: DemoWorld, item_number: str) -> Any:
    """The revision in force of the item's spec, None where it has none."""
    item = world.made[f"item:{item_number}"]
    return next(
        (
            made
            for name, made in world.made.items()
            if name.startswith("revision:") and made is not None and made.spec.item_id == item.id
        ),
        None,
    )


def _published(world: DemoWorld, asked: Asked, at: datetime, deadline: datetime, name: str) -> Rfq:
    rfq = draft(world, asked, at, deadline, name)
    actor = world.actor(asked.writer)
    terms = ["Prices are net of tax.", "Partial deliveries by agreement.", "Drawings remain our property."]
    buyer = world.companies[asked.buyer]
    paper = keep_paper(world, buyer, "terms-of-purchase.pdf", "Terms of purchase", terms, actor)
    rfqs.add_file(rfq, paper, actor=actor, now=at)
    if asked.certificate:
        ask_certificate(rfq, *asked.certificate, actor=actor, now=at + timedelta(hours=1))
    publishing.publish(rfq, actor=actor, now=at + timedelta(hours=2))
    return rfq


def _intends(world: DemoWorld, rfq: Rfq, email: str, at: datetime) -> None:
    actor = world.actor(email)
    invitations.intend(dialogue.invitation(actor.organisation_id or 0, rfq), actor=actor, now=at)


def _ask(world: DemoWorld, rfq: Rfq, email: str, text: str, at: datetime) -> Any:
    actor = world.actor(email)
    invitation = dialogue.invitation(actor.organisation_id or 0, rfq)
    return questions.ask(invitation, text, actor=actor, now=at)


def _awarded(world: DemoWorld, now: datetime) -> None:
    """Shafts to Brenner, gears to Tatra; Lumen goes away empty."""
    petra, begin, deadline = world.actor(PETRA), now - timedelta(days=90), noon(now, -72)
    rfq = _published(world, SHAFTS, begin, deadline, "awarded")
    in_time = deadline - timedelta(days=2)
    bid(world, rfq, SANDRA, Offer(("38.40", "52.10", "21.90"), freight="640", quote_number="A-2291"), in_time)
    tatra = Offer(("41.20", "50.80", "17.35"), freight="910", late_days=5, quote_number="TM 118/7")
    bid(world, rfq, SONA, tatra, in_time + timedelta(hours=5))
    bid(world, rfq, SANNE, Offer((None, "61.00", "24.00"), freight="380"), in_time + timedelta(hours=9))
    open_bids(rfq, actor=petra, now=deadline + timedelta(hours=1))
    won = (("Brenner Präzision", 10, "1200"), ("Brenner Präzision", 20, "400"), ("Tatra Motion", 30, "800"))
    offers = {
        (one.bid.supplier.name, line.rfq_line.position): line
        for one in opened.opened_bids(rfq.buyer_id, rfq)
        for line in one.lines
    }
    reason = "Best price for each line; Tatra's five days more on the gears are covered by stock."
    award = awards.propose(
        rfq,
        [Share(offers[name, position], Decimal(quantity)) for name, position, quantity in won],
        reason,
        actor=petra,
        now=deadline + timedelta(days=1),
    )
    awards.approve(award, actor=world.actor(ANTON), now=deadline + timedelta(days=2))
    awards.publish(award, actor=petra, now=deadline + timedelta(days=2, hours=3))
    world.made["award:awarded"] = award


def _opened(world: DemoWorld, now: datetime) -> None:
    """Three bids to compare: one in another currency, one with a gap and a deviation."""
    deadline = noon(now, -2)
    rfq = _published(world, HOUSINGS, now - timedelta(days=16), deadline, "opened")
    in_time = deadline - timedelta(hours=30)
    bid(world, rfq, SANDRA, Offer(("84.50", "31.20", "1.15"), freight="420", quote_number="A-2304"), in_time)
    lumen = Offer(
        ("79.90", "29.40", None),
        freight="1150",
        late_days=12,
        deviation="Casting skin remains on the inner ribs; all seats are machined.",
    )
    bid(world, rfq, SANNE, lumen, in_time + timedelta(hours=3))
    tatra = Offer(("2040", "742", "26.5"), currency="CZK", freight="18500", quote_number="TM 121/7")
    bid(world, rfq, SONA, tatra, in_time + timedelta(hours=8))
    open_bids(rfq, actor=world.actor(PETRA), now=deadline + timedelta(hours=2))


def _closed(world: DemoWorld, now: datetime) -> None:
    """The deadline passed three hours ago, and nobody has opened the bids."""
    deadline = now - timedelta(hours=3)
    rfq = _published(world, BEARINGS, now - timedelta(days=14), deadline, "closed")
    bid(world, rfq, SONA, Offer(("3.42", "11.80", "1.96"), late_days=3), deadline - timedelta(days=1))
    invitation = dialogue.invitation(world.companies["brenner"].id, rfq)
    reason = "We make shafts and housings; bearings are no trade of ours."
    invitations.decline(invitation, reason, actor=world.actor(SANDRA), now=now - timedelta(days=12))


def _open(world: DemoWorld, now: datetime) -> None:
    """Open for bids: one question answered, one waiting, and an addendum that returned a bid."""
    petra, begin = world.actor(PETRA), now - timedelta(days=6)
    rfq = _published(world, CASTINGS, begin, noon(now, 9), "open")
    _intends(world, rfq, SANDRA, begin + timedelta(days=1))
    _intends(world, rfq, SANNE, begin + timedelta(days=1, hours=2))
    text = "May the flange be cast in EN-GJL-250 with a wall of 7 mm instead of 8 mm?"
    asked = _ask(world, rfq, SANNE, text, begin + timedelta(days=2))
    answer = "No. The wall stays at 8 mm, since the flange carries the motor."
    questions.answer(asked, answer, actor=petra, now=begin + timedelta(days=2, hours=4))
    bid(world, rfq, SANNE, Offer(("2.18", "2.42"), freight="980"), begin + timedelta(days=3))
    line = rfq.lines[1]
    addendum = AddendumDraft(
        "Planning has raised the need for motor flanges, and everybody gets four days more.",
        lines={line.public_id: LineChange(quantity=Decimal(4850))},
        deadline=noon(now, 13),
        question_cutoff=noon(now, 11),
    )
    publish_addendum(rfq, addendum, actor=petra, now=begin + timedelta(days=4))
    text = "Is a first sample with an inspection report wanted before the series?"
    _ask(world, rfq, SANDRA, text, now - timedelta(hours=20))
