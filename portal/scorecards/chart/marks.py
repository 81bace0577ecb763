"""The marks of a chart: bars with their figures, or a line with its dots, and a dash where no data is."""

from decimal import Decimal

from markupsafe import Markup

from portal.scorecards.chart.facts import (
    BASE,
    MOST_LABELS,
    PLOT_WIDTH,
    RIGHT,
    WIDTH,
    Chart,
    Point,
    reaches,
    told,
    x_of,
    y_of,
)
from portal.scorecards.chart.svg import ACCENT, PALE, at, text, titled

WIDEST_BAR = 44
ROOM_FOR_TEXT = 20

Place = tuple[float, float]


def bar(chart: Chart, place: int, point: Point, edge: Decimal) -> Markup:
    """The bar of a period with its figure, as long as the bars are few enough to hold figures."""
    if point.value is None:
        return gap(chart, place, point)
    x, y = x_of(chart, place), y_of(point.value, edge)
    width = min(PLOT_WIDTH / len(chart.points) * 0.8, WIDEST_BAR)
    good = reaches(chart, point.value)
    mark = Markup(
        '<rect class="{kind}" x="{x}" y="{y}" width="{w}" height="{h}" rx="2" fill="{fill}">'
    ).format(
        kind="chart-bar" if good else "chart-bar chart-short",
        x=at(x - width / 2),
        y=at(y),
        w=at(width),
        h=at(BASE - y),
        fill=ACCENT if good else PALE,
    )
    mark += titled(told(chart, point)) + Markup("</rect>")
    return mark + _figure(chart, x, point.value, edge) if len(chart.points) <= MOST_LABELS else mark


def dot(chart: Chart, place: int, point: Point, edge: Decimal) -> Markup:
    """The dot of a period; the last one with data carries its figure."""
    if point.value is None:
        return gap(chart, place, point)
    x, y = x_of(chart, place), y_of(point.value, edge)
    mark = Markup('<circle class="chart-dot" cx="{x}" cy="{y}" r="{r}" fill="{fill}">').format(
        x=at(x), y=at(y), r="3.5" if len(chart.points) <= MOST_LABELS else "2", fill=ACCENT
    )
    mark += titled(told(chart, point)) + Markup("</circle>")
    if any(later.value is not None for later in chart.points[place + 1 :]):
        return mark
    inside = min(x, WIDTH - RIGHT - 18)
    return mark + text(inside, _above(chart, y - 3, edge), chart.say(point.value), "latest")


def gap(chart: Chart, place: int, point: Point) -> Markup:
    """A dash where a period has no data: neither a bar of 0 nor a point on the line."""
    return text(x_of(chart, place), BASE - 7, "–", "gap", tip=told(chart, point))


def paths(chart: Chart, edge: Decimal) -> list[Markup]:
    """A line for each stretch of periods with data."""
    return [
        Markup(
            '<polyline class="chart-line" points="{points}" fill="none" stroke="{stroke}" stroke-width="2"'
            ' stroke-linejoin="round" stroke-linecap="round"/>'
        ).format(points=" ".join(f"{at(x)},{at(y)}" for x, y in run), stroke=ACCENT)
        for run in _runs(chart, edge)
    ]


def _runs(chart: Chart, edge: Decimal) -> list[list[Place]]:
    found: list[list[Place]] = [[]]
    for place, point in enumerate(chart.points):
        if point.value is None:
            found.append([])
        else:
            found[-1].append((x_of(chart, place), y_of(point.value, edge)))
    return [run for run in found if len(run) > 1]


def _figure(chart: Chart, x: float, value: Decimal, edge: Decimal) -> Markup:
    """The figure at the foot of its bar, where all stand in one row, and above a bar too low to hold it."""
    y = y_of(value, edge)
    if BASE - y < ROOM_FOR_TEXT:
        return text(x, _above(chart, y, edge), chart.say(value), "figure")
    return text(x, BASE - 7, chart.say(value), "in_bar" if reaches(chart, value) else "in_short")


def _above(chart: Chart, y: float, edge: Decimal) -> float:
    """Where a figure stands above its mark, and above the target line where that would strike it through."""
    line = y if chart.target is None else y_of(chart.target, edge)
    return line - 5 if y - 18 < line < y else y - 6
