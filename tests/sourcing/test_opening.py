"""The opening, and what the buyer knows before it: nothing."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import func, select

from portal import history
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.history import Event
from portal.notices.models import Notice
from portal.sourcing.documents import BidLine
from portal.sourcing.models import OpenedBid, OpenedLine
from portal.sourcing.queries import awards, dialogue, opened
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import bids, invitations
from portal.sourcing.service.opening import open_bids
from portal.sourcing.workflow import RFQ, RfqState
from tests.sourcing.bidding import seller, submitted

HOUR = timedelta(hours=1)


def procurement(world):
    return world.acme.actor(Role.PROCUREMENT)


def opened_scene(scene, now):
    """The scene after the deadline, its bids opened. Call in a write transaction."""
    return open_bids(scene.rfq, actor=procurement(scene.world), now=scene.deadline)


def what_the_buyer_sees(scene, now):
    """Everything that the buyer's side can read about an RFQ, as plain values."""
    buyer, rfq = scene.world.acme.id, scene.rfq
    db.session.expire_all()
    return {
        "state": queries.rfq(buyer, rfq.public_id).state,
        "version": rfq.version,
        "invitations": [(row.state, row.version, row.viewed_at) for row in dialogue.invitations(buyer, rfq)],
        "questions": dialogue.questions(buyer, rfq),
        "bids": opened.opened_bids(buyer, rfq),
        "comparison": opened.comparison(buyer, rfq),
        "awards": awards.awards(buyer, rfq),
        "timeline": [event.name for event in history.timeline(buyer, rfq)],
        "actions": [row.action for row in RFQ.actions_for(rfq, procurement(scene.world), now)],
        "notices": db.session.scalar(
            select(func.count()).select_from(Notice).where(Notice.organisation_id == buyer)
        ),
        "chain": db.session.scalar(select(func.count()).select_from(Event).where(Event.chain == buyer)),
        "lines": [(line.quantity, line.awarded_quantity) for line in rfq.lines],
    }


@pytest.mark.parametrize("offset", [timedelta(0), timedelta(days=10), timedelta(days=12)])
def test_before_the_opening_nothing_tells_whether_or_how_many_bids_there_are(scene, world, now, offset):
    before = what_the_buyer_sees(scene, now + offset)
    with transaction():
        one = submitted(scene, world.alpha, now + HOUR)
        two = submitted(scene, world.beta, now + HOUR)
        bids.withdraw(two, actor=seller(world.beta), now=now + 2 * HOUR)
    assert what_the_buyer_sees(scene, now + offset) == before
    for bid in (one, two):
        assert history.timeline(world.acme.id, bid) == []
        with pytest.raises(Missing):
            opened.opened_bid(world.acme.id, bid.public_id)


def test_the_opening_waits_for_the_deadline(scene, world, now):
    with pytest.raises(RuleBroken), transaction():
        open_bids(scene.rfq, actor=procurement(world), now=scene.deadline - timedelta(milliseconds=1))
    for role in (Role.APPROVER, Role.AUDITOR, Role.ADMIN):
        with pytest.raises(NotAllowed), transaction():
            open_bids(scene.rfq, actor=world.acme.actor(role), now=scene.deadline)
    with transaction():
        opened_scene(scene, now)
    assert (scene.rfq.state, scene.round.opened_at) == (RfqState.OPENED, scene.deadline)
    with pytest.raises(WrongState), transaction():
        open_bids(scene.rfq, actor=procurement(world), now=scene.deadline)


