"""Orders from award and contract to issue, amendment, cancellation and close."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy.exc import IntegrityError

from portal import history
from portal.accounts.roles import Role, Side
from portal.accounts.service import set_policy
from portal.certificates.models import Requirement
from portal.certificates.workflow import Gate, Scope
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.orders.queries import awards
from portal.orders.queries import orders as queries
from portal.orders.service import changes, drafts, orders
from portal.orders.service.changes import Amendment
from portal.orders.service.drafts import CallOff
from portal.orders.service.orders import OrderTerms, Part
from portal.orders.workflow import DateBasis, OrderState, ScheduleState
from tests.orders.scene import WANTED, accept
from tests.records import add


def terms(**values):
    return replace(OrderTerms(incoterm="DAP", incoterm_place="Berlin"), **values)


def test_an_award_becomes_a_draft_with_the_bids_terms(scene):
    with transaction():
        order = scene.draft()
    assert order.state is OrderState.DRAFT
    assert (order.number, order.currency, order.payment_terms) == (None, "EUR", "14 days net")
    assert (order.quote_number, order.bid_receipt) == ("Q-77", f"BR-{scene.world.alpha.id}")
    assert order.date_basis is DateBasis.ARRIVAL
    assert [(line.quantity, line.unit, line.price, line.price_per, line.amount) for line in order.lines] == [
        (D(100), "H87", D("12.5"), 1, D("1250.00")),
        (D(200), "H87", D("333.333"), 100, D("666.67")),
    ]
    assert [(part.requested_date, part.site.name) for part in order.schedule] == [(WANTED, "Acme works")] * 2
    assert order.net_amount == D("1966.67")


def test_what_is_ordered_is_not_ordered_again(scene):
    with transaction():
        assert len(awards.unordered(scene.world.acme.id)[0].lines) == 2
        order = scene.draft()
        assert awards.unordered(scene.world.acme.id) == []
        with pytest.raises(RuleBroken, match="ordered or contracted"):
            scene.draft()
        orders.discard(order, actor=scene.buyer, now=scene.now)
        assert order.state is OrderState.CANCELLED
        again = scene.draft()
    assert again.freight == D(50)


def test_a_chosen_line_leaves_the_other_and_freight_comes_once(scene):
    with transaction():
        first, second = scene.award.lines
        one = drafts.from_award(scene.award, scene.world.alpha.id, [first], actor=scene.buyer, now=scene.now)
        rest = scene.draft()
        with pytest.raises(RuleBroken):
            drafts.from_award(scene.award, scene.world.alpha.id, [second], actor=scene.buyer, now=scene.now)
    assert (one.freight, rest.freight) == (D(50), D(0))
    assert [line.description for line in rest.lines] == ["Cover"]


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (lambda world: world.bolt.actor(Role.PROCUREMENT), Missing),
        (lambda world: world.alpha.actor(Role.SALES), NotAllowed),
        (lambda world: world.acme.actor(Role.GOODS_IN), NotAllowed),
    ],
)
def test_only_the_buyers_procurement_orders(scene, who, refusal):
    with transaction(), pytest.raises(refusal):
        drafts.from_award(scene.award, scene.world.alpha.id, actor=who(scene.world), now=scene.now)


def test_a_draft_is_edited_with_its_schedule(scene):
    with transaction():
        order = scene.draft()
        line = order.lines[0]
        parts = [Part(D(40), WANTED), Part(D(50), WANTED + timedelta(days=30))]
        orders.edit(
            order,
            terms(incoterm="FCA", over_tolerance=D(5), freight=D(10)),
            {line: parts},
            actor=scene.buyer,
            now=scene.now,
        )
    db.session.expire_all()
    assert order.date_basis is DateBasis.HANDOVER
    assert (line.quantity, line.amount) == (D(90), D("1125.00"))
    assert [(part.position, part.quantity) for part in line.schedule] == [(1, D(40)), (2, D(50))]


@pytest.mark.parametrize(
    ("values", "parts", "field"),
    [
        ({"over_tolerance": D(-1)}, None, "over_tolerance"),
        ({"under_tolerance": D(101)}, None, "under_tolerance"),
        ({"freight": D(-1)}, None, "freight"),
        ({"incoterm": "DAF"}, None, "incoterm"),
        ({"incoterm_place": " "}, None, "incoterm_place"),
        ({}, [D(60), D(41)], "quantity"),
        ({}, [D(0)], "quantity"),
        ({}, [], "quantity"),
    ],
)
def test_a_bad_edit_is_refused_at_its_field(scene, values, parts, field):
    with transaction():
        order = scene.draft()
        schedules = {} if parts is None else {order.lines[0]: [Part(one, WANTED) for one in parts]}
        with pytest.raises(RuleBroken) as refused:
            orders.edit(order, terms(**values), schedules, actor=scene.buyer, now=scene.now)
    assert refused.value.field == field


def test_issuing_numbers_the_order_and_shows_it_to_the_supplier(scene):
    alpha = scene.world.alpha.id
    with transaction():
        order = scene.draft()
        with pytest.raises(Missing):
            queries.order(alpha, order.public_id)
        orders.issue(order, actor=scene.buyer, now=scene.now)
    assert (order.number, order.state, order.revision) == ("PO-2026-0001", OrderState.ISSUED, 1)
    assert queries.order(alpha, order.public_id) is order
    assert [event.name for event in history.timeline(alpha, order)] == ["OrderIssued"]
    assert [event.name for event in history.timeline(scene.world.acme.id, order)] == [
        "OrderIssued",
        "OrderDrafted",
    ]
    for stranger in (scene.world.beta, scene.world.bolt):
        with pytest.raises(Missing):
            queries.order(stranger.id, order.public_id)
        assert list(db.session.scalars(queries.orders(stranger.id))) == []


def test_a_missing_certificate_blocks_the_issue_unless_a_reason_is_given(scene):
    with transaction():
        add(
            Requirement(
                buyer_id=scene.world.acme.id,
                scope=Scope.EVERYTHING,
                standard="ISO 9001",
                at_order=Gate.BLOCK,
                created_at=scene.now,
            )
        )
        order = scene.draft()
        with pytest.raises(RuleBroken, match="ISO 9001") as refused:
            orders.issue(order, actor=scene.buyer, now=scene.now)
        assert (refused.value.field, order.number) == ("override_reason", None)
        orders.issue(order, override_reason="Audit is booked", actor=scene.buyer, now=scene.now)
    assert order.override_reason == "Audit is booked"


def test_where_orders_need_approval_somebody_else_issues(scene):
    with transaction():
        acme = scene.world.acme
        set_policy(
            acme.organisation, "orders_need_approval", True, actor=acme.actor(Role.ADMIN), now=scene.now
        )
        both = acme.actor(Role.PROCUREMENT, Role.APPROVER)
        order = scene.draft()
        with pytest.raises(RuleBroken, match="needs approval"):
            orders.issue(order, actor=scene.buyer, now=scene.now)
        orders.request_approval(order, actor=both, now=scene.now)
        with pytest.raises(NotAllowed, match="Somebody else"):
            orders.issue(order, actor=both, now=scene.now)
        orders.return_to_draft(order, actor=scene.approver, now=scene.now)
        orders.request_approval(order, actor=scene.buyer, now=scene.now)
        orders.issue(order, actor=scene.approver, now=scene.now)
    assert order.state is OrderState.ISSUED


def test_an_order_of_others_is_not_there(scene):
    with transaction():
        order = scene.draft()
        with pytest.raises(Missing):
            orders.issue(order, actor=scene.world.bolt.actor(Role.PROCUREMENT), now=scene.now)


def test_calls_off_up_to_what_the_contract_has(scene):
    with transaction():
        contract = scene.contract_in_force()
        line = contract.lines[0]
        order = drafts.from_contract(
            contract,
            [CallOff(line, D(30), WANTED), CallOff(line, D(20), WANTED + timedelta(days=7))],
            actor=scene.buyer,
            now=scene.now,
        )
        assert (line.called_quantity, [part.quantity for part in order.schedule]) == (D(50), [D(30), D(20)])
        assert (order.lines[0].amount, order.contract_id) == (D("625.00"), contract.id)
        with pytest.raises(RuleBroken, match="50 pc left"):
            drafts.from_contract(contract, [CallOff(line, D(51), WANTED)], actor=scene.buyer, now=scene.now)
    with transaction():
        orders.edit(order, terms(), {order.lines[0]: [Part(D(70), WANTED)]}, actor=scene.buyer, now=scene.now)
        assert line.called_quantity == D(70)
        orders.discard(order, actor=scene.buyer, now=scene.now)
    assert line.called_quantity == D(0)


def test_the_database_holds_what_may_be_called_off(scene):
    def overrun():
        with transaction():
            contract = scene.contract_in_force()
            contract.lines[0].called_quantity = D(101)

    with pytest.raises(IntegrityError):
        overrun()


def test_a_contract_calls_off_in_its_term_only(scene):
    with transaction():
        contract = scene.contract_in_force()
        wish = [CallOff(contract.lines[0], D(1), WANTED)]
        late = scene.now + timedelta(days=366)
        with pytest.raises(RuleBroken, match="expired"):
            drafts.from_contract(contract, wish, actor=scene.buyer, now=late)
        with pytest.raises(RuleBroken, match="not begun"):
            drafts.from_contract(contract, wish, actor=scene.buyer, now=scene.now - timedelta(days=1))


def test_an_unanswered_order_is_cancelled_at_once(scene):
    with transaction():
        order = scene.issued()
        orders.cancel(order, "No need", actor=scene.buyer, now=scene.now)
    assert order.state is OrderState.CANCELLED
    assert {part.cancelled_for for part in order.schedule} == {Side.BUYER}
    names = [event.name for event in history.timeline(scene.world.alpha.id, order)]
    assert names == ["OrderCancelled", "CancellationAsked", "OrderIssued"]


def test_an_accepted_line_is_cancelled_with_the_suppliers_consent(scene):
    from portal.orders.service import responses
    from portal.orders.service.responses import Answer, Verdict

    with transaction():
        order = scene.issued()
        accepted, unanswered = order.schedule
        accept(order, scene, accepted)
        orders.cancel(order, "No need", actor=scene.buyer, now=scene.now)
        assert (accepted.state, unanswered.state) == (ScheduleState.AMENDED, ScheduleState.CANCELLED)
        assert order.state is OrderState.ACCEPTED
        no = [Answer(accepted, Verdict.REJECT, reason="Already made")]
        responses.answer(order, no, actor=scene.sales, now=scene.now)
        assert (accepted.state, order.state) == (ScheduleState.ACCEPTED, OrderState.ACCEPTED)
        orders.cancel(order, "Please", actor=scene.buyer, now=scene.now)
        responses.answer(order, [Answer(accepted, Verdict.ACCEPT)], actor=scene.sales, now=scene.now)
    assert order.state is OrderState.CANCELLED
    assert (accepted.cancelled_for, accepted.cancelled_at) == (Side.BUYER, scene.now)


def test_what_is_shipped_is_not_cancelled(scene):
    with transaction():
        order = scene.accepted()
        scene.announced(order, D(10))
        with pytest.raises(RuleBroken, match="shipped"):
            orders.cancel(order, "Too late", actor=scene.buyer, now=scene.now)
        with pytest.raises(RuleBroken, match="shipped"):
            changes.amend(
                order,
                [Amendment(order.schedule[0], cancels=True, reason="x")],
                actor=scene.buyer,
                now=scene.now,
            )


def test_an_order_with_open_lines_is_not_closed(scene):
    with transaction():
        order = scene.accepted()
        with pytest.raises(RuleBroken, match="Line 1"):
            orders.close(order, actor=scene.buyer, now=scene.now)
        with pytest.raises(WrongState):
            orders.edit(order, terms(), actor=scene.buyer, now=scene.now)


def test_numbers_run_per_year_of_the_buyers_place(scene):
    new_year = scene.now.replace(year=2026, month=12, day=31, hour=23, minute=30)
    with transaction():
        order = scene.draft()
        orders.issue(order, actor=scene.buyer, now=new_year)
    assert order.number == "PO-2027-0001"
    assert date(2026, 12, 31) == new_year.date()
