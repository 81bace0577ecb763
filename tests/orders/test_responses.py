"""What both sides answer to each other, and what becomes of dates, amounts and the order's state."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy.exc import IntegrityError

from portal.accounts.roles import Role, Side
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.orders.models import ScheduleChange
from portal.orders.service import changes, responses
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.responses import Answer, Verdict
from portal.orders.workflow import ChangeState, OrderState, ScheduleState
from tests.orders.scene import WANTED, accept

LATER = WANTED + timedelta(days=14)
LATEST = WANTED + timedelta(days=28)


def say(scene, order, *answers):
    responses.answer(order, list(answers), actor=scene.sales, now=scene.now)


def propose(part, **values):
    return Answer(part, Verdict.PROPOSE, **values)


def decide(scene, part, take, **values):
    order = part.line.order
    changes.decide(order, [Decision(part, take, **values)], actor=scene.buyer, now=scene.now)


def dates(part):
    return part.requested_date, part.agreed_date, part.revised_date


def test_accepting_agrees_on_the_requested_date(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        accept(order, scene, first)
        assert (order.state, order.answered_at) == (OrderState.ISSUED, None)
        assert dates(second) == (WANTED, None, None)
        accept(order, scene, second)
    assert (order.state, order.answered_at) == (OrderState.ACCEPTED, scene.now)
    assert dates(first) == (WANTED, WANTED, None)
    assert order.revision == 1


def test_silence_accepts_nothing(scene):
    with transaction():
        order = scene.issued()
        accept(order, scene, order.schedule[0])
        say(scene, order, propose(order.schedule[1], new_date=LATER))
        decide(scene, order.schedule[1], False, reason="Too late")
    assert order.schedule[1].state is ScheduleState.OPEN
    assert dates(order.schedule[1]) == (WANTED, None, None)
    assert order.state is OrderState.ISSUED


def test_a_first_change_that_is_taken_is_the_agreed_date(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        say(scene, order, propose(first, new_date=LATER), Answer(second, Verdict.ACCEPT))
        assert first.state is ScheduleState.CHANGED
        decide(scene, first, True)
    assert dates(first) == (WANTED, LATER, None)
    assert (order.state, order.revision) == (OrderState.ACCEPTED_WITH_CHANGES, 2)


@pytest.mark.parametrize(
    ("waived", "expected"), [(False, (WANTED, WANTED, LATER)), (True, (WANTED, LATER, None))]
)
def test_a_delay_moves_the_agreed_date_only_when_it_is_waived(scene, waived, expected):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        say(scene, order, propose(part, new_date=LATER, reason="Machine down"))
        assert dates(part) == (WANTED, WANTED, None)
        assert order.state is OrderState.ACCEPTED
        decide(scene, part, True, moves_agreed_date=waived)
    assert dates(part) == expected
    assert part.changes[0].moves_agreed_date is waived


def test_a_refused_delay_returns_the_line_to_its_terms(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        say(scene, order, propose(part, new_date=LATER, new_quantity=D(50)))
        decide(scene, part, False, reason="We need it")
    assert (part.state, part.quantity, dates(part)) == (
        ScheduleState.ACCEPTED,
        D(100),
        (WANTED, WANTED, None),
    )
    assert part.changes[0].state is ChangeState.REFUSED
    assert order.revision == 1


def test_price_and_quantity_that_are_taken_change_the_amount(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        say(
            scene,
            order,
            propose(first, new_quantity=D(80)),
            propose(second, new_price=D("340.005")),
        )
        assert order.lines[0].amount == D("1250.00")
        changes.decide(
            order,
            [Decision(first, True), Decision(second, True)],
            actor=scene.buyer,
            now=scene.now,
        )
    assert (order.lines[0].quantity, order.lines[0].amount) == (D(80), D("1000.00"))
    assert (order.lines[1].price, order.lines[1].amount) == (D("340.005"), D("680.01"))
    assert order.revision == 2


def test_rejecting_lines_tells_in_the_orders_state(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        with pytest.raises(RuleBroken) as refused:
            say(scene, order, Answer(first, Verdict.REJECT))
        assert refused.value.field == "reason"
    with transaction():
        say(scene, order, Answer(first, Verdict.REJECT, reason="Not ours"))
        assert order.state is OrderState.ISSUED
        say(scene, order, Answer(second, Verdict.REJECT, reason="Not ours"))
    assert order.state is OrderState.REJECTED
    assert first.answer_reason == "Not ours"


def test_a_rejected_line_beside_an_accepted_one_is_a_change(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        say(scene, order, Answer(first, Verdict.ACCEPT), Answer(second, Verdict.REJECT, reason="No"))
    assert order.state is OrderState.ACCEPTED_WITH_CHANGES


def test_a_rejected_order_may_be_offered_anew(scene):
    with transaction():
        order = scene.issued()
        first, second = order.schedule
        say(
            scene,
            order,
            Answer(first, Verdict.REJECT, reason="Too soon"),
            Answer(second, Verdict.REJECT, reason="Too soon"),
        )
        changes.amend(order, [Amendment(first, day=LATER)], actor=scene.buyer, now=scene.now)
    assert (order.state, order.revision) == (OrderState.ISSUED, 2)
    assert dates(first) == (LATER, None, None)
    assert (first.state, second.state) == (ScheduleState.OPEN, ScheduleState.NOT_ACCEPTED)


def test_what_the_buyer_changes_binds_once_accepted_and_moves_the_agreed_date(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        wish = Amendment(part, quantity=D(120), day=LATER, reason="Project moved")
        changes.amend(order, [wish], actor=scene.buyer, now=scene.now)
        assert (part.state, part.quantity, part.agreed_date) == (ScheduleState.AMENDED, D(100), WANTED)
        assert order.revision == 1
        with pytest.raises(RuleBroken, match="Accept or refuse"):
            say(scene, order, propose(part, new_date=LATEST))
    with transaction():
        say(scene, order, Answer(part, Verdict.ACCEPT))
    assert dates(part) == (WANTED, LATER, None)
    assert (order.lines[0].quantity, order.lines[0].amount) == (D(120), D("1500.00"))
    assert (order.revision, order.state) == (2, OrderState.ACCEPTED)


def test_what_the_supplier_refuses_or_the_buyer_takes_back_changes_nothing(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        changes.amend(order, [Amendment(part, quantity=D(1))], actor=scene.buyer, now=scene.now)
        say(scene, order, Answer(part, Verdict.REJECT, reason="Cut already"))
        changes.amend(order, [Amendment(part, quantity=D(2))], actor=scene.buyer, now=scene.now)
        changes.retract(part, actor=scene.buyer, now=scene.now)
    assert (part.state, part.quantity, order.revision) == (ScheduleState.ACCEPTED, D(100), 1)
    assert [change.state for change in part.changes] == [ChangeState.REFUSED, ChangeState.WITHDRAWN]


def test_a_supplier_takes_its_own_proposal_back(scene):
    with transaction():
        order = scene.issued()
        part = order.schedule[0]
        say(scene, order, propose(part, new_date=LATER))
        responses.withdraw(part, actor=scene.sales, now=scene.now)
        assert part.state is ScheduleState.OPEN
        accept(order, scene)
        say(scene, order, propose(part, new_date=LATER))
        responses.withdraw(part, actor=scene.sales, now=scene.now)
    assert part.state is ScheduleState.ACCEPTED


def test_a_cancellation_that_the_supplier_asks_for_is_the_suppliers(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        say(scene, order, propose(part, cancels=True, reason="We cannot"))
        decide(scene, part, True)
    assert (part.state, part.cancelled_for) == (ScheduleState.CANCELLED, Side.SUPPLIER)
    assert order.state is OrderState.ACCEPTED_WITH_CHANGES
    assert order.goods_amount == D("666.67")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "new_date"),
        ({"new_quantity": D(0)}, "new_quantity"),
        ({"new_quantity": D(-3)}, "new_quantity"),
        ({"new_quantity": D(5)}, "new_quantity"),
        ({"new_date": WANTED.replace(year=2020)}, "new_date"),
        ({"new_price": D("-0.01")}, "new_price"),
        ({"cancels": True, "reason": "x"}, None),
    ],
)
def test_a_bad_proposal_is_refused_at_its_field(scene, values, field):
    with transaction():
        order = scene.accepted()
        scene.announced(order, D(10))
        with pytest.raises(RuleBroken) as refused:
            say(scene, order, propose(order.schedule[0], **values))
    assert refused.value.field == field


def test_a_proposal_is_not_taken_once_more_has_left(scene):
    with transaction():
        order = scene.accepted()
        part = order.schedule[0]
        say(scene, order, propose(part, new_quantity=D(50)))
        scene.announced(order, D(80))
        with pytest.raises(RuleBroken) as refused:
            decide(scene, part, True)
    assert refused.value.field == "new_quantity"


def test_answers_of_others_and_to_others_are_refused(scene):
    world = scene.world
    with transaction():
        order = scene.issued()
        other = scene.world.beta.actor(Role.SALES)
        good = [Answer(order.schedule[0], Verdict.ACCEPT)]
        with pytest.raises(Missing):
            responses.answer(order, good, actor=other, now=scene.now)
        with pytest.raises(NotAllowed):
            responses.answer(order, good, actor=scene.buyer, now=scene.now)
        with pytest.raises(NotAllowed):
            responses.answer(order, good, actor=world.alpha.actor(Role.LOGISTICS), now=scene.now)
        with pytest.raises(Missing):
            responses.answer(order, good * 2, actor=scene.sales, now=scene.now)
        with pytest.raises(RuleBroken):
            responses.answer(order, [], actor=scene.sales, now=scene.now)
        accept(order, scene)
        with pytest.raises((WrongState, RuleBroken)):
            accept(order, scene)
        with pytest.raises(RuleBroken, match="No change waits"):
            decide(scene, order.schedule[0], True)


def test_the_database_holds_one_open_change_for_a_line(scene):
    def twice():
        with transaction():
            order = scene.accepted()
            part = order.schedule[0]
            for _time in range(2):
                db.session.add(
                    ScheduleChange(
                        buyer_id=part.buyer_id,
                        supplier_id=part.supplier_id,
                        schedule_line=part,
                        new_date=LATER,
                        proposed_at=scene.now,
                    )
                )

    with pytest.raises(IntegrityError):
        twice()
