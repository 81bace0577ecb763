"""Any order of verbs, right or refused, leaves an order whose sums, dates, amounts and state agree."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select

from portal import audit
from portal.accounts.roles import Side
from portal.db import db, transaction
from portal.documents.models import Document
from portal.money import line_amount, round_to
from portal.orders.models import Contract, GoodsReceipt, PurchaseOrder, ShipNotice
from portal.orders.rules.deliveries import most_receivable
from portal.orders.rules.responses import settled
from portal.orders.service import changes, drafts, orders, receipts, responses, shipments
from portal.orders.service.changes import Amendment, Decision
from portal.orders.service.drafts import CallOff
from portal.orders.service.receipts import Received
from portal.orders.service.responses import Answer, Verdict
from portal.orders.service.shipments import Shipment, Shipped
from portal.orders.workflow import ChangeState, OrderState, ReceiptState, ScheduleState, ShipNoticeState
from tests.lives import went
from tests.orders.scene import WANTED, Scene

SETTLED = {
    "settle_open": OrderState.ISSUED,
    "settle_accepted": OrderState.ACCEPTED,
    "settle_changed": OrderState.ACCEPTED_WITH_CHANGES,
    "settle_rejected": OrderState.REJECTED,
    "settle_cancelled": OrderState.CANCELLED,
}
ON_THE_WAY = (ShipNoticeState.ANNOUNCED, ShipNoticeState.DELIVERED)
OPEN, ACCEPTED, NOT_ACCEPTED = ScheduleState.OPEN, ScheduleState.ACCEPTED, ScheduleState.NOT_ACCEPTED
CHANGED, AMENDED, CANCELLED = ScheduleState.CHANGED, ScheduleState.AMENDED, ScheduleState.CANCELLED

fractions = st.sampled_from([D("0.25"), D("0.5"), D(1), D("1.05"), D("1.06")])
# Now and then a day that has passed, a quantity that is under way already, or a price below zero.
wishes = st.one_of(
    st.fixed_dictionaries({"quantity": st.sampled_from([D(0), D(10), D(40), D("60.5"), D(999)])}),
    st.fixed_dictionaries({"day": st.integers(-95, 60).map(lambda days: WANTED + timedelta(days=days))}),
    st.fixed_dictionaries({"price": st.sampled_from([D(-1), D(0), D("12.345678")])}),
    st.fixed_dictionaries({"quantity": st.just(D(35)), "day": st.just(WANTED + timedelta(days=3))}),
    st.just({}),
)
reasons = st.sampled_from(["Machine down", "Cut", "No need", ""])
seldom = st.sampled_from([False, False, False, True])


def named(wish):
    """A wish in the words of an answer."""
    return {f"new_{'date' if key == 'day' else key}": value for key, value in wish.items()}


def when(*states: ScheduleState):
    """A rule that is tried only while a schedule line is in one of the states."""
    return precondition(lambda life: bool(life.order_id and life.in_states(*states)))


class Life(RuleBasedStateMachine):
    """One order of two lines, one of them in two parts, and everything that anybody may do about it."""

    scene: Scene
    contract_id: int
    tolerance = D(5)

    def __init__(self) -> None:
        super().__init__()
        self.order_id = 0
        self.shipments = 0

    @property
    def order(self):
        return db.session.get_one(PurchaseOrder, self.order_id)

    @initialize()
    def issue(self) -> None:
        scene = self.scene
        with transaction():
            contract = db.session.get_one(Contract, self.contract_id)
            first, second = contract.lines
            wishes = [
                CallOff(first, D(40), WANTED),
                CallOff(first, D(60), WANTED + timedelta(days=30)),
                CallOff(second, D(20), WANTED),
            ]
            self.called = [line.called_quantity for line in contract.lines]
            order = drafts.from_contract(contract, wishes, actor=scene.buyer, now=scene.now)
            order.over_tolerance = self.tolerance
            orders.issue(order, actor=scene.buyer, now=scene.now)
            self.order_id = order.id

    def in_states(self, *states: ScheduleState):
        return [part for part in self.order.schedule if part.state in states]

    def pick(self, data, *states: ScheduleState):
        """A schedule line in one of the states if there is one, else any: what does not fit is refused."""
        return data.draw(st.sampled_from(self.in_states(*states) or self.order.schedule))

    def say(self, *answers: Answer) -> None:
        said = list(answers)
        went(lambda: responses.answer(self.order, said, actor=self.scene.sales, now=self.scene.now))

    @when(OPEN, AMENDED)
    @rule(data=st.data(), verdict=st.sampled_from(Verdict), wish=wishes, cancels=seldom, reason=reasons)
    def answer(self, data, verdict, wish, cancels, reason) -> None:
        part = self.pick(data, OPEN, AMENDED)
        self.say(Answer(part, verdict, **named(wish), cancels=cancels, reason=reason))

    @when(OPEN)
    @rule()
    def accept_all(self) -> None:
        self.say(*(Answer(part, Verdict.ACCEPT) for part in self.in_states(OPEN)))

    @when(ACCEPTED)
    @rule(data=st.data(), wish=wishes, cancels=seldom, reason=reasons)
    def propose(self, data, wish, cancels, reason) -> None:
        part = self.pick(data, ACCEPTED)
        self.say(Answer(part, Verdict.PROPOSE, **named(wish), cancels=cancels, reason=reason))

    @when(CHANGED)
    @rule(data=st.data())
    def withdraw(self, data) -> None:
        part = self.pick(data, CHANGED)
        went(lambda: responses.withdraw(part, actor=self.scene.sales, now=self.scene.now))

    @when(CHANGED)
    @rule(data=st.data(), take=st.booleans(), waive=st.booleans(), reason=reasons)
    def decide(self, data, take, waive, reason) -> None:
        said = [Decision(self.pick(data, CHANGED), take, waive, reason)]
        went(lambda: changes.decide(self.order, said, actor=self.scene.buyer, now=self.scene.now))

    @when(ACCEPTED, OPEN, NOT_ACCEPTED)
    @rule(data=st.data(), wish=wishes, cancels=seldom, reason=reasons)
    def amend(self, data, wish, cancels, reason) -> None:
        part = self.pick(data, ACCEPTED, OPEN, NOT_ACCEPTED)
        said = [Amendment(part, **wish, cancels=cancels, reason=reason)]
        went(lambda: changes.amend(self.order, said, actor=self.scene.buyer, now=self.scene.now))

    @when(AMENDED)
    @rule(data=st.data())
    def retract(self, data) -> None:
        part = self.pick(data, AMENDED)
        went(lambda: changes.retract(part, actor=self.scene.buyer, now=self.scene.now))

    @rule(really=seldom, close=st.booleans())
    def end(self, really, close) -> None:
        if really and close:
            went(lambda: orders.close(self.order, actor=self.scene.buyer, now=self.scene.now))
        elif really:
            went(lambda: orders.cancel(self.order, "No need", actor=self.scene.buyer, now=self.scene.now))

    @when(ACCEPTED, CHANGED, AMENDED)
    @rule(data=st.data(), fraction=fractions)
    def ship(self, data, fraction) -> None:
        part = self.pick(data, ACCEPTED, CHANGED, AMENDED)
        self.shipments += 1
        today = self.scene.now.date()
        said = Shipment(f"LS-{self.shipments}", today, today)
        lines = [Shipped(part, round_to((part.quantity - part.shipped_quantity) * fraction, 6))]
        actor = self.scene.logistics
        went(lambda: shipments.announce(self.order, said, lines, actor=actor, now=self.scene.now))

    def notices(self) -> list[ShipNotice]:
        rows = select(ShipNotice).where(ShipNotice.order_id == self.order_id)
        return list(db.session.scalars(rows.order_by(ShipNotice.id.desc())))

    @rule(really=seldom)
    def cancel_shipment(self, really) -> None:
        for notice in self.notices()[:really]:
            went(lambda one=notice: shipments.cancel(one, actor=self.scene.logistics, now=self.scene.now))

    @rule(
        data=st.data(),
        fraction=fractions,
        rejected=st.sampled_from([D(0), D(0), D(1), D(50)]),
        announced=st.booleans(),
    )
    def receive(self, data, fraction, rejected, announced) -> None:
        coming = [notice for notice in self.notices() if notice.state in ON_THE_WAY]
        notice = coming[0] if announced and coming else None
        part = notice.lines[0].schedule_line if notice else self.pick(data, ACCEPTED, OPEN)
        line = Received(
            part,
            round_to((part.quantity - part.received_quantity) * fraction, 6),
            rejected,
            "Bent" if rejected else "",
        )
        day, actor, now = self.scene.now.date(), self.scene.goods_in, self.scene.now
        went(lambda: receipts.receive(self.order, day, [line], notice=notice, actor=actor, now=now))

    def receipts(self) -> list[GoodsReceipt]:
        rows = (
            select(GoodsReceipt)
            .where(GoodsReceipt.order_id == self.order_id)
            .order_by(GoodsReceipt.id.desc())
        )
        return list(db.session.scalars(rows))

    @rule(reason=reasons, really=st.booleans())
    def reverse(self, reason, really) -> None:
        standing = [one for one in self.receipts() if one.reverses is None and one.reversed_by is None]
        for receipt in standing[:really]:
            went(
                lambda one=receipt: receipts.reverse(
                    one, reason, actor=self.scene.goods_in, now=self.scene.now
                )
            )

    @invariant()
    def running_sums_are_what_was_shipped_and_received(self) -> None:
        if not self.order_id:
            return
        db.session.rollback()
        db.session.expire_all()
        on_the_way = [line for one in self.notices() if one.state in ON_THE_WAY for line in one.lines]
        arrived = [
            line for one in self.receipts() for line in one.lines if line.state is not ReceiptState.REVERSED
        ]
        for part in self.order.schedule:
            here = [line for line in arrived if line.schedule_line_id == part.id]
            received = sum((line.received for line in here), D(0))
            coming = sum((line.quantity for line in on_the_way if line.schedule_line_id == part.id), D(0))
            assert part.received_quantity == received
            assert part.rejected_quantity == sum((line.rejected for line in here), D(0))
            assert part.shipped_quantity == received + coming
            assert received <= most_receivable(part.quantity, self.tolerance)

    @invariant()
    def lines_say_what_both_sides_have_said(self) -> None:
        if not self.order_id:
            return
        for part in self.order.schedule:
            waiting = [change for change in part.changes if change.state is ChangeState.PROPOSED]
            assert len(waiting) == (1 if part.state in (CHANGED, AMENDED) else 0)
            if part.state is AMENDED:
                assert waiting[0].side is Side.BUYER
            if part.state in (OPEN, NOT_ACCEPTED):
                assert (part.agreed_date, part.revised_date) == (None, None)
            if part.state is ACCEPTED:
                assert part.agreed_date is not None
            if part.state is CANCELLED:
                assert (part.shipped_quantity, part.received_quantity) == (D(0), D(0))
            assert (part.cancelled_for is not None) == (part.state is CANCELLED)

    @invariant()
    def amounts_and_call_offs_follow_the_quantities(self) -> None:
        if not self.order_id:
            return
        for line, called_before in zip(self.order.lines, self.called, strict=True):
            live = [part.quantity for part in line.schedule if part.state is not CANCELLED]
            if live:
                assert line.quantity == sum(live)
            assert line.amount == line_amount(line.quantity, line.price, line.price_per, "EUR")
            assert line.contract_line.called_quantity == called_before + sum(live)

    @invariant()
    def the_orders_state_follows_and_each_revision_has_its_document(self) -> None:
        if not self.order_id:
            return
        order = self.order
        if order.state is not OrderState.CLOSED:
            assert order.state is SETTLED[settled(order)]
        made = select(func.count()).where(Document.kind == "purchase_order", Document.subject_id == order.id)
        assert db.session.scalar(made) == order.revision


@pytest.mark.one_database("sqlite")
def test_the_life_of_an_order(scene):
    with transaction():
        contract = scene.contract_in_force()
        for line in contract.lines:
            line.quantity = None
    Life.scene, Life.contract_id = scene, contract.id
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
    assert list(audit.verify()) == []
