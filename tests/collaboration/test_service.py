"""From the proposal to the last value, on both databases, and invisible to everybody else."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.roles import Role
from portal.collaboration import queries, service
from portal.collaboration.models import GoalValue
from portal.collaboration.rules.course import Standing
from portal.collaboration.workflow import GOAL, GoalState
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.notices.models import Notice
from portal.partnerships.workflow import PartnershipState
from tests.collaboration.conftest import partner, propose


def told(organisation):
    rows = db.session.scalars(select(Notice).where(Notice.organisation_id == organisation.id))
    return {(row.kind, row.endpoint) for row in rows}


def events(reader, goal):
    return [event.name for event in history.timeline(reader.id, goal)]


def test_from_the_proposal_to_the_last_value(world, partnership, buyer, supplier, now):
    with transaction():
        goal = propose(partnership, supplier, now)
    with transaction():
        service.agree(goal, actor=buyer, now=now)
    with transaction():
        service.measure(goal, now.date(), D(800), actor=supplier, now=now)
        later = now + timedelta(days=50)
        service.measure(goal, later.date(), D("300.5"), actor=buyer, now=later)
    with transaction():
        service.close(goal, actor=buyer, now=now + timedelta(days=101))
    found = queries.goal(world.alpha.id, goal.public_id)
    assert (found.state, [row.value for row in found.values]) == (GoalState.CLOSED, [D(800), D("300.5")])
    told_both_sides = ["GoalClosed", "GoalMeasured", "GoalMeasured", "GoalAgreed", "GoalProposed"]
    assert events(world.acme, goal) == events(world.alpha, goal) == told_both_sides
    assert told(world.acme) == {("goal_proposed", "buyer.goal"), ("goal_measured", "buyer.goal")}
    kinds = {"goal_agreed", "goal_measured", "goal_closed"}
    assert told(world.alpha) == {(kind, "supplier.goal") for kind in kinds}


def test_the_side_that_proposed_does_not_answer(proposed, buyer, supplier, now):
    for actor, offered in ((buyer, ["withdraw"]), (supplier, ["agree", "decline"])):
        assert [row.action for row in GOAL.actions_for(proposed, actor, now)] == offered
    with pytest.raises(WrongState), transaction():
        service.agree(proposed, actor=buyer, now=now)
    with pytest.raises(WrongState), transaction():
        service.decline(proposed, "No.", actor=buyer, now=now)
    with pytest.raises(WrongState), transaction():
        service.withdraw(proposed, actor=supplier, now=now)
    with transaction():
        service.withdraw(proposed, actor=buyer, now=now)
    assert proposed.state is GoalState.WITHDRAWN


def test_declining_needs_a_reason(world, proposed, supplier, now):
    with pytest.raises(RuleBroken) as refused, transaction():
        service.decline(proposed, "  ", actor=supplier, now=now)
    assert refused.value.field == "reason"
    with transaction():
        service.decline(proposed, " Our line cannot do that. ", actor=supplier, now=now)
    assert (proposed.state, proposed.decline_reason) == (GoalState.DECLINED, "Our line cannot do that.")
    assert told(world.acme) == {("goal_declined", "buyer.goal")}


def test_a_goal_whose_date_has_passed_at_the_buyer_is_not_agreed(world, proposed, supplier, now):
    last_hour = datetime(2026, 6, 10, 21, 30, tzinfo=UTC)
    assert proposed.due_on == date(2026, 6, 10)
    assert GOAL.allows(proposed, "agree", supplier, last_hour)
    with pytest.raises(RuleBroken), transaction():
        service.agree(proposed, actor=supplier, now=last_hour + timedelta(hours=1))


def test_only_who_makes_goals_in_a_partnership_in_force_proposes(world, partnership, now):
    with pytest.raises(NotAllowed), transaction():
        propose(partnership, world.acme.actor(Role.GOODS_IN), now)
    with pytest.raises(Missing), transaction():
        propose(partnership, world.bolt.actor(Role.PROCUREMENT), now)
    with transaction():
        ended = partner(world.acme, world.beta, now, state=PartnershipState.ENDED)
    with pytest.raises(RuleBroken) as refused, transaction():
        propose(ended, world.acme.actor(Role.PROCUREMENT), now)
    assert refused.value.field == "partnership"
    with pytest.raises(RuleBroken) as refused, transaction():
        propose(partnership, world.acme.actor(Role.PROCUREMENT), now, target=D(900))
    assert refused.value.field == "target"


def test_a_day_has_one_value_and_the_correction_keeps_both_events(world, goal, buyer, supplier, now):
    with transaction():
        service.measure(goal, now.date(), D("700.50"), actor=supplier, now=now)
    with transaction():
        again = queries.goal(world.acme.id, goal.public_id)
        service.measure(again, now.date(), D(710), actor=buyer, now=now)
    assert db.session.scalars(select(GoalValue.value)).all() == [D(710)]
    corrected, measured, *_rest = history.timeline(world.alpha.id, goal)
    assert (measured.name, measured.facts["value"]) == ("GoalMeasured", "700.5")
    facts = {"value": "710", "before": "700.5", "measured_on": "2026-03-02"}
    assert (corrected.name, facts.items() <= corrected.facts.items()) == ("GoalValueCorrected", True)


def test_a_value_needs_a_day_that_has_come_where_it_is_recorded(world, goal, supplier, now):
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    tomorrow = date(2026, 3, 3)
    with pytest.raises(RuleBroken) as refused, transaction():
        service.measure(goal, tomorrow, D(1), actor=supplier, now=now)
    assert refused.value.field == "measured_on"
    with transaction():
        service.measure(goal, tomorrow, D(1), actor=supplier, now=late)
    with pytest.raises(RuleBroken) as refused, transaction():
        service.measure(goal, tomorrow, D(-1), actor=supplier, now=late)
    assert refused.value.field == "value"


def test_a_goal_takes_values_only_while_it_is_agreed(partnership, proposed, buyer, supplier, now):
    with pytest.raises(WrongState), transaction():
        service.measure(proposed, now.date(), D(1), actor=buyer, now=now)
    with transaction():
        service.agree(proposed, actor=supplier, now=now)
        service.close(proposed, actor=supplier, now=now)
    with pytest.raises(WrongState), transaction():
        service.measure(proposed, now.date(), D(1), actor=buyer, now=now)


def test_nobody_else_sees_a_goal(world, goal, now):
    for reader in (world.acme, world.alpha):
        assert db.session.scalars(queries.goals(reader.id)).unique().all() == [goal]
        assert queries.goal(reader.id, goal.public_id) is goal
    for reader in (world.bolt, world.beta, world.gamma):
        assert db.session.scalars(queries.goals(reader.id)).unique().all() == []
        assert events(reader, goal) == []
        with pytest.raises(Missing):
            queries.goal(reader.id, goal.public_id)


def test_lists_tell_partners_and_what_waits_apart(world, partnership, proposed, buyer, now):
    with transaction():
        other = partner(world.acme, world.beta, now)
        elsewhere = propose(other, world.beta.actor(Role.SALES), now)
    chosen = queries.goals(world.acme.id, partnership.public_id)
    assert db.session.scalars(chosen).unique().all() == [proposed]
    assert db.session.scalars(queries.awaiting(world.acme.id)).unique().all() == [elsewhere]
    assert db.session.scalars(queries.awaiting(world.alpha.id)).unique().all() == [proposed]
    assert queries.partnerships(world.beta.id) == [other]


def test_a_scorecard_reads_the_goals_that_ran_in_its_period(world, partnership, goal, supplier, buyer, now):
    with transaction():
        propose(partnership, buyer, now, title="Never answered")
        service.measure(goal, now.date(), D(500), actor=supplier, now=now)
        in_may = datetime(2026, 5, 2, 9, 0, tzinfo=UTC)
        service.measure(goal, in_may.date(), D(50), actor=supplier, now=in_may)
    acme, alpha = world.acme.id, world.alpha.id
    assert queries.kept(acme, [alpha]) == [goal]
    assert queries.kept(world.bolt.id, [alpha]) == queries.kept(acme, [world.beta.id]) == []
    in_march, whole = queries.course_of(goal, date(2026, 3, 31)), queries.course_of(goal, date(2026, 12, 31))
    assert (in_march.standing, in_march.progress, len(in_march.rows)) == (Standing.ON_COURSE, D("0.5"), 1)
    assert (whole.standing, len(whole.rows)) == (Standing.MET, 2)
    assert queries.ran(goal, date(2026, 3, 31), date(2026, 3, 1))
    assert queries.ran(goal, date(2026, 12, 31), None)
    assert not queries.ran(goal, date(2026, 3, 1), None)
    assert not queries.ran(goal, date(2026, 7, 31), date(2026, 7, 1))