def test_the_opening_writes_out_each_bid_and_its_hash_once(scene, world, now):
    with transaction():
        dollars = scene.content("10", currency="USD", freight=D(100), quote_number="Q-7", remark="Thanks")
        alpha = submitted(scene, world.alpha, now + HOUR)
        beta = submitted(scene, world.beta, now + HOUR, dollars)
        hashes = sorted([alpha.counting.sha256, beta.counting.sha256])
    with transaction():
        opened_scene(scene, now)
    rows = opened.opened_bids(world.acme.id, scene.rfq)
    assert [(row.bid.supplier.name, row.currency, row.rate) for row in rows] == [
        ("Alpha", "EUR", D(1)),
        ("Beta", "USD", D("0.9")),
    ]
    assert (rows[1].freight, rows[1].quote_number, rows[1].remark) == (D(100), "Q-7", "Thanks")
    lines = {line.rfq_line_id: line for line in rows[1].lines}
    screws = lines[scene.screws.id]
    assert (screws.price, screws.price_per, screws.unit, screws.quantity) == (D(10), 1, "H87", D(1000))
    assert lines[scene.steel.id].price_per == 100
    event = history.timeline(world.acme.id, scene.rfq)[0]
    assert (event.name, event.facts["hashes"]) == ("BidsOpened", hashes)
    # No bidder reads how many bids there were.
    assert "BidsOpened" not in [row.name for row in history.timeline(world.alpha.id, scene.rfq)]
    assert opened.opened_bids(world.bolt.id, scene.rfq) == []


def test_only_what_counts_is_opened(scene, world, now):
    with transaction():
        submitted(scene, world.alpha, now + HOUR)
        gone = submitted(scene, world.beta, now + HOUR)
        bids.withdraw(gone, actor=seller(world.beta), now=now + 2 * HOUR)
    with transaction():
        opened_scene(scene, now)
    assert [row.supplier_id for row in opened.opened_bids(world.acme.id, scene.rfq)] == [world.alpha.id]
    with pytest.raises(Missing):
        opened.opened_bid(world.acme.id, gone.public_id)


def test_a_bid_that_answers_an_older_material_addendum_is_not_opened(scene, world, now):
    with transaction():
        submitted(scene, world.alpha, now + HOUR)
        scene.amend(now + 2 * HOUR)
        submitted(scene, world.beta, now + 3 * HOUR)
    with transaction():
        opened_scene(scene, now)
    assert [row.supplier_id for row in opened.opened_bids(world.acme.id, scene.rfq)] == [world.beta.id]


def test_an_opening_without_bids_is_an_opening(scene, world, now):
    with transaction():
        opening = opened_scene(scene, now)
    assert opening.bids == []
    assert opened.comparison(world.acme.id, scene.rfq) == []
    assert db.session.scalar(select(func.count()).select_from(OpenedBid)) == 0


def test_the_comparison_stands_on_what_was_opened(scene, world, now):
    with transaction():
        submitted(scene, world.alpha, now + HOUR, scene.content("12.50"))
        steel = BidLine(scene.steel.public_id, unit="KGM")
        screws = scene.content("13").lines[0]
        submitted(scene, world.beta, now + HOUR, scene.content(currency="USD", lines=(screws, steel)))
    with transaction():
        opened_scene(scene, now)
    alpha, beta = opened.comparison(world.acme.id, scene.rfq)
    # Alpha: 1,000 × 12.50 and 500 kg at 1.20 per 100, 80 freight. Beta: 13 USD at 0.9, no steel.
    assert (alpha.goods, alpha.freight, alpha.total, alpha.rank) == (D(12506), D(80), D(12586), 1)
    assert (beta.goods, beta.freight, beta.total, beta.rank, beta.gaps) == (D(11700), D(72), None, None, 1)
    assert (alpha.cell(scene.screws.id).rank, beta.cell(scene.screws.id).rank) == (2, 1)
    assert beta.cell(scene.steel.id).gap == "not_offered"
    assert db.session.scalar(select(func.count()).select_from(OpenedLine)) == 3


def test_who_has_bid_declines_only_after_withdrawing(scene, world, now):
    with transaction():
        bid = submitted(scene, world.alpha, now + HOUR)
    invitation = scene.invitation(world.alpha)
    with pytest.raises(RuleBroken), transaction():
        invitations.decline(invitation, "No capacity", actor=seller(world.alpha), now=now + HOUR)
    with transaction():
        bids.withdraw(bid, actor=seller(world.alpha), now=now + 2 * HOUR)
        invitations.decline(invitation, "No capacity", actor=seller(world.alpha), now=now + 2 * HOUR)
