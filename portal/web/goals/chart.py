"""The chart of a goal's measured values."""

from babel import dates
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from markupsafe import Markup

from portal.collaboration.models import Goal
from portal.collaboration.rules.course import Figure
from portal.scorecards.chart import Chart, Point, line
from portal.web.filters import NO_DATA, quantity

# More days than these have no room for their labels; the table below the chart has them all.
MOST_DAYS = 24


def drawn(goal: Goal, rows: tuple[Figure, ...]) -> Markup:
    """The newest values that count as a line, with the target."""
    shown = rows[-MOST_DAYS:]
    years = [row.day.year for row in shown]
    points = tuple(
        Point(
            dates.format_date(row.day, "d MMM", locale=get_locale()),
            row.value,
            str(row.day.year) if place == 0 or years[place - 1] != row.day.year else "",
        )
        for place, row in enumerate(shown)
    )
    return line(
        Chart(
            key="goal",
            title=str(_("%(goal)s, in %(unit)s", goal=goal.title, unit=goal.unit)),
            points=points,
            say=quantity,
            no_data=str(NO_DATA),
            target=goal.target,
            target_label=str(_("Target")),
            less_is_better=goal.less_is_better,
        )
    )
