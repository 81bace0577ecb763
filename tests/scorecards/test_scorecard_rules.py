"""The score: points between floor and target, weights, bands, and when there is none."""

from decimal import Decimal as D

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import RuleBroken
from portal.scorecards.rules import (
    DEFAULT_BANDS,
    DEFAULT_SCALES,
    STANDINGS,
    Band,
    Measure,
    Scale,
    Standing,
    band_of,
    check_bands,
    check_scales,
    points,
    score,
)

ON_TIME = Scale(Measure.ON_TIME, D(60), D("0.80"), D("0.98"))
PPM = Scale(Measure.PPM, D(40), D(10_000), D(500))


@pytest.mark.parametrize(
    ("scale", "value", "worth"),
    [
        (ON_TIME, "0.80", "0.0"),
        (ON_TIME, "0.89", "50.0"),
        (ON_TIME, "0.98", "100.0"),
        (ON_TIME, "0.5", "0.0"),
        (ON_TIME, "1", "100.0"),
        (ON_TIME, "0.92", "66.7"),
        (PPM, "10000", "0.0"),
        (PPM, "5250", "50.0"),
        (PPM, "500", "100.0"),
        (PPM, "0", "100.0"),
        (PPM, "2500000", "0.0"),
        (Scale(Measure.GOALS, D(1), D(0), D(2000)), "1", "0.1"),  # 0.05 is rounded up
    ],
)
def test_points_are_linear_between_floor_and_target(scale, value, worth):
    assert points(D(value), scale) == D(worth)


def test_a_score_worked_by_hand():
    found = score({Measure.ON_TIME: D("0.92"), Measure.PPM: D(5250)}, 5, active=True, scales=(ON_TIME, PPM))
    assert [part.points for part in found.parts] == [D("66.7"), D("50.0")]
    assert found.value == D("60.0")  # (60 × 66.7 + 40 × 50.0) ÷ 100 = 60.02
    assert found.band.name == "C"
    assert found.standing is Standing.SCORED


def test_a_measure_without_data_leaves_the_mean_and_is_never_0():
    found = score({Measure.ON_TIME: D("0.98"), Measure.PPM: None}, 5, active=True, scales=(ON_TIME, PPM))
    assert (found.value, found.weight_with_data) == (D("100.0"), D(60))
    assert found.parts[1].points is None


@pytest.mark.parametrize(
    ("values", "due_lines", "active", "standing"),
    [
        ({Measure.ON_TIME: D(1), Measure.PPM: D(0)}, 4, True, Standing.TOO_FEW),
        ({Measure.ON_TIME: D(1), Measure.PPM: D(0)}, 5, True, Standing.SCORED),
        ({Measure.PPM: D(0)}, 5, True, Standing.TOO_FEW),
        ({}, 0, True, Standing.TOO_FEW),
        ({Measure.CERTIFICATES: D(1)}, 0, False, Standing.NO_ACTIVITY),
    ],
    ids=["few lines", "enough", "less than half the weight", "nothing", "no activity"],
)
def test_when_there_is_a_score(values, due_lines, active, standing):
    found = score(values, due_lines, active=active, scales=(ON_TIME, PPM))
    assert found.standing is standing
    assert (found.value is None) == (found.band is None) == (standing is not Standing.SCORED)


def test_exactly_half_the_weight_is_enough():
    halves = (Scale(Measure.ON_TIME, D(50), D(0), D(1)), Scale(Measure.PPM, D(50), D(1), D(0)))
    assert score({Measure.ON_TIME: D(1)}, 5, active=True, scales=halves).standing is Standing.SCORED


@pytest.mark.parametrize(
    ("value", "name"),
    [("0", "D"), ("49.9", "D"), ("50", "C"), ("75", "B"), ("89.9", "B"), ("90", "A"), ("100", "A")],
)
def test_bands_are_half_open_and_the_top_one_is_closed(value, name):
    assert band_of(D(value), DEFAULT_BANDS).name == name
    assert band_of(D(value), DEFAULT_BANDS[::-1]).name == name


def test_the_band_is_read_from_the_printed_score():
    scales = (Scale(Measure.ON_TIME, D(60), D(0), D(100)), Scale(Measure.LOTS, D(40), D(0), D(100)))
    found = score({Measure.ON_TIME: D("89.9"), Measure.LOTS: D("90")}, 9, active=True, scales=scales)
    assert (found.value, found.band.name) == (D("89.9"), "B")  # 89.94
    found = score({Measure.ON_TIME: D("89.9"), Measure.LOTS: D("90.1")}, 9, active=True, scales=scales)
    assert (found.value, found.band.name) == (D("90.0"), "A")  # 89.98


def scale(measure, weight, floor=0, target=1):
    return Scale(measure, D(weight), D(floor), D(target))


@pytest.mark.parametrize(
    ("scales", "field"),
    [
        ([scale("on_time", 60), scale("ppm", 30)], "weight"),
        ([scale("on_time", 60), scale("ppm", "40.01")], "weight"),
        ([scale("on_time", 110), scale("ppm", -10)], "weight"),
        ([scale("on_time", 100), scale("ppm", 0)], "weight"),
        ([scale("on_time", 60), scale("on_time", 40)], "measure"),
        ([scale("on_time", 60), scale("ppm", 40, 5, 5)], "target"),
        ([], "weight"),
    ],
)
def test_weights_and_scales_that_are_refused(scales, field):
    with pytest.raises(RuleBroken) as refused:
        check_scales(scales)
    assert refused.value.field == field


def bands(*edges):
    return [Band(str(start), D(start), D(end)) for start, end in edges]


@pytest.mark.parametrize(
    "given",
    [
        bands((0, 50), (60, 100)),
        bands((0, 60), (50, 100)),
        bands((10, 100)),
        bands((0, 90)),
        bands((0, 50), (50, 50), (50, 100)),
        [],
    ],
    ids=["gap", "overlap", "bottom open", "top open", "empty band", "none"],
)
def test_bands_that_are_refused(given):
    with pytest.raises(RuleBroken) as refused:
        check_bands(given)
    assert refused.value.field == "bands"


def test_the_defaults_stand_their_own_checks():
    check_scales(DEFAULT_SCALES)
    check_bands(DEFAULT_BANDS)
    assert set(STANDINGS) == set(Standing)


values = st.dictionaries(
    st.sampled_from([one.measure for one in DEFAULT_SCALES]),
    st.none() | st.decimals(-10, 10**7, places=4),
)


@given(values, st.integers(0, 10), st.booleans())
def test_a_score_lies_within_its_parts_and_has_a_band(found_values, due_lines, active):
    found = score(found_values, due_lines, active=active)
    worth = [part.points for part in found.parts if part.points is not None]
    if found.standing is Standing.SCORED:
        assert min(worth) <= found.value <= max(worth)
        assert found.band in DEFAULT_BANDS
    assert (found.standing is Standing.NO_ACTIVITY) == (not active)
