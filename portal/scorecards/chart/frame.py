"""The frame around the marks: grid, target line, names of the periods, and the picture as a whole."""

from decimal import Decimal

from markupsafe import Markup

from portal.scorecards.chart.facts import (
    BASE,
    HEIGHT,
    LEFT,
    MOST_LABELS,
    PLOT_HEIGHT,
    PLOT_WIDTH,
    RIGHT,
    TOP,
    WIDTH,
    Chart,
    described,
    x_of,
    y_of,
)
from portal.scorecards.chart.svg import INK, LINE, SOFT, at, plain, text

# Every how many periods one is named: steps that meet the months of a year.
NAME_EVERY = (1, 2, 3, 4, 6, 12, 24, 60, 120)


def drawn(chart: Chart, edge: Decimal, ticks: list[Decimal], marks: list[Markup]) -> Markup:
    """The whole picture; grid below the marks, target line above them."""
    parts = [_grid(chart, tick, edge) for tick in ticks]
    parts += marks
    parts += _target(chart, edge)
    parts += _names(chart)
    if all(point.value is None for point in chart.points):
        parts.append(text(LEFT + PLOT_WIDTH / 2, TOP + PLOT_HEIGHT / 2, chart.no_data, "gap"))
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" viewBox="0 0 {w} {h}" width="{w}"'
        ' height="{h}" font-family="sans-serif" font-size="12" aria-labelledby="{key}-title {key}-desc">'
        '<title id="{key}-title">{title}</title><desc id="{key}-desc">{told}</desc>{parts}</svg>'
    ).format(
        w=WIDTH,
        h=HEIGHT,
        key=chart.key,
        title=plain(chart.title),
        told=plain(described(chart)),
        parts=Markup("").join(parts),
    )


def _grid(chart: Chart, tick: Decimal, edge: Decimal) -> Markup:
    y = y_of(tick, edge)
    rule = Markup(
        '<line class="{kind}" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" fill="none" stroke="{stroke}"/>'
    ).format(
        kind="chart-grid" if tick else "chart-axis",
        x1=LEFT,
        x2=WIDTH - RIGHT,
        y=at(y),
        stroke=LINE if tick else SOFT,
    )
    return rule + text(LEFT - 8, y + 4, chart.say(tick), "tick", anchor="end")


def _target(chart: Chart, edge: Decimal) -> list[Markup]:
    """A dashed line across, named in the right margin where it meets no bar and no figure."""
    if chart.target is None:
        return []
    y = y_of(chart.target, edge)
    beside = WIDTH - RIGHT + 6
    rule = Markup(
        '<line class="chart-target" x1="{x1}" x2="{x2}" y1="{y}" y2="{y}" fill="none"'
        ' stroke="{stroke}" stroke-width="1.5" stroke-dasharray="5 4"/>'
    ).format(x1=LEFT, x2=beside - 4, y=at(y), stroke=INK)
    return [
        rule,
        text(beside, y - 1, chart.target_label, "tick", anchor="start"),
        text(beside, y + 13, chart.say(chart.target), "target", anchor="start"),
    ]


def _names(chart: Chart) -> list[Markup]:
    """The names of the periods; of many only every second, third and so on, so that they do not touch."""
    each = next((step for step in NAME_EVERY if len(chart.points) <= step * MOST_LABELS), NAME_EVERY[-1])
    named = [(place, point) for place, point in enumerate(chart.points) if place % each == 0]
    return [text(x_of(chart, place), BASE + 17, point.label, "tick") for place, point in named] + [
        text(x_of(chart, place), BASE + 32, point.under, "year")
        for place, point in enumerate(chart.points)
        if point.under
    ]
