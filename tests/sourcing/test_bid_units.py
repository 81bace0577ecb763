"""In which units a line may be priced."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.catalog.models import Item, ItemUnit
from portal.db import db, transaction
from portal.errors import RuleBroken
from portal.sourcing.queries import bids as queries
from portal.sourcing.queries import door
from portal.sourcing.service import bids as service
from tests.sourcing.bidding import seller


@pytest.fixture
def boxed(scene, world, now):
    """The screws are an item that also comes in boxes of 50 and is kept by the set."""
    with transaction():
        item = Item(buyer_id=world.acme.id, number="S-6", name="Screw", unit="SET", created_at=now)
        item.units.append(ItemUnit(unit="XBX", factor=Decimal(50)))
        db.session.add(item)
        scene.screws.item = item
        db.session.flush()
    return scene


def test_a_line_is_priced_in_its_own_unit_those_of_its_item_and_those_that_convert(boxed):
    units = queries.units(boxed.rfq)
    assert units[boxed.screws.public_id] == ["H87", "SET", "XBX"]
    assert units[boxed.steel.public_id] == ["KGM", "GRM", "MGM", "TNE", "LBR"]


@pytest.mark.parametrize(("unit", "fine"), [("XBX", True), ("KGM", False)])
def test_a_price_in_a_unit_that_does_not_convert_is_refused(boxed, world, now, unit, fine):
    actor = seller(world.alpha)
    screws, steel = boxed.content().lines
    content = boxed.content(lines=(replace(screws, unit=unit), steel))
    with transaction():
        bid = service.start(boxed.invitation(world.alpha), actor=actor, now=now)
        if fine:
            version = service.save(bid, content, actor=actor, now=now)
            assert door.read_own(world.alpha.id, version).lines[0].unit == unit
        else:
            with pytest.raises(RuleBroken) as refusal:
                service.save(bid, content, actor=actor, now=now)
            assert refusal.value.field == "lines-0-unit"
