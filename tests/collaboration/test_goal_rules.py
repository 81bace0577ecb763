"""Goals: what is refused, and how far one has come."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.collaboration.rules.course import Figure, Standing, course, expected, periods_met, progress
from portal.collaboration.rules.terms import Direction, Terms, check_day, check_terms, check_value
from portal.errors import RuleBroken
from portal.measures.shares import Share

TODAY = date(2026, 3, 12)
RISE = Terms("On time in full", "%", D(80), D(95), Direction.UP, date(2026, 12, 31))
FALL = Terms("Fewer rejected parts", "ppm", D(4000), D(500), Direction.DOWN, date(2026, 12, 31))
HOLD = Terms("Stay on time", "%", None, D(95), Direction.HOLD_ABOVE, date(2026, 12, 31))


@pytest.mark.parametrize(
    "terms", [RISE, FALL, HOLD, replace(HOLD, baseline=D(97)), replace(RISE, due_on=date(2026, 3, 13))]
)
def test_a_goal_that_can_be_agreed(terms):
    check_terms(terms, TODAY)


@pytest.mark.parametrize(
    ("terms", "change", "field"),
    [
        (RISE, {"title": "  "}, "title"),
        (RISE, {"unit": " "}, "unit"),
        (HOLD, {"unit": ""}, "unit"),
        (RISE, {"due_on": TODAY}, "due_on"),
        (HOLD, {"due_on": date(2026, 3, 11)}, "due_on"),
        (RISE, {"baseline": None}, "baseline"),
        (RISE, {"baseline": D(-1)}, "baseline"),
        (HOLD, {"baseline": D(-1)}, "baseline"),
        (HOLD, {"target": D("-0.1")}, "target"),
        (RISE, {"target": D(80)}, "target"),
        (FALL, {"target": D("4000.0")}, "target"),
        (RISE, {"target": D(70)}, "target"),
        (FALL, {"target": D(5000)}, "target"),
    ],
)
def test_a_goal_that_nobody_could_measure_is_refused_at_its_field(terms, change, field):
    with pytest.raises(RuleBroken) as refused:
        check_terms(replace(terms, **change), TODAY)
    assert refused.value.field == field


def test_a_value_is_of_a_day_that_has_come_and_not_negative():
    check_day(TODAY, TODAY)
    check_value(D(0), "value")
    with pytest.raises(RuleBroken) as refused:
        check_day(date(2026, 3, 13), TODAY)
    assert refused.value.field == "measured_on"
    with pytest.raises(RuleBroken) as refused:
        check_value(D("-0.000001"), "value")
    assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("terms", "now", "done"),
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
def test_progress_from_baseline_to_target(terms, now, done):
    assert progress(terms, D(now)) == D(done)


def test_without_a_figure_there_is_no_progress():
    assert progress(RISE, None) is None
    assert progress(HOLD, D(97)) is None


def test_a_goal_that_holds_counts_the_periods_it_was_met():
    figures = [D(96), D(95), None, D("94.9"), D(99)]
    assert periods_met(HOLD, figures) == Share(D(4), D(3))
    assert periods_met(replace(HOLD, direction=Direction.HOLD_BELOW), figures) == Share(D(4), D(2))
    assert periods_met(HOLD, [None]).rate is None
    assert periods_met(RISE, figures).rate is None


@pytest.mark.parametrize(
    ("agreed_on", "day", "asked"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), "0"),
        (date(2026, 1, 1), date(2025, 12, 1), "0"),
        (date(2026, 12, 21), date(2026, 12, 24), "0.3"),
        (date(2026, 1, 1), date(2026, 12, 31), "1"),
        (date(2026, 12, 31), date(2026, 12, 31), "1"),
    ],
)
def test_what_a_day_asks_for_lies_on_the_straight_line(agreed_on, day, asked):
    assert expected(RISE, agreed_on, day) == D(asked)


AGREED, HALFWAY, DUE, AFTER = date(2026, 1, 1), date(2026, 7, 2), RISE.due_on, date(2027, 1, 1)


def stands(terms, figures, on, closed_on=None):
    return course(
        terms,
        [Figure(day, D(value)) for day, value in figures],
        agreed_on=AGREED,
        closed_on=closed_on,
        on=on,
    )


@pytest.mark.parametrize(
    ("terms", "figures", "on", "closed_on", "standing"),
    [
        (RISE, [], HALFWAY, None, Standing.NO_DATA),
        (RISE, [], AFTER, None, Standing.NO_DATA),
        (RISE, [], HALFWAY, HALFWAY, Standing.ENDED),
        (RISE, [(HALFWAY, "87.5")], HALFWAY, None, Standing.ON_COURSE),
        (RISE, [(HALFWAY, "87.49")], HALFWAY, None, Standing.BEHIND),
        (FALL, [(HALFWAY, "2250")], HALFWAY, None, Standing.ON_COURSE),
        (FALL, [(HALFWAY, "2251")], HALFWAY, None, Standing.BEHIND),
        (RISE, [(HALFWAY, "95")], HALFWAY, None, Standing.MET),
        (RISE, [(HALFWAY, "94.9999999")], AFTER, None, Standing.MISSED),
        (RISE, [(AGREED, "95"), (HALFWAY, "90")], HALFWAY, None, Standing.ON_COURSE),
        (RISE, [(HALFWAY, "90")], DUE, None, Standing.ON_COURSE),
        (RISE, [(HALFWAY, "90")], AFTER, None, Standing.MISSED),
        (RISE, [(DUE, "95")], AFTER, None, Standing.MET),
        (RISE, [(HALFWAY, "90"), (AFTER, "99")], AFTER, None, Standing.MISSED),
        (RISE, [(HALFWAY, "90")], AFTER, HALFWAY, Standing.ENDED),
        (RISE, [(HALFWAY, "96")], AFTER, HALFWAY, Standing.MET),
        (RISE, [(DUE, "90")], DUE, DUE, Standing.MISSED),
        (HOLD, [(HALFWAY, "95")], HALFWAY, None, Standing.ON_COURSE),
        (HOLD, [(AGREED, "94"), (HALFWAY, "95")], HALFWAY, None, Standing.BEHIND),
        (HOLD, [(HALFWAY, "95")], AFTER, None, Standing.MET),
        (HOLD, [(AGREED, "94"), (HALFWAY, "95")], AFTER, None, Standing.MISSED),
        (HOLD, [(AGREED, "96")], HALFWAY, HALFWAY, Standing.ENDED),
    ],
)
def test_how_a_goal_stands(terms, figures, on, closed_on, standing):
    assert stands(terms, figures, on, closed_on).standing is standing


def test_a_course_shows_the_figures_it_was_made_of():
    found = stands(RISE, [(HALFWAY, "86"), (AGREED, "81"), (DUE, "99")], HALFWAY)
    assert found.rows == (Figure(AGREED, D(81)), Figure(HALFWAY, D(86)))
    assert (found.latest, found.progress, found.expected) == (Figure(HALFWAY, D(86)), D("0.4"), D("0.5"))
    held = stands(HOLD, [(AGREED, "94"), (HALFWAY, "95")], HALFWAY)
    assert (held.progress, held.expected, held.periods) == (D("0.5"), D(1), Share(D(2), D(1)))


numbers = st.decimals(0, 10**6, places=3)


@given(numbers, numbers, numbers)
def test_progress_is_held_between_0_and_1(baseline, target, now):
    found = progress(replace(RISE, baseline=baseline, target=target), now)
    assert (found is None) == (baseline == target)
    assert found is None or 0 <= found <= 1
