"""The chart: a picture that is valid XML, carries no style, and never draws what has no data."""

from decimal import Decimal as D
from xml.etree import ElementTree

import pikepdf
import pytest
import weasyprint
from hypothesis import given
from hypothesis import strategies as st

from portal.scorecards.chart import Chart, Point, bars, described, line
from portal.scorecards.chart.facts import scale

SVG = "{http://www.w3.org/2000/svg}"
YEAR = [D("0.95"), D("0.99"), None, D(1), D("0.88"), D(0)]


def percent(value):
    return f"{value * 100:.0f} %"


def chart(values=YEAR, **given):
    points = tuple(Point(f"M{number}", value) for number, value in enumerate(values, 1))
    return Chart(
        **{
            "key": "on-time",
            "title": "On time in full",
            "points": points,
            "say": percent,
            "no_data": "no data",
            "target": D("0.98"),
            "target_label": "Target",
            "top": D(1),
            **given,
        }
    )


def drawn(picture, kind):
    return [node for node in ElementTree.fromstring(picture).iter() if kind in node.get("class", "").split()]


@pytest.mark.parametrize("draw", [bars, line])
def test_a_period_without_data_is_a_gap_and_never_a_zero(draw):
    kind = "chart-bar" if draw is bars else "chart-dot"
    assert len(drawn(draw(chart()), kind)) == 5
    assert [node[0].text for node in drawn(draw(chart()), "chart-gap")] == ["M3: no data"]


def test_a_bar_is_as_high_as_its_figure():
    heights = [float(bar.get("height")) for bar in drawn(bars(chart([D(1), D("0.5"), D(0)])), "chart-bar")]
    assert heights == [190.0, 95.0, 0.0]


def test_a_bar_below_its_target_looks_different():
    short = [bar[0].text for bar in drawn(bars(chart()), "chart-short")]
    assert short == ["M1: 95 %", "M5: 88 %", "M6: 0 %"]
    ppm = chart([D(400), D(600)], target=D(500), less_is_better=True, say=str, top=None)
    assert [bar[0].text for bar in drawn(bars(ppm), "chart-short")] == ["M2: 600"]
    assert drawn(bars(chart(target=None)), "chart-short") == []


def test_a_line_breaks_where_there_is_no_data():
    values = [D(1), D(1), None, D(1), None, D(1), D(1), D(1)]
    lengths = [len(run.get("points").split()) for run in drawn(line(chart(values)), "chart-line")]
    assert lengths == [2, 3]  # a single period between two gaps is a dot alone
    assert len(drawn(line(chart(values)), "chart-dot")) == 6


def test_the_description_tells_every_figure():
    told = "M1: 95 %; M2: 99 %; M3: no data; M4: 100 %; M5: 88 %; M6: 0 %; Target: 98 %"
    assert described(chart()) == told
    root = ElementTree.fromstring(bars(chart()))
    assert root.get("role") == "img"
    by_id = {node.get("id"): node.text for node in root.iter()}
    assert [by_id[name] for name in root.get("aria-labelledby").split()] == ["On time in full", told]


def test_a_chart_without_any_data_says_so():
    picture = bars(chart([None, None]))
    assert drawn(picture, "chart-bar") == []
    assert "no data" in [node.text for node in drawn(picture, "chart-gap")]


@pytest.mark.parametrize("draw", [bars, line])
@given(values=st.lists(st.none() | st.decimals(0, 10**9, places=2), max_size=30), words=st.text(max_size=20))
def test_any_chart_is_xml_without_style_or_script(draw, values, words):
    points = tuple(Point(words, value, words) for value in values)
    picture = draw(chart(points=points, title=words, no_data=words, target_label=words, top=None))
    for node in ElementTree.fromstring(picture).iter():
        assert node.tag.removeprefix(SVG) in {
            *("svg", "title", "desc", "text", "rect", "line"),
            *("polyline", "circle"),
        }
        assert not any(name == "style" or name.startswith("on") for name in node.keys())  # noqa: SIM118


@given(st.lists(st.decimals(D("0.01"), 10**12, places=2), min_size=1, max_size=12))
def test_the_scale_holds_every_figure_on_a_few_round_lines(values):
    edge, ticks = scale(chart(values, target=None, top=None))
    assert max(values) <= edge == ticks[-1]
    assert ticks[0] == 0
    assert 3 <= len(ticks) <= 6
    assert ticks == sorted(ticks)


def test_many_periods_are_named_now_and_then():
    names = [node.text for node in drawn(line(chart([D(1)] * 60, target=None)), "chart-tick")]
    assert [name for name in names if name.startswith("M")] == [f"M{n}" for n in range(1, 61, 6)]


def test_a_pdf_shows_it_in_its_colours(tmp_path):
    weasyprint.HTML(string=bars(chart())).write_pdf(tmp_path / "chart.pdf")
    with pikepdf.open(tmp_path / "chart.pdf") as pdf:
        fills = [
            tuple(round(float(part) * 255) for part in step.operands)
            for step in pikepdf.parse_content_stream(pdf.pages[0])
            if str(step.operator) == "rg"
        ]
    assert {(0x35, 0x53, 0xC4), (0xC3, 0xCF, 0xF5)} <= set(fills)
    assert fills.count((0, 0, 0)) == 0


def test_the_same_figures_give_the_same_bytes():
    assert bars(chart()) == bars(chart())
    assert line(chart()).startswith("<svg ")
