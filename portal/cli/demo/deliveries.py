"""How the demo's orders are carried: issued, answered, shipped and received, each at its hour."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from portal.cli.demo.world import DemoWorld
from portal.clock import day_in, local_to_instant
from portal.orders.models import Contract, PurchaseOrder, ScheduleLine, ShipNotice
from portal.orders.service import drafts, orders, receipts, responses, shipments
from portal.orders.service.drafts import CallOff
from portal.orders.service.receipts import Received
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.workflow import Actor

PETRA, ANTON, GESA = "petra@nordwerk.example", "anton@nordwerk.example", "gesa@nordwerk.example"
SANDRA, MIA = "sandra@brenner.example", "versand@brenner.example"
SANNE, SONA = "sanne@lumen.example", "sona@tatra-motion.example"
ZONE = "Europe/Berlin"
# Who answers orders and who sends goods, by supplier.
SELLS = {"brenner": SANDRA, "lumen": SANNE, "tatra": SONA}
SENDS = {"brenner": MIA, "lumen": SANNE, "tatra": SONA}
CARRIERS = {"brenner": "Kühne Landverkehr", "lumen": "Maas Logistics", "tatra": "ČSAD Cargo"}


@dataclass(frozen=True)
class Delivery:
    """What becomes of a call-off: how many days late it arrives, how much is rejected and why, and how much of
    the quantity comes at all (the rest follows 12 days later)."""

    days_late: int = 0
    rejected: str = "0"
    defect: str = ""
    part: str = "1"
    hours_to_answer: int = 5


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """An hour of a day at the buyer's."""
    return local_to_instant(datetime.combine(day, time(hour, minute)), ZONE)


def called_off(
    world: DemoWorld, contract: Contract, position: int, quantity: str, wanted: date, when: datetime
) -> PurchaseOrder:
    """An issued order for one line of a contract, wanted on a day at the buyer's site."""
    line = contract.lines[position - 1]
    wish = CallOff(line, Decimal(quantity), wanted, world.made["site:nordwerk"])
    order = drafts.from_contract(contract, [wish], actor=world.actor(PETRA), now=when)
    order.under_tolerance, order.over_tolerance = Decimal(2), Decimal(5)
    orders.issue(order, actor=world.actor(PETRA), now=when + timedelta(minutes=25))
    return order


def accepted(world: DemoWorld, order: PurchaseOrder, supplier: str, when: datetime) -> None:
    """The supplier accepts every line as ordered."""
    said = [Answer(part, Verdict.ACCEPT) for part in order.schedule]
    responses.answer(order, said, actor=world.actor(SELLS[supplier]), now=when)


def shipped(
    world: DemoWorld, part: ScheduleLine, supplier: str, number: str, quantity: Decimal, arrives: date
) -> ShipNotice:
    """A shipment that leaves two days before it is expected."""
    leaves = arrives - timedelta(days=2)
    notice = Shipment(
        number=number,
        shipped_on=leaves,
        expected_on=arrives,
        carrier=CARRIERS[supplier],
        tracking=f"{supplier[:2].upper()}{part.id:08d}",
        packages=2,
    )
    line = Shipped(part, quantity, lots=f"L{leaves:%y%m%d}")
    sender: Actor = world.actor(SENDS[supplier])
    return shipments.announce(part.line.order, notice, [line], actor=sender, now=at(leaves, 15, 40))


def received(
    world: DemoWorld, notice: ShipNotice, arrived: date, rejected: str = "0", defect: str = ""
) -> None:
    """Goods-in takes a shipment in on the morning after it came."""
    lines = [
        Received(line.schedule_line, line.quantity, Decimal(rejected), defect, line.lots)
        for line in notice.lines
    ]
    morning = at(arrived, 8, 20) + timedelta(days=1)
    receipts.receive(
        notice.order, arrived, lines, notice=notice, actor=world.actor(GESA), now=min(morning, world.now)
    )


def carried(world: DemoWorld, order: PurchaseOrder, supplier: str, number: str, story: Delivery) -> None:
    """Answer, ship and receive an order as its story goes, as far as it is not still to come."""
    assert order.issued_at is not None
    answered = order.issued_at + timedelta(hours=story.hours_to_answer)
    accepted(world, order, supplier, min(answered, world.now - timedelta(hours=2)))
    part = order.schedule[0]
    first = (part.quantity * Decimal(story.part)).quantize(Decimal(1))
    today = day_in(world.now, ZONE)
    arrives = part.requested_date + timedelta(days=story.days_late)
    loads = [(first, arrives), (part.quantity - first, arrives + timedelta(days=12))]
    for count, (quantity, day) in enumerate(loads):
        if not quantity or day - timedelta(days=2) >= today:
            continue
        notice = shipped(world, part, supplier, f"{number}-{count + 1}", quantity, day)
        if day < today:
            received(world, notice, day, *((story.rejected, story.defect) if count == 0 else ()))
    if part.received_quantity == part.quantity:
        orders.close(order, actor=world.actor(PETRA), now=world.now - timedelta(hours=1))
