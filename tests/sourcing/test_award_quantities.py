"""However awards are proposed, approved, cancelled and refused: no line is ever given more than it asks for."""

from decimal import Decimal as D

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Refusal
from portal.models import metadata
from portal.sourcing.models import RfqLine
from portal.sourcing.queries import awards as queries
from portal.sourcing.queries import opened
from portal.sourcing.service import awards
from portal.sourcing.service.awards import Share
from portal.sourcing.workflow import AwardState
from tests.conftest import NOW
from tests.sourcing.bidding import submitted, tender
from tests.sourcing.test_opening import HOUR, opened_scene, procurement
from tests.world import build

QUANTITIES = st.integers(-1, 1100).map(D) | st.decimals("0.000001", "700", places=6)


class Awarding(RuleBasedStateMachine):
    """Two bidders, two lines, and a model that keeps the sums by hand."""

    @initialize()
    def open(self):
        with transaction():
            for table in reversed(metadata.sorted_tables):
                db.session.execute(table.delete())
        with transaction():
            self.world = build(NOW)
            self.scene = tender(self.world, NOW)
            submitted(self.scene, self.world.alpha, NOW + HOUR)
            submitted(self.scene, self.world.beta, NOW + HOUR)
        with transaction():
            opened_scene(self.scene, NOW)
        self.when = self.scene.deadline + HOUR
        self.standing = {}
        self.asked = {self.scene.screws.id: D(1000), self.scene.steel.id: D(500)}

    def given(self, line_id):
        return sum((part[line_id] for part in self.standing.values()), D(0))

    @rule(first=QUANTITIES, second=QUANTITIES, bidders=st.tuples(st.integers(0, 1), st.integers(0, 1)))
    def propose(self, first, second, bidders):
        rows = opened.opened_bids(self.world.acme.id, self.scene.rfq)
        lines = (self.scene.screws.id, self.scene.steel.id)
        wanted = dict(zip(lines, (first, second), strict=True))
        shares = [
            Share(next(one for one in rows[bidder].lines if one.rfq_line_id == line_id), wanted[line_id])
            for bidder, line_id in zip(bidders, lines, strict=True)
        ]
        fits = all(0 < wanted[key] <= self.asked[key] - self.given(key) for key in lines)
        try:
            with transaction():
                award = awards.propose(
                    self.scene.rfq, shares, "Best", actor=procurement(self.world), now=self.when
                )
            self.standing[award.public_id] = wanted
            assert fits
        except Refusal:
            assert not fits

    @rule(data=st.data())
    def cancel(self, data):
        if not self.standing:
            return
        public_id = data.draw(st.sampled_from(sorted(self.standing)))
        with transaction():
            award = queries.award(self.world.acme.id, public_id)
            awards.cancel(award, "Another way", actor=procurement(self.world), now=self.when)
        del self.standing[public_id]

    @rule(data=st.data())
    def approve(self, data):
        if not self.standing:
            return
        award = queries.award(self.world.acme.id, data.draw(st.sampled_from(sorted(self.standing))))
        if award.state is AwardState.PROPOSED:
            with transaction():
                awards.approve(award, actor=self.world.acme.actor(Role.APPROVER), now=self.when)

    @invariant()
    def the_database_says_what_the_model_says(self):
        if not hasattr(self, "asked"):
            return
        rows = db.session.execute(select(RfqLine.id, RfqLine.awarded_quantity)).all()
        assert {row.id: row.awarded_quantity for row in rows} == {key: self.given(key) for key in self.asked}
        assert all(0 <= row.awarded_quantity <= self.asked[row.id] for row in rows)


@pytest.mark.one_database
@pytest.mark.usefixtures("app")
def test_awards_never_exceed_what_was_asked():
    run_state_machine_as_test(
        Awarding,
        settings=settings(
            max_examples=12,
            stateful_step_count=10,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
