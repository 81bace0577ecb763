"""A chart of one figure over its periods, as one SVG for page, PDF and mail.

Everything is said by presentation attributes and classes, never by a style: the pages' policy forbids inline
styles, and the PDF has no style sheet of the pages. The style sheet of the pages may recolour by class. A
period without data is a gap with a dash, and the description tells a screen reader every figure.
"""

from markupsafe import Markup

from portal.scorecards.chart.facts import Chart, Point, described, scale
from portal.scorecards.chart.frame import drawn
from portal.scorecards.chart.marks import bar, dot, paths

__all__ = ["Chart", "Point", "bars", "described", "line"]


def bars(chart: Chart) -> Markup:
    """One bar for each period, strong where it reaches the target and pale where it does not."""
    edge, ticks = scale(chart)
    marks = [bar(chart, place, point, edge) for place, point in enumerate(chart.points)]
    return drawn(chart, edge, ticks, marks)


def line(chart: Chart) -> Markup:
    """A line through the periods, broken where there is no data, with its last figure printed."""
    edge, ticks = scale(chart)
    dots = [dot(chart, place, point, edge) for place, point in enumerate(chart.points)]
    return drawn(chart, edge, ticks, paths(chart, edge) + dots)
