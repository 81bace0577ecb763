"""A material addendum returns a bid; it counts again once confirmed or revised in time."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from portal.db import db, transaction
from portal.errors import RuleBroken, WrongState
from portal.sourcing.models import RfqLine
from portal.sourcing.queries import door
from portal.sourcing.service import bids as service
from tests.sourcing.bidding import again, seller, submitted

MS = timedelta(milliseconds=1)


@pytest.fixture
def actor(world):
    return seller(world.alpha)


@pytest.fixture
def bid(scene, world, now):
    """A bid that Alpha had submitted before a material addendum came."""
    with transaction():
        bid = submitted(scene, world.alpha, now)
        scene.amend(now + MS)
    return again(bid)


def test_a_material_addendum_returns_the_bid(bid):
    assert bid.returned_by.ordinal == 1
    assert bid.counting is not None


def test_confirming_sends_the_same_again_in_answer_to_the_addendum(bid, actor, now, world):
    old = bid.counting
    with transaction():
        service.confirm(bid, addendum=1, actor=actor, now=now + 2 * MS)
    bid = again(bid)
    new = bid.counting
    before, after = (door.read_own(world.alpha.id, version) for version in (old, new))
    assert (before.addendum, after.addendum, new.addendum_ordinal) == (0, 1, 1)
    assert (before.lines, before.freight) == (after.lines, after.freight)
    assert new.receipt_number != old.receipt_number
    assert new.sha256 != old.sha256
    assert bid.returned_by is None


def test_confirming_confirms_what_was_submitted_not_a_draft_on_top(bid, scene, actor, now, world):
    with transaction():
        service.save(bid, scene.content("99"), actor=actor, now=now + 2 * MS)
    bid = again(bid)
    with transaction():
        service.confirm(bid, addendum=1, actor=actor, now=now + 3 * MS)
    bid = again(bid)
    assert str(door.read_own(world.alpha.id, bid.counting).lines[0].price) == "12.5"


def test_revising_answers_the_addendum_as_well(bid, scene, actor, now):
    with transaction():
        service.save(bid, scene.content("12"), actor=actor, now=now + 2 * MS)
    bid = again(bid)
    with transaction():
        service.submit(bid, addendum=1, actor=actor, now=now + 3 * MS)
    bid = again(bid)
    assert (bid.returned_by, bid.counting.addendum_ordinal) == (None, 1)


@pytest.mark.parametrize("verb", [service.submit, service.confirm])
@pytest.mark.parametrize("addendum", [0, 2])
def test_whoever_has_not_seen_the_addendum_is_asked_to_read_it(bid, actor, now, verb, addendum):
    with pytest.raises(RuleBroken) as refusal, transaction():
        verb(bid, addendum=addendum, actor=actor, now=now + 2 * MS)
    assert refusal.value.field == "addendum"
    assert again(bid).returned_by is not None


def test_nothing_is_confirmed_after_the_deadline(bid, scene, actor):
    with pytest.raises(RuleBroken), transaction():
        service.confirm(bid, addendum=1, actor=actor, now=scene.deadline)


def test_only_a_returned_bid_is_confirmed(scene, world, actor, now):
    with transaction():
        bid = submitted(scene, world.alpha, now)
        scene.amend(now + MS, material=False)
    bid = again(bid)
    assert bid.returned_by is None
    with pytest.raises(RuleBroken), transaction():
        service.confirm(bid, addendum=1, actor=actor, now=now + 2 * MS)


def test_a_draft_is_not_confirmed(scene, world, actor, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=actor, now=now)
        scene.amend(now)
    with pytest.raises(WrongState), transaction():
        service.confirm(again(bid), addendum=1, actor=actor, now=now)


def test_a_bid_that_no_longer_fits_has_to_be_revised(bid, scene, actor, now):
    with transaction():
        db.session.execute(delete(RfqLine).where(RfqLine.position == 2))
    bid = again(bid)
    with pytest.raises(RuleBroken) as refusal, transaction():
        service.confirm(bid, addendum=1, actor=actor, now=now + 2 * MS)
    assert refusal.value.field == "lines"
