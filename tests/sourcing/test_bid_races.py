"""Two at once: one effect, or a clear sentence."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from portal.db import db, transaction
from portal.errors import Refusal, Stale
from portal.sourcing.models import Invitation
from portal.sourcing.queries import bids as queries
from portal.sourcing.service import bids as service
from tests.sourcing.bidding import seller

MS = timedelta(milliseconds=1)


def both(app, *acts):
    """Run the acts at once, each in its own thread, context and transaction; the refusals, in order."""
    barrier = Barrier(len(acts))

    def run(act):
        with app.app_context():
            try:
                act(barrier)
            except Refusal as refusal:
                return type(refusal)
            finally:
                db.session.remove()
            return None

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def bid(scene, world, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=seller(world.alpha), now=now)
        service.save(bid, scene.content(), actor=seller(world.alpha), now=now)
    return bid


def test_two_tabs_that_submit_the_same_bid_have_one_effect(app, bid, world, now):
    supplier, public_id, actor = bid.supplier_id, bid.public_id, seller(world.alpha)
    db.session.rollback()

    def act(barrier):
        seen = queries.bid(supplier, public_id).version
        barrier.wait()
        with transaction():
            found = queries.bid(supplier, public_id)
            if found.version != seen:
                raise Stale
            service.submit(found, addendum=0, actor=actor, now=now)

    outcomes = both(app, act, act)
    assert sorted(outcomes, key=str) == sorted([None, Stale], key=str)
    db.session.rollback()
    sent = [version for version in queries.bid(supplier, public_id).versions if version.received_at]
    assert len(sent) == 1


def test_two_tabs_that_begin_a_bid_begin_one(app, scene, world, now):
    key, actor = scene.invitation(world.alpha).id, seller(world.alpha)
    db.session.rollback()

    def act(barrier):
        barrier.wait()
        with transaction():
            service.start(db.session.get(Invitation, key), actor=actor, now=now)

    assert both(app, act, act) == [None, None]
    assert len(db.session.scalars(queries.bids(world.alpha.id)).all()) == 1


def test_two_suppliers_do_not_wait_for_each_other_in_vain(app, scene, world, now):
    keys = [(scene.invitation(one).id, seller(one)) for one in (world.alpha, world.beta)]
    content = scene.content()
    db.session.rollback()

    def make(key, actor):
        def act(barrier):
            barrier.wait()
            with transaction():
                bid = service.start(db.session.get(Invitation, key), actor=actor, now=now)
                service.save(bid, content, actor=actor, now=now)
                service.submit(bid, addendum=0, actor=actor, now=now)

        return act

    assert both(app, *(make(key, actor) for key, actor in keys)) == [None, None]
    for supplier in (world.alpha, world.beta):
        assert db.session.scalars(queries.bids(supplier.id)).one().counting is not None
