"""What a chart shows, in figures and in words, and where a figure lies on its plane."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

WIDTH, HEIGHT = 600, 256
LEFT, RIGHT, TOP, BOTTOM = 52, 66, 24, 42
PLOT_WIDTH, PLOT_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
BASE = TOP + PLOT_HEIGHT
MOST_LABELS = 13

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Point:
    """A period: its short label, its figure (``None`` is no data), and the year where a new one begins."""

    label: str
    value: Decimal | None
    under: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw. ``key`` is unique on the page; ``say`` prints a figure for the reader's language.

    Figures are 0 or more. ``top`` is the upper edge, chosen from the figures where it is not given.
    """

    key: str
    title: str
    points: tuple[Point, ...]
    say: Callable[[Decimal], str]
    no_data: str
    target: Decimal | None = None
    target_label: str = ""
    less_is_better: bool = False
    top: Decimal | None = None


def described(chart: Chart) -> str:
    """Every figure of the chart in words, for those who do not see it."""
    words = [told(chart, point) for point in chart.points]
    if chart.target is not None:
        words.append(f"{chart.target_label}: {chart.say(chart.target)}")
    return "; ".join(words)


def scale(chart: Chart) -> tuple[Decimal, list[Decimal]]:
    """The upper edge, and the figures at which a grid line stands: four to six round ones from 0 on."""
    highest = max([point.value for point in chart.points if point.value is not None], default=Decimal(0))
    highest = chart.top or max(highest, chart.target or Decimal(0)) or Decimal(1)
    rough = highest / 5
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(step * power for step in STEPS if step * power >= rough)
    count = int(highest / step)
    if chart.top is None and count * step < highest:
        count += 1
    return chart.top or count * step, [step * number for number in range(count + 1)]


def x_of(chart: Chart, place: int) -> float:
    """The middle of a period."""
    return LEFT + (place + 0.5) * PLOT_WIDTH / len(chart.points)


def y_of(value: Decimal, edge: Decimal) -> float:
    """The height of a figure; one past the upper edge stands at it."""
    return BASE - float(min(value, edge) / edge) * PLOT_HEIGHT


def reaches(chart: Chart, value: Decimal) -> bool:
    """Whether a figure is as good as the target; without a target every figure is."""
    if chart.target is None:
        return True
    return value <= chart.target if chart.less_is_better else value >= chart.target


def told(chart: Chart, point: Point) -> str:
    """A period and its figure in words."""
    said = chart.no_data if point.value is None else chart.say(point.value)
    return f"{point.label} {point.under}".strip() + f": {said}"
