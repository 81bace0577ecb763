"""The supplier's lists and its first page: what waits, and no more queries for more rows."""

from datetime import timedelta

import pytest

from portal.accounts.roles import Role
from portal.db import transaction
from portal.sourcing.service import bids as service
from tests.queries import counted
from tests.sourcing.bid_pages import text_of
from tests.sourcing.bidding import again, seller, submitted, tender


@pytest.mark.parametrize("address", ["/supplier/rfqs", "/supplier/bids", "/supplier/"])
def test_more_rows_take_no_more_queries(alpha, scene, world, now, address):
    def cost():
        alpha.get(address)
        with counted() as statements:
            assert alpha.get(address).status_code == 200
        return len(statements)

    with transaction():
        submitted(scene, world.alpha, now)
        scene.amend(now)
    few = cost()
    with transaction():
        for number in range(2, 8):
            more = tender(world, now, number)
            submitted(more, world.alpha, now)
            more.amend(now)
    assert cost() == few


def test_a_longer_rfq_takes_no_more_queries(alpha, scene, world, now):
    page = f"/supplier/rfqs/{scene.rfq.public_id}"
    alpha.get(page)
    with counted() as few:
        alpha.get(page)
    with transaction():
        long = tender(world, now, 2, lines=30)
    page = f"/supplier/rfqs/{long.rfq.public_id}"
    alpha.get(page)
    with counted() as many:
        assert alpha.get(page).status_code == 200
    assert len(many) == len(few)


def test_what_waits_changes_with_each_step(alpha, scene, world, now):
    def waits():
        return text_of(alpha.get("/supplier/"))

    assert "Answer : RFQ-2026-0001" in waits()
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=seller(world.alpha), now=now)
        service.save(bid, scene.content(), actor=seller(world.alpha), now=now)
    assert "Submit the bid : RFQ-2026-0001" in waits()
    bid = again(bid)
    with transaction():
        service.submit(bid, addendum=0, actor=seller(world.alpha), now=now)
    assert "RFQ-2026-0001" not in waits()
    with transaction():
        tender(world, now, 2).amend(now)
    assert "RFQ-2026-0002" in waits()


def test_what_is_over_waits_no_more(alpha, scene, clock):
    clock.move_to(scene.deadline + timedelta(milliseconds=1))
    assert "RFQ-2026-0001" not in text_of(alpha.get("/supplier/"))


def test_who_does_not_sell_is_not_asked_to(scene, world, client, sign_in, clock):
    sign_in(client, world.alpha, Role.LOGISTICS)
    assert "RFQ-2026-0001" not in text_of(client.get("/supplier/"))
