"""What quality decides about lots: the verbs, who is told, and what a lot in each state lets happen."""

from decimal import Decimal as D
from types import SimpleNamespace as Record

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.notices.models import Notice
from portal.orders.models import GoodsReceiptLine
from portal.orders.queries import lots as queries
from portal.orders.rules.lots import check_found, something_to_decide
from portal.orders.service import lots, receipts
from portal.orders.service.receipts import Received
from portal.orders.workflow import RECEIPT_LINE, ReceiptState
from tests.orders.test_races import at_once
from tests.orders.test_telling import SALES, told

RECEIVED, BLOCKED = ReceiptState.RECEIVED, ReceiptState.BLOCKED
ACCEPTED, REJECTED = ReceiptState.ACCEPTED, ReceiptState.REJECTED


@pytest.fixture
def lot(scene) -> GoodsReceiptLine:
    """60 housings have arrived, of which goods-in rejected 2."""
    with transaction():
        order = scene.accepted()
        line = Received(order.schedule[0], D(60), D(2), "Scratched", "L-1")
        receipt = receipts.receive(order, scene.now.date(), [line], actor=scene.goods_in, now=scene.now)
        return receipt.lines[0]


@pytest.fixture
def engineer(scene):
    return scene.world.acme.actor(Role.QUALITY_ENGINEER)


@pytest.mark.parametrize(
    ("found", "refused"),
    [("0.000001", False), ("58", False), ("58.000001", True), ("0", True), ("-1", True), (None, True)],
)
def test_how_much_can_be_rejected(found, refused):
    quantity = None if found is None else D(found)
    if not refused:
        assert check_found(D(58), quantity, "KGM") == quantity
        return
    with pytest.raises(RuleBroken) as told_so:
        check_found(D(58), quantity, "KGM")
    assert told_so.value.field == "quantity"
    if quantity is not None and quantity > D(58):
        assert "At most 58 kg" in str(told_so.value.sentence)


def test_what_goods_in_rejected_as_a_whole_is_not_inspected(now):
    something_to_decide(Record(received=D(5), rejected=D(4)), now)
    with pytest.raises(RuleBroken):
        something_to_decide(Record(received=D(5), rejected=D(5)), now)


@pytest.mark.parametrize("role", sorted(Role))
def test_only_quality_engineers_decide(role, scene, now):
    actor = scene.world.acme.actor(Role.QUALITY_ENGINEER)
    actor = type(actor)(actor.person_id, actor.organisation_id, frozenset({str(role)}))
    record = Record(state=RECEIVED, received=D(5), rejected=D(0))
    open_now = {row.action for row in RECEIPT_LINE.actions_for(record, actor, now)}
    assert open_now - {"reverse"} == (
        {"accept", "block", "reject"} if role is Role.QUALITY_ENGINEER else set()
    )


def test_a_lot_is_accepted(scene, lot, engineer):
    with transaction():
        decision = lots.accept(lot, "Sample of 8", actor=engineer, now=scene.now)
    assert (lot.state, lot.rejected, decision.quantity) == (ACCEPTED, D(2), D(58))
    assert (decision.note, decision.decided_by_id) == ("Sample of 8", engineer.person_id)
    alpha = scene.world.alpha
    assert [one.name for one in history.timeline(alpha.id, lot)] == ["LotAccepted"]
    assert told(alpha, "lot_released") == (set(), set()), "what is in order is no news"


def test_a_lot_is_blocked_and_then_rejected_in_part(scene, lot, engineer):
    alpha, part = scene.world.alpha, lot.schedule_line
    people = SALES | {"supplier_quality"}
    with transaction():
        lots.block(lot, " Wrong heat ", "Ask first", actor=engineer, now=scene.now)
        assert (lot.state, lot.rejected, part.rejected_quantity) == (BLOCKED, D(2), D(2))
        number = part.line.order.number
        sentence = f"Acme has blocked 58 pc of order {number}; the reason stands there"
        assert told(alpha, "lot_blocked") == (people, {sentence})
        lots.reject(lot, D(10), "Porous", actor=engineer, now=scene.now)
    assert (lot.state, lot.rejected, part.rejected_quantity) == (REJECTED, D(12), D(12))
    assert (part.received_quantity, part.shipped_quantity) == (D(60), D(60))
    db.session.expire_all()
    said = [(one.verdict, one.quantity, one.reason) for one in lot.decisions]
    assert said == [(REJECTED, D(10), "Porous"), (BLOCKED, D(58), "Wrong heat")]
    assert lot.complaints == ["Scratched", "Porous"]
    sentence = f"Acme has rejected 10 pc of order {number}; the reason stands there"
    assert told(alpha, "lot_rejected") == (people, {sentence})
    for company in (scene.world.beta, scene.world.bolt):
        assert db.session.scalars(select(Notice).where(Notice.organisation_id == company.id)).all() == []


