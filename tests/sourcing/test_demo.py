"""The demo's RFQs stand in every state, on whatever day the demo is made."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import audit
from portal.cli.demo import fill
from portal.sourcing import rules
from portal.sourcing.queries import awards, opened
from portal.sourcing.workflow import AwardState, RfqState


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize(
    "moment",
    [
        # Clocks change in Berlin, and it is leap day elsewhere.
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
)
def test_the_demo_has_an_rfq_in_every_state(app, moment):
    world = fill(moment)
    rfq = {
        name: world.made[f"rfq:{name}"]
        for name in ("draft", "waiting", "open", "closed", "opened", "awarded")
    }
    assert {name: one.state for name, one in rfq.items()} == {
        "draft": RfqState.DRAFT,
        "waiting": RfqState.AWAITING_APPROVAL,
        "open": RfqState.PUBLISHED,
        "closed": RfqState.PUBLISHED,
        "opened": RfqState.OPENED,
        "awarded": RfqState.AWARDED,
    }
    assert rules.is_closed(rfq["closed"].deadline, moment)
    assert not rules.is_closed(rfq["open"].deadline, moment + timedelta(days=5))
    assert len(opened.opened_bids(rfq["opened"].buyer_id, rfq["opened"])) == 3
    columns = opened.comparison(rfq["opened"].buyer_id, rfq["opened"])
    assert sorted(column.gaps for column in columns) == [0, 0, 1]
    (award,) = awards.awards(rfq["awarded"].buyer_id, rfq["awarded"])
    assert award.state is AwardState.PUBLISHED
    assert [question.answered_at is None for question in rfq["open"].questions] == [False, True]
    assert list(audit.verify()) == []
