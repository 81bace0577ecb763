"""Files of a bid: added, kept, left out, and never another bid's."""

import pytest

from portal.db import transaction
from portal.errors import RuleBroken
from portal.sourcing.queries import door
from portal.sourcing.service import bids as service
from tests.sourcing.bidding import again, sealed, seller


@pytest.fixture
def actor(world):
    return seller(world.alpha)


@pytest.fixture
def bid(scene, world, actor, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=actor, now=now)
        service.save(bid, scene.content(), actor=actor, now=now)
    return again(bid)


def test_files_are_added_kept_and_left_out(bid, scene, world, actor, now):
    with transaction():
        service.save(bid, scene.content(), uploads=[sealed("one.pdf")], actor=actor, now=now)
    bid = again(bid)
    kept = door.read_own(bid.supplier_id, bid.latest).files
    assert [file.name for file in kept] == ["one.pdf"]
    with transaction():
        service.save(bid, scene.content(files=kept), uploads=[sealed("two.pdf")], actor=actor, now=now)
    bid = again(bid)
    assert [f.name for f in door.read_own(bid.supplier_id, bid.latest).files] == ["one.pdf", "two.pdf"]
    with transaction():
        service.save(bid, scene.content(), actor=actor, now=now)
    bid = again(bid)
    assert door.read_own(bid.supplier_id, bid.latest).files == ()
    assert door.file_own(bid.supplier_id, bid, kept[0].public_id).name == "one.pdf"
    assert {own.file.name for own in bid.files} == {""}, "the rows of sealed files tell no names"


def test_a_file_of_another_bid_is_refused(bid, scene, world, actor, now):
    content = scene.content(files=submitted_with_file(scene, world.beta, now))
    with pytest.raises(RuleBroken) as refusal, transaction():
        service.save(again(bid), content, actor=actor, now=now)
    assert refusal.value.field == "files"


def submitted_with_file(scene, supplier, now):
    with transaction():
        bid = service.start(scene.invitation(supplier), actor=seller(supplier), now=now)
        version = service.save(
            bid, scene.content(), uploads=[sealed("beta.pdf")], actor=seller(supplier), now=now
        )
    return door.read_own(supplier.id, version).files