def test_the_supplier_hears_that_a_blocked_lot_is_accepted(scene, lot, engineer):
    with transaction():
        lots.block(lot, "Papers are missing", actor=engineer, now=scene.now)
        lots.accept(lot, actor=engineer, now=scene.now)
    assert lot.state is ACCEPTED
    assert told(scene.world.alpha, "lot_released")[0] == SALES | {"supplier_quality"}


def verbs(lot, **who):
    return {
        "accept": lambda: lots.accept(lot, **who),
        "block": lambda: lots.block(lot, "Why", **who),
        "reject": lambda: lots.reject(lot, D(1), "Why", **who),
    }


@pytest.mark.parametrize(
    ("first", "refused"),
    [
        ("accept", ["accept", "block", "reject"]),
        ("reject", ["accept", "block", "reject"]),
        ("block", ["block"]),
    ],
)
def test_what_is_decided_stands(scene, lot, engineer, first, refused):
    who = {"actor": engineer, "now": scene.now}
    with transaction():
        verbs(lot, **who)[first]()
    for action in refused:
        with pytest.raises(WrongState), transaction():
            verbs(lot, **who)[action]()
    with pytest.raises(WrongState), transaction():
        receipts.reverse(lot.receipt, "Wrong order", actor=scene.goods_in, now=scene.now)


def test_what_was_taken_back_is_not_decided(scene, lot, engineer):
    with transaction():
        receipts.reverse(lot.receipt, "Wrong order", actor=scene.goods_in, now=scene.now)
    for verb in verbs(lot, actor=engineer, now=scene.now).values():
        with pytest.raises(WrongState), transaction():
            verb()
    assert list(db.session.scalars(queries.waiting(scene.world.acme.id))) == []


@pytest.mark.parametrize("action", ["accept", "block", "reject"])
def test_who_may_not_decide(scene, lot, action):
    world = scene.world
    for actor, refusal in (
        (scene.goods_in, NotAllowed),
        (world.alpha.actor(Role.SUPPLIER_QUALITY), NotAllowed),
        (world.bolt.actor(Role.QUALITY_ENGINEER), Missing),
        (world.beta.actor(Role.SUPPLIER_QUALITY), Missing),
    ):
        with pytest.raises(refusal), transaction():
            verbs(lot, actor=actor, now=scene.now)[action]()
    with pytest.raises(Missing):
        queries.lot(world.bolt.id, lot.public_id)
    with pytest.raises(Missing):
        queries.lot(world.alpha.id, lot.public_id)


def test_a_reason_and_a_quantity_are_asked_for(scene, lot, engineer):
    who = {"actor": engineer, "now": scene.now}
    for verb, field in (
        (lambda: lots.block(lot, "  ", **who), "reason"),
        (lambda: lots.reject(lot, D(5), "", **who), "reason"),
        (lambda: lots.reject(lot, D(59), "Bent", **who), "quantity"),
    ):
        with pytest.raises(RuleBroken) as refused, transaction():
            verb()
        assert refused.value.field == field
        assert (lot.state, lot.rejected) == (RECEIVED, D(2))


def test_two_engineers_at_once_leave_one_verdict(app, scene, lot, engineer):
    key = lot.id

    def decide(number):
        found = db.session.get_one(GoodsReceiptLine, key)
        actions = verbs(found, actor=engineer, now=scene.now)
        actions["accept" if number else "reject"]()

    assert at_once(app, decide) == [WrongState, None]
    found = db.session.get_one(GoodsReceiptLine, key)
    assert len(found.decisions) == 1
    assert found.rejected == D(3 if found.state is REJECTED else 2)


def test_the_oldest_arrival_waits_first_and_a_history_does_not(scene, lot, engineer):
    acme = scene.world.acme.id
    with transaction():
        order = lot.receipt.order
        earlier = scene.now.date().replace(day=1)
        line = Received(order.schedule[1], D(5))
        older = receipts.receive(order, earlier, [line], actor=scene.goods_in, now=scene.now).lines[0]
    assert list(db.session.scalars(queries.waiting(acme))) == [older, lot]
    with transaction():
        lots.block(older, "Dirty", actor=engineer, now=scene.now)
        lots.accept(lot, actor=engineer, now=scene.now)
    assert list(db.session.scalars(queries.waiting(acme))) == [older]
    with transaction():
        older.receipt.posted_by_id = None
    assert list(db.session.scalars(queries.waiting(acme))) == []
