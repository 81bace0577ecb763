"""Two at once: one effect each, or a clear refusal; sums, limits and numbers hold."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal as D
from threading import Barrier

import pytest
from sqlalchemy.orm.attributes import set_committed_value

from portal.db import db, transaction
from portal.errors import Refusal, RuleBroken, Stale, WrongState
from portal.orders.models import Contract, PoLine, PurchaseOrder, ShipNotice
from portal.orders.service import drafts, orders, receipts
from portal.orders.service.drafts import CallOff
from portal.orders.service.orders import OrderTerms
from portal.orders.service.receipts import Received
from portal.sourcing.models import Award
from tests.orders.scene import WANTED


def at_once(app, act, times=2):
    """Run ``act`` in threads with contexts and transactions of their own; what refused them, None for success."""
    db.session.rollback()
    barrier = Barrier(times)

    def run(number):
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    act(number)
            except Refusal as refusal:
                return type(refusal)
            finally:
                db.session.remove()
            return None

    with ThreadPoolExecutor(times) as pool:
        outcomes = list(pool.map(run, range(times)))
    db.session.expire_all()
    return sorted(outcomes, key=str)


@pytest.fixture
def order(scene):
    with transaction():
        return scene.accepted()


def test_two_receipts_do_not_take_in_more_than_was_ordered(app, scene, order):
    key, goods_in = order.id, scene.goods_in

    def receive(_number):
        found = db.session.get_one(PurchaseOrder, key)
        line = Received(found.schedule[0], D(60))
        receipts.receive(found, scene.now.date(), [line], actor=goods_in, now=scene.now)

    assert at_once(app, receive) == [RuleBroken, None]
    assert db.session.get_one(PurchaseOrder, key).schedule[0].received_quantity == D(60)


def test_two_receipts_of_other_lines_both_count(app, scene, order):
    key, goods_in = order.id, scene.goods_in

    def receive(number):
        found = db.session.get_one(PurchaseOrder, key)
        line = Received(found.schedule[number], D(60))
        receipts.receive(found, scene.now.date(), [line], actor=goods_in, now=scene.now)

    assert at_once(app, receive) == [None, None]
    arrived = [part.received_quantity for part in db.session.get_one(PurchaseOrder, key).schedule]
    assert arrived == [D(60), D(60)]


def test_a_shipment_is_received_once(app, scene, order):
    with transaction():
        notice = scene.announced(order, D(50)).id
    key, goods_in = order.id, scene.goods_in

    def receive(_number):
        found = db.session.get_one(PurchaseOrder, key)
        line = Received(found.schedule[0], D(10))
        here = db.session.get_one(ShipNotice, notice)
        receipts.receive(found, scene.now.date(), [line], notice=here, actor=goods_in, now=scene.now)

    assert at_once(app, receive) == [WrongState, None]


def test_an_award_is_ordered_once(app, scene):
    key, alpha, buyer = scene.award.id, scene.world.alpha.id, scene.buyer

    def draft(_number):
        drafts.from_award(db.session.get_one(Award, key), alpha, actor=buyer, now=scene.now)

    assert at_once(app, draft) == [RuleBroken, None]


def test_two_call_offs_do_not_pass_the_limit(app, scene):
    with transaction():
        key = scene.contract_in_force().id
    buyer = scene.buyer

    def call_off(_number):
        contract = db.session.get_one(Contract, key)
        wish = CallOff(contract.lines[0], D(60), WANTED)
        drafts.from_contract(contract, [wish], actor=buyer, now=scene.now)

    assert at_once(app, call_off) == [RuleBroken, None]
    assert db.session.get_one(Contract, key).lines[0].called_quantity == D(60)


def test_orders_issued_at_once_have_numbers_of_their_own(app, scene):
    with transaction():
        contract = scene.contract_in_force()
        wish = CallOff(contract.lines[0], D(1), WANTED)
        keys = [
            drafts.from_contract(contract, [wish], actor=scene.buyer, now=scene.now).id for _one in range(3)
        ]
    buyer = scene.buyer

    def issue(number):
        orders.issue(db.session.get_one(PurchaseOrder, keys[number]), actor=buyer, now=scene.now)

    assert at_once(app, issue, times=3) == [None, None, None]
    numbers = {db.session.get_one(PurchaseOrder, key).number for key in keys}
    assert numbers == {"PO-2026-0001", "PO-2026-0002", "PO-2026-0003"}


def test_an_order_that_a_colleague_has_written_meanwhile_is_not_written_over(scene):
    with transaction():
        order = scene.draft()
    with transaction():
        order = db.session.get_one(PurchaseOrder, order.id)
        # As if it had been read before the colleague's transaction ended.
        set_committed_value(order, "version", order.version - 1)
        with pytest.raises(Stale):
            orders.edit(order, OrderTerms(), actor=scene.buyer, now=scene.now)


def test_a_line_is_taken_off_once_and_others_learn_of_it(app, scene):
    with transaction():
        order = scene.draft()
    line, seen = order.lines[1].id, order.version

    def take_off(_number):
        orders.remove_line(db.session.get_one(PoLine, line), actor=scene.buyer, now=scene.now)

    assert at_once(app, take_off, times=1) == [None]
    order = db.session.get_one(PurchaseOrder, order.id)
    assert (len(order.lines), order.version) == (1, seen + 1)
