"""Any order of bidding, amending, extending and opening: what is opened is what counted when the deadline passed."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from portal import audit
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.models import OpenedBid, OpenedLine, Rfq
from portal.sourcing.queries import bids as queries
from portal.sourcing.queries import door
from portal.sourcing.service import addenda, publishing
from portal.sourcing.service import bids as service
from portal.sourcing.service.opening import open_bids
from portal.sourcing.workflow import RfqState
from tests.lives import went
from tests.sourcing.bidding import DEADLINE_IN, seller, tender

MILLISECOND = timedelta(milliseconds=1)
suppliers = st.sampled_from(["alpha", "beta"])
prices = st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100)


class BidLife(RuleBasedStateMachine):
    """One RFQ and two bidders, beside a model of what each has written, sent and answered."""

    def __init__(self, world, now) -> None:
        super().__init__()
        self.world, self.at = world, now
        self.written = dict.fromkeys(("alpha", "beta"))
        self.fresh = {"alpha": False, "beta": False}
        # What was sent: the price, and the addendum that it answers.
        self.sent = {}
        self.material = self.latest = 0
        self.over = False
        self.buyer = world.acme.actor(Role.PROCUREMENT)

    number = 0

    @initialize()
    def publish(self) -> None:
        BidLife.number += 1
        with transaction(), db.session.no_autoflush:
            self.scene = tender(self.world, self.at, BidLife.number)
            self.rfq_id = self.scene.rfq.id
        self.deadline = self.at + DEADLINE_IN

    @property
    def rfq(self) -> Rfq:
        return db.session.get_one(Rfq, self.rfq_id)

    @property
    def is_open(self) -> bool:
        return not self.over and self.at < self.deadline

    def bid(self, name):
        return queries.bid_for(getattr(self.world, name).id, self.rfq.current_round.id)

    @rule(step=st.sampled_from([timedelta(hours=1), timedelta(days=2), timedelta(days=6)]))
    def wait(self, step) -> None:
        self.at += step

    @rule(step=st.sampled_from([-MILLISECOND, timedelta(0)]))
    def wait_for_the_deadline(self, step) -> None:
        self.at = max(self.at, self.deadline + step)

    @rule(name=suppliers, price=prices)
    def write(self, name, price) -> None:
        supplier = getattr(self.world, name)
        actor, content = seller(supplier), self.scene.content(str(price))

        def save() -> None:
            bid = service.start(self.scene.invitation(supplier), actor=actor, now=self.at)
            service.save(bid, content, actor=actor, now=self.at)

        if went(save):
            assert self.is_open or self.written[name] is not None, "a bid is begun in time"
            self.written[name], self.fresh[name] = price, True
        else:
            assert not self.is_open

    @rule(name=suppliers, looked=st.sampled_from([True, True, True, False]))
    def submit(self, name, looked) -> None:
        """Who has not looked answers the RFQ as it was first published."""
        if self.written[name] is None:
            return
        answers, actor = self.latest if looked else 0, seller(getattr(self.world, name))
        sent = went(lambda: service.submit(self.bid(name), addendum=answers, actor=actor, now=self.at))
        if sent:
            assert self.is_open
            assert answers >= self.material
            self.sent[name], self.fresh[name] = (self.written[name], answers), False
        else:
            assert not (self.is_open and self.fresh[name] and answers >= self.material)

    @rule(name=suppliers)
    def confirm(self, name) -> None:
        if self.written[name] is None:
            return
        actor = seller(getattr(self.world, name))
        returned = name in self.sent and self.sent[name][1] < self.material
        sent = went(lambda: service.confirm(self.bid(name), addendum=self.latest, actor=actor, now=self.at))
        assert sent is (self.is_open and returned)
        if sent:
            self.sent[name], self.fresh[name] = (self.sent[name][0], self.latest), False
            self.written[name] = self.sent[name][0]

    @rule(name=suppliers)
    def withdraw(self, name) -> None:
        if self.written[name] is None:
            return
        actor = seller(getattr(self.world, name))
        gone = went(lambda: service.withdraw(self.bid(name), actor=actor, now=self.at))
        assert gone is (self.is_open and name in self.sent)
        if gone:
            del self.sent[name]

    @rule(material=st.booleans())
    def amend(self, material) -> None:
        draft = addenda.AddendumDraft(
            "The coating changes.", material, payment_terms=f"{self.latest} days", no_extension_reason="Small"
        )
        if went(lambda: addenda.publish_addendum(self.rfq, draft, actor=self.buyer, now=self.at)):
            assert self.is_open
            self.latest += 1
            self.material = self.latest if material else self.material
        else:
            assert not self.is_open

    @rule(days=st.integers(-1, 5))
    def extend(self, days) -> None:
        later = self.deadline + timedelta(days=days)
        moved = went(
            lambda: publishing.move_deadline(self.rfq, later, "Holidays", actor=self.buyer, now=self.at)
        )
        assert moved is (self.is_open and days > 0)
        if moved:
            self.deadline, self.latest = later, self.latest + 1

    @rule()
    def open(self) -> None:
        opened = went(lambda: open_bids(self.rfq, actor=self.buyer, now=self.at))
        assert opened is (not self.over and self.at >= self.deadline)
        self.over = self.over or opened

    @invariant()
    def only_what_counted_is_opened(self) -> None:
        if not hasattr(self, "rfq_id"):
            return
        first = self.scene.screws.id
        rows = db.session.execute(
            select(OpenedBid.supplier_id, OpenedLine.price)
            .join(OpenedLine, OpenedLine.opened_bid_id == OpenedBid.id)
            .where(OpenedLine.rfq_line_id == first)
        ).all()
        counted = {
            getattr(self.world, name).id: price
            for name, (price, answers) in self.sent.items()
            if answers >= self.material
        }
        assert {row.supplier_id: row.price for row in rows} == (counted if self.over else {})
        assert (self.rfq.state is RfqState.OPENED) is self.over

    @invariant()
    def each_reads_what_it_wrote(self) -> None:
        for name, price in self.written.items():
            if price is not None:
                bid = self.bid(name)
                assert door.read_own(bid.supplier_id, bid.latest).lines[0].price == price


@pytest.mark.one_database("sqlite")
def test_the_life_of_an_rfq_and_its_bids(world, now):
    run_state_machine_as_test(
        lambda: BidLife(world, now),
        settings=settings(max_examples=12, stateful_step_count=25, suppress_health_check=list(HealthCheck)),
    )
    assert list(audit.verify()) == []
