"""Neighbouring acts of every stage at once, and what the harness would find."""

from threading import Barrier, current_thread, main_thread

import pytest
from sqlalchemy import update

from portal.collaboration.models import Goal
from portal.db import db, transaction
from portal.errors import WrongState
from tests.world import build
from trust.pairs import Stage, all_stages, pairs_of, record, run_pair
from trust.races import NOW, Ground
from trust.racing.people import goal_of


@pytest.fixture
def ground(app):
    with transaction():
        return Ground(build(NOW))


@pytest.mark.one_database
@pytest.mark.parametrize("name", all_stages())
def test_what_is_done_by_an_earlier_reading_ends_as_in_turn(app, ground, name):
    """Each act by what was read before one other; `make trust` tries each beside every other, and at once too."""
    make = all_stages()[name]
    acts = [first for first, second in pairs_of(make, ground) if first == second]
    assert len(acts) > 1
    beside = [(acts[at - 1], acts[at]) for at in range(1, len(acts), 2)]
    if len(acts) % 2:
        beside.append((acts[0], acts[-1]))
    found = [said for pair in beside for said in run_pair(app, name, make, pair, ground, 0)]
    assert not found, found


def test_a_lost_update_is_found(app, ground):
    def counted(ground):
        goal, both = goal_of(ground).id, Barrier(2)

        def more():
            seen = record(Goal, goal).target
            db.session.rollback()
            # In turn nobody else comes.
            if current_thread() is not main_thread():
                both.wait(30)
            db.session.execute(update(Goal).where(Goal.id == goal).values(target=seen + 1))

        return Stage(Goal, goal, {"count": more})

    found = run_pair(app, "a count", counted, ("count", "count"), ground, 1)
    assert found
    assert all("it does not hold after [True, True]" in said for said in found)


@pytest.mark.one_database
def test_what_is_decided_by_an_earlier_reading_is_found(app, ground):
    def taken(ground):
        goal = goal_of(ground).id

        def take():
            if record(Goal, goal).target != 2:
                raise WrongState("Too late.")
            db.session.execute(update(Goal).where(Goal.id == goal).values(target=3))

        return Stage(Goal, goal, {"take": take})

    found = run_pair(app, "a goal", taken, ("take", "take"), ground, 0)
    assert len(found) == 2
    assert all("by what was read before: it does not hold after [True, True]" in said for said in found)


def test_an_act_that_goes_through_in_no_order_is_told(app, ground):
    def refused(ground):
        def refuse():
            raise WrongState("Not now.")

        return Stage(Goal, goal_of(ground).id, {"refuse": refuse})

    (found,) = run_pair(app, "a goal", refused, ("refuse", "refuse"), ground, 1)
    assert "refuse does not go through" in found
