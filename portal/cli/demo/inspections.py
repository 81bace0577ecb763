"""What the demo's quality engineer has decided about a year of lots, and what still waits."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from portal.cli.demo.deliveries import ZONE, at
from portal.cli.demo.world import DemoWorld
from portal.clock import day_in
from portal.db import db
from portal.orders.models import GoodsReceiptLine
from portal.orders.queries.lots import waiting
from portal.orders.service import lots

QUIRIN = "quirin@nordwerk.example"
POROUS = "Porosity found under the machined face; the sample of eight castings had three bad ones."
OPEN_PAPERS = "The material certificate names another heat than the castings carry."


def fill(world: DemoWorld, now: datetime) -> None:
    """Each supplier's last lot waits. Lumen's last but one is blocked, and one of its lots was rejected in part."""
    lumen = world.companies["lumen"].id
    by_supplier: dict[int, list[GoodsReceiptLine]] = defaultdict(list)
    for lot in db.session.scalars(waiting(world.companies["nordwerk"].id)):
        by_supplier[lot.supplier_id].append(lot)
    for supplier, found in by_supplier.items():
        for place, lot in enumerate(found[:-1]):
            left = len(found) - place
            if supplier == lumen and left in (2, 5):
                _found_bad(world, lot, left, now)
            else:
                lots.accept(lot, actor=world.actor(QUIRIN), now=_inspected(lot, now))


def _found_bad(world: DemoWorld, lot: GoodsReceiptLine, left: int, now: datetime) -> None:
    quirin, when = world.actor(QUIRIN), _inspected(lot, now)
    if left == 2:
        lots.block(lot, OPEN_PAPERS, "Ask the foundry for the right one first.", actor=quirin, now=when)
        return
    lots.block(lot, "A casting leaked in the pressure test; a sample is being cut.", actor=quirin, now=when)
    after = min(when + timedelta(days=2, hours=3), now)
    lots.reject(lot, Decimal(110), POROUS, "X-ray report 88-14.", actor=quirin, now=after)


def _inspected(lot: GoodsReceiptLine, now: datetime) -> datetime:
    """The morning after it was taken in."""
    return min(at(day_in(lot.receipt.posted_at, ZONE) + timedelta(days=1), 9, 30), now)
