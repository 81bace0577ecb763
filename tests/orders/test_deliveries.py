"""Shipments, delivery confirmations, receipts and counter-receipts."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from portal.accounts.roles import Role
from portal.accounts.service import set_policy
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.orders.queries import receipts as receipt_queries
from portal.orders.queries import shipments as queries
from portal.orders.service import orders, receipts, shipments
from portal.orders.service.receipts import Received
from portal.orders.service.shipments import Shipment, Shipped
from portal.orders.workflow import OrderState, ReceiptState, ShipNoticeState
from tests.orders.scene import accept
from tests.records import stored


def sums(part):
    return part.shipped_quantity, part.received_quantity, part.rejected_quantity


def shipment(scene, **values):
    today = scene.now.date()
    return Shipment(**({"number": "LS-9", "shipped_on": today, "expected_on": today} | values))


def take_in(scene, order, *lines, day=None, **values):
    return receipts.receive(
        order, day or scene.now.date(), list(lines), actor=scene.goods_in, now=scene.now, **values
    )


def test_a_shipment_is_announced_expected_and_received(scene):
    with transaction():
        order = scene.accepted()
        notice = scene.announced(order, D(60))
        part = order.schedule[0]
        assert sums(part) == (D(60), D(0), D(0))
        assert list(db.session.scalars(queries.expected(scene.world.acme.id))) == [notice]
        receipt = take_in(
            scene,
            order,
            Received(part, D(58), D(3), "Scratched", "L-1"),
            notice=notice,
        )
    assert sums(part) == (D(58), D(58), D(3))
    assert notice.state is ShipNoticeState.RECEIVED
    assert receipt.number.startswith("GR-")
    assert list(db.session.scalars(queries.expected(scene.world.acme.id))) == []
    assert receipt_queries.last_arrivals(scene.world.alpha.id, order) == {part.id: scene.now.date()}


def test_what_came_without_a_notice_counts_as_shipped(scene):
    with transaction():
        order = scene.issued()
        part = order.schedule[0]
        take_in(scene, order, Received(part, D(100)))
        accept(order, scene)
        with pytest.raises(RuleBroken, match="shipped in full"):
            scene.announced(order, D(1))
    assert sums(part) == (D(100), D(100), D(0))


def test_goods_may_come_in_parts_up_to_the_printed_tolerance(scene):
    with transaction():
        order = scene.accepted(over=D("2.5"))
        part = order.schedule[0]
        take_in(scene, order, Received(part, D(60)))
        with pytest.raises(RuleBroken, match=r"At most 42\.5") as refused:
            take_in(scene, order, Received(part, D("42.500001")))
        assert refused.value.field == "received"
        take_in(scene, order, Received(part, D("42.5")))
    assert part.received_quantity == D("102.5")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"received": D(-1)}, "received"),
        ({"received": D(5), "rejected": D(6), "defect_reason": "x"}, "rejected"),
        ({"received": D(5), "rejected": D(-1)}, "rejected"),
        ({"received": D(5), "rejected": D(1)}, "defect_reason"),
        ({"received": D(101)}, "received"),
        ({"received": D(0)}, "lines"),
    ],
)
def test_a_bad_receipt_is_refused_at_its_field(scene, values, field):
    with transaction():
        order = scene.accepted()
        with pytest.raises(RuleBroken) as refused:
            take_in(scene, order, Received(order.schedule[0], **values))
    assert refused.value.field == field


def test_nothing_arrives_tomorrow(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        tomorrow = scene.now.date() + timedelta(days=1)
        with pytest.raises(RuleBroken) as refused:
            take_in(scene, order, Received(part, D(1)), day=tomorrow)
        assert refused.value.field == "arrived_on"
        # Half an hour before midnight UTC it is tomorrow already where the site stands.
        late = scene.now.replace(hour=23, minute=30)
        receipts.receive(order, tomorrow, [Received(part, D(1))], actor=scene.goods_in, now=late)


def test_who_issued_does_not_receive_unless_the_policy_says_so(scene):
    with transaction():
        acme = scene.world.acme
        both = acme.actor(Role.PROCUREMENT, Role.GOODS_IN)
        order = scene.accepted()
        line = [Received(order.schedule[0], D(1))]
        with pytest.raises(NotAllowed, match="issued"):
            receipts.receive(order, scene.now.date(), line, actor=both, now=scene.now)
        with pytest.raises(NotAllowed):
            receipts.receive(order, scene.now.date(), line, actor=scene.buyer, now=scene.now)
        set_policy(acme.organisation, "issuer_may_receive", True, actor=acme.actor(Role.ADMIN), now=scene.now)
        receipts.receive(order, scene.now.date(), line, actor=both, now=scene.now)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": " "}, "number"),
        ({"number": "LS-1"}, "number"),
        ({"packages": 0}, "packages"),
        ({"expected_on": -1}, "expected_on"),
    ],
)
def test_a_bad_shipment_is_refused_at_its_field(scene, values, field):
    with transaction():
        order = scene.accepted()
        scene.announced(order, D(1))
        if "expected_on" in values:
            values = {"expected_on": scene.now.date() - timedelta(days=1)}
        with pytest.raises(RuleBroken) as refused:
            shipments.announce(
                order,
                shipment(scene, **values),
                [Shipped(order.schedule[0], D(1))],
                actor=scene.logistics,
                now=scene.now,
            )
    assert refused.value.field == field


@pytest.mark.parametrize("quantity", [D(0), D(-1), D("100.000001")])
def test_no_more_is_shipped_than_is_open(scene, quantity):
    with transaction():
        order = scene.accepted()
        with pytest.raises(RuleBroken) as refused:
            scene.announced(order, quantity)
    assert refused.value.field == "quantity"


def test_unanswered_lines_and_others_orders_are_not_shipped(scene):
    with transaction():
        order = scene.issued()
        with pytest.raises(RuleBroken, match="nothing left"):
            scene.announced(order, D(1))
        accept(order, scene)
        for actor in (scene.world.beta.actor(Role.LOGISTICS), scene.world.bolt.actor(Role.GOODS_IN)):
            with pytest.raises(Missing):
                shipments.announce(
                    order,
                    shipment(scene),
                    [Shipped(order.schedule[0], D(1))],
                    actor=actor,
                    now=scene.now,
                )
        notice = scene.announced(order, D(1))
    for stranger in (scene.world.beta, scene.world.bolt):
        with pytest.raises(Missing):
            queries.shipment(stranger.id, notice.public_id)


def test_a_cancelled_shipment_opens_its_quantity(scene):
    with transaction():
        order = scene.accepted()
        notice = scene.announced(order, D(100))
        shipments.cancel(notice, actor=scene.logistics, now=scene.now)
        assert order.schedule[0].shipped_quantity == D(0)
        with pytest.raises(WrongState):
            take_in(scene, order, Received(order.schedule[0], D(1)), notice=notice)


def test_a_delivery_is_confirmed_once_with_a_proof(scene):
    today = scene.now.date()
    with transaction():
        order = scene.accepted()
        notice = scene.announced(order, D(100))
        proof = stored(scene.world.alpha, scene.now, "proof.pdf")
        foreign = stored(scene.world.beta, scene.now, "foreign.pdf")

        def confirm(day, file=proof):
            return shipments.confirm_delivery(
                notice, day, "Ms. Gate", file, actor=scene.logistics, now=scene.now
            )

        for day in (today + timedelta(days=1), today - timedelta(days=1)):
            with pytest.raises(RuleBroken) as refused:
                confirm(day)
            assert refused.value.field == "delivered_on"
        with pytest.raises(Missing):
            confirm(today, foreign)
        confirm(today)
        assert notice.state is ShipNoticeState.DELIVERED
        with pytest.raises((RuleBroken, WrongState)):
            confirm(today)
        take_in(scene, order, Received(order.schedule[0], D(100)), notice=notice)
    assert notice.state is ShipNoticeState.RECEIVED


def test_a_wrong_receipt_is_taken_back_and_posted_anew(scene):
    with transaction():
        order = scene.accepted()
        part, other = order.schedule
        notice = scene.announced(order, D(100))
        wrong = take_in(scene, order, Received(part, D(10), D(2), "Bent"), notice=notice)
        take_in(scene, order, Received(other, D(200)))
        counter = receipts.reverse(wrong, "Misread", actor=scene.goods_in, now=scene.now)
        assert sums(part) == (D(100), D(0), D(0))
        assert (counter.reverses, wrong.reversed_by) == (wrong, counter)
        assert notice.state is ShipNoticeState.ANNOUNCED
        assert {line.state for line in wrong.lines} == {ReceiptState.REVERSED}
        with pytest.raises(WrongState):
            receipts.reverse(wrong, "Again", actor=scene.goods_in, now=scene.now)
        with pytest.raises(WrongState):
            receipts.reverse(counter, "Again", actor=scene.goods_in, now=scene.now)
        right = take_in(scene, order, Received(part, D(100)), notice=notice)
        orders.close(order, actor=scene.buyer, now=scene.now)
        receipts.reverse(right, "Misread again", actor=scene.goods_in, now=scene.now)
    assert order.state is OrderState.ACCEPTED
    assert receipt_queries.last_arrivals(scene.world.acme.id, order) == {other.id: scene.now.date()}
    standing = list(db.session.scalars(receipt_queries.standing(scene.world.acme.id)))
    assert [line.schedule_line_id for line in standing] == [other.id]


def test_a_delivered_order_closes_within_its_tolerance(scene):
    with transaction():
        order = scene.accepted(under=D(2))
        first, second = order.schedule
        take_in(scene, order, Received(first, D(98)), Received(second, D("195.999999")))
        with pytest.raises(RuleBroken, match="Line 2"):
            orders.close(order, actor=scene.buyer, now=scene.now)
        take_in(scene, order, Received(second, D("0.000001")))
        orders.close(order, actor=scene.buyer, now=scene.now)
    assert order.state is OrderState.CLOSED
