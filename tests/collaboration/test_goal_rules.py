"""Goals: what is refused, and how far one has come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.collaboration.rules import Direction, Goal, check_goal, periods_met, progress
from portal.errors import RuleBroken
from portal.measures.shares import Share

TODAY = date(2026, 3, 12)
RISE = Goal("On time in full", "%", D(80), D(95), Direction.RISE, date(2026, 12, 31))
FALL = Goal("Fewer rejected parts", "ppm", D(4000), D(500), Direction.FALL, date(2026, 12, 31))
HOLD = Goal("Stay on time", "%", None, D(95), Direction.HOLD_ABOVE, date(2026, 12, 31))


@pytest.mark.parametrize("goal", [RISE, FALL, HOLD, replace(RISE, due_on=date(2026, 3, 13))])
def test_a_goal_that_can_be_agreed(goal):
    check_goal(goal, TODAY)


@pytest.mark.parametrize(
    ("goal", "change", "field"),
    [
        (RISE, {"title": "  "}, "title"),
        (RISE, {"unit": " "}, "unit"),
        (HOLD, {"unit": ""}, "unit"),
        (RISE, {"due_on": TODAY}, "due_on"),
        (HOLD, {"due_on": date(2026, 3, 11)}, "due_on"),
        (RISE, {"baseline": None}, "baseline"),
        (RISE, {"target": D(80)}, "target"),
        (FALL, {"target": D("4000.0")}, "target"),
        (RISE, {"target": D(70)}, "target"),
        (FALL, {"target": D(5000)}, "target"),
    ],
)
def test_a_goal_that_nobody_could_measure_is_refused_at_its_field(goal, change, field):
    with pytest.raises(RuleBroken) as refused:
        check_goal(replace(goal, **change), TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("goal", "now", "done"),
    [
        (RISE, "80", "0"),
        (RISE, "86", "0.4"),
        (RISE, "95", "1"),
        (RISE, "99", "1"),
        (RISE, "70", "0"),
        (FALL, "4000", "0"),
        (FALL, "1200", "0.8"),
        (FALL, "500", "1"),
        (FALL, "0", "1"),
        (FALL, "9000", "0"),
        (replace(RISE, baseline=D(0), target=D(3)), "1", "0.3333333333"),
    ],
)
def test_progress_from_baseline_to_target(goal, now, done):
    assert progress(goal, D(now)) == D(done)


def test_without_a_figure_there_is_no_progress():
    assert progress(RISE, None) is None
    assert progress(HOLD, D(97)) is None


def test_a_goal_that_holds_counts_the_periods_it_was_met():
    figures = [D(96), D(95), None, D("94.9"), D(99)]
    assert periods_met(HOLD, figures) == Share(D(4), D(3))
    assert periods_met(replace(HOLD, direction=Direction.HOLD_BELOW), figures) == Share(D(4), D(2))
    assert periods_met(HOLD, [None]).rate is None
    assert periods_met(RISE, figures).rate is None


numbers = st.decimals(-(10**6), 10**6, places=3)


@given(numbers, numbers, numbers)
def test_progress_is_held_between_0_and_1(baseline, target, now):
    found = progress(replace(RISE, baseline=baseline, target=target), now)
    assert (found is None) == (baseline == target)
    assert found is None or 0 <= found <= 1
