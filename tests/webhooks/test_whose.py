"""What a webhook tells is what its owner may know: nothing of competitors, and of bids nothing before the opening."""

import json
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.models import Bid, Rfq
from portal.sourcing.service import bids
from portal.sourcing.service.opening import open_bids
from portal.webhooks import message
from tests.orders.scene import build_scene
from tests.sourcing.bidding import seller, submitted, tender
from tests.webhooks.conftest import deliveries, hook

HOUR = timedelta(hours=1)


@pytest.fixture
def hooks(world, now):
    """Everybody has one, of every topic."""
    with transaction():
        for name in ("acme", "bolt", "alpha", "beta", "gamma"):
            hook(getattr(world, name), now, f"https://{name}.example/")


@pytest.fixture
def bidding(world, now, hooks):
    """Alpha and Beta have bid, and Beta has taken its bid back."""
    with transaction():
        scene = tender(world, now)
        for supplier in (world.alpha, world.beta):
            submitted(scene, supplier, now + HOUR)
    with transaction():
        bids.withdraw(bid_of(world.beta), actor=seller(world.beta), now=now + 2 * HOUR)
    return scene


def bid_of(company):
    return db.session.scalars(select(Bid).where(Bid.supplier_id == company.id)).one()


def told(company):
    return [(one.event.name, json.loads(message.body_of(one))) for one in deliveries(company)]


def test_before_the_opening_the_buyer_is_told_of_no_bid(world, bidding):
    assert [name for name, _body in told(world.acme) if "Bid" in name] == []
    assert told(world.bolt) == told(world.gamma) == []
    assert [name for name, _body in told(world.alpha) if name == "BidSubmitted"] == ["BidSubmitted"]


def test_nobody_is_told_of_a_competitors_record(world, bidding, now):
    with transaction():
        rfq = db.session.get_one(Rfq, bidding.rfq.id)
        open_bids(rfq, actor=world.acme.actor(Role.PROCUREMENT), now=bidding.deadline + HOUR)
    with transaction():
        bid = bid_of(world.beta)
    names = bid.public_id, bidding.invitation(world.beta).public_id
    assert "BidsOpened" in [name for name, _body in told(world.acme)]
    for one in (world.alpha, world.gamma, world.bolt):
        assert not any(name in json.dumps(body) for name in names for _kind, body in told(one))
    assert bid.public_id in json.dumps(told(world.beta))


def test_a_message_holds_ids_and_numbers_and_no_words(world, now, hooks):
    with transaction():
        scene = build_scene(world, now)
        order = scene.issued()
        order.erp_number = "4500012345"
    bodies = dict(told(world.acme))
    assert bodies["OrderIssued"]["data"]["about"] == [
        {
            "kind": "purchase_order",
            "id": order.public_id,
            "number": order.number,
            "erp_number": "4500012345",
        }
    ]
    (seen,) = [body for name, body in told(world.alpha) if name == "OrderIssued"]
    assert seen["data"]["about"] == [
        {"kind": "purchase_order", "id": order.public_id, "number": order.number}
    ]
    # Ids are left out: by chance, one of them holds any three digits.
    words = re.sub("[0-9a-f]{32}", "", json.dumps([told(world.acme), told(world.alpha)]))
    assert not any(word in words for word in ("Housing", "12.5", "333", "Acme", "Alpha", "EUR"))
