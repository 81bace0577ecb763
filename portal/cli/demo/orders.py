"""Today's orders of the demo, one in each standing: draft, issued, change proposed, on its way, delivered."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.cli.demo import last_year
from portal.cli.demo.deliveries import PETRA, SANDRA, SONA, ZONE, accepted, called_off, shipped
from portal.cli.demo.papers import keep_paper
from portal.cli.demo.world import DemoWorld
from portal.clock import day_in
from portal.orders.models import Contract, PurchaseOrder
from portal.orders.service import clauses, drafts, orders, responses, shipments
from portal.orders.service.orders import OrderTerms, Part
from portal.orders.service.responses import Answer, Verdict

LIBRARY = (
    (
        "Warranty",
        "The supplier warrants for 24 months from delivery that the goods agree with the spec revision named in "
        "the order. Defects are notified within ten working days of their discovery.",
    ),
    (
        "Quality records",
        "Inspection records of each lot are kept for ten years and handed over on request within two days.",
    ),
    (
        "Confidentiality",
        "Drawings and specs stay the buyer's property. They are shown to third parties with written consent only.",
    ),
    (
        "Changes",
        "Process, material and manufacturing site change only after the buyer has released samples of the change.",
    ),
)


def fill(world: DemoWorld, now: datetime) -> None:
    """``world.made`` gets ``clauses``, what ``last_year`` makes, and ``order:`` with the names of the standings."""
    buyer, petra = world.companies["nordwerk"], world.actor(PETRA)
    world.made["clauses"] = [
        clauses.add(buyer, title, text, actor=petra, now=world.start + timedelta(days=4))
        for title, text in LIBRARY
    ]
    last_year.fill(world, now)
    shafts = world.made["contract:shafts"]
    world.made |= {
        "order:issued": _issued(world, shafts, now),
        "order:proposed": _proposed(world, shafts, now),
        "order:coming": _on_its_way(world, shafts, now),
        "order:delivered": _delivered(world, now),
        "order:draft": _draft(world, now),
    }


def _issued(world: DemoWorld, contract: Contract, now: datetime) -> PurchaseOrder:
    """Out since this morning, without an answer."""
    return called_off(world, contract, 2, "120", _day(now, 25), now - timedelta(hours=5))


def _proposed(world: DemoWorld, contract: Contract, now: datetime) -> PurchaseOrder:
    """The supplier asks for a later date."""
    order = called_off(world, contract, 1, "180", _day(now, 14), now - timedelta(days=4))
    said = Answer(
        order.schedule[0],
        Verdict.PROPOSE,
        new_date=_day(now, 21),
        reason="The induction hardening line is down for its yearly maintenance until the end of next week.",
    )
    responses.answer(order, [said], actor=world.actor(SANDRA), now=now - timedelta(days=3, hours=2))
    return order


def _on_its_way(world: DemoWorld, contract: Contract, now: datetime) -> PurchaseOrder:
    """Announced, and expected today."""
    order = called_off(world, contract, 1, "150", _day(now, 0), now - timedelta(days=20))
    accepted(world, order, "brenner", now - timedelta(days=19, hours=20))
    shipped(world, order.schedule[0], "brenner", "BR-7512", Decimal(150), _day(now, 0))
    return order


def _delivered(world: DemoWorld, now: datetime) -> PurchaseOrder:
    """The gears of this year's award in two parts: the first confirmed with a proof, not received yet."""
    award, tatra = world.made["award:awarded"], world.companies["tatra"]
    petra = world.actor(PETRA)
    begin = max(award.published_at + timedelta(days=1), now - timedelta(days=40))
    order = drafts.from_award(award, tatra.id, actor=petra, now=begin)
    line, site = order.lines[0], world.made["site:nordwerk"]
    half = line.quantity / 2
    terms = OrderTerms(
        incoterm="FCA",
        incoterm_place="Kopřivnice",
        payment_terms="30 days net",
        over_tolerance=Decimal(3),
        freight=order.freight,
        remark="Please pack in our returnable boxes, 40 gears each.",
    )
    parts = [Part(half, _day(now, -1), site), Part(half, _day(now, 30), site)]
    orders.edit(order, terms, {line: parts}, actor=petra, now=begin + timedelta(minutes=12))
    orders.issue(order, actor=petra, now=begin + timedelta(minutes=20))
    accepted(world, order, "tatra", begin + timedelta(hours=26))
    notice = shipped(world, order.schedule[0], "tatra", "TM-4410", half, _day(now, -1))
    said = [
        "Delivery note TM-4410",
        f"{half:f} helical gears in ten boxes",
        "Received at gate 2, G. Petersen",
    ]
    seller = world.actor(SONA)
    proof = keep_paper(world, tatra, "delivery-note-TM-4410.pdf", "Delivery note", said, seller)
    shipments.confirm_delivery(
        notice, _day(now, -1), "G. Petersen", proof, actor=seller, now=now - timedelta(hours=7)
    )
    return order


def _draft(world: DemoWorld, now: datetime) -> PurchaseOrder:
    """The shafts of this year's award, still to be issued."""
    award, brenner = world.made["award:awarded"], world.companies["brenner"]
    return drafts.from_award(award, brenner.id, actor=world.actor(PETRA), now=now - timedelta(hours=3))


def _day(now: datetime, days: int) -> date:
    return day_in(now, ZONE) + timedelta(days=days)
