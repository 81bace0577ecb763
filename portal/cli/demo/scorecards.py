"""The weights by which the demo's larger buyer scores: its own for a year, and others that it has announced."""

from datetime import date, datetime
from decimal import Decimal

from portal.cli.demo.world import DemoWorld
from portal.clock import day_in
from portal.measures.periods import Kind, containing
from portal.scorecards.rules import DEFAULT_SCALES, Measure, Scale
from portal.scorecards.service import set_scheme

BUYER, BUYS = "nordwerk", "petra@nordwerk.example"
ANSWERS = Scale(Measure.ACKNOWLEDGED, Decimal(10), Decimal(32), Decimal(8))
GOALS = Scale(Measure.GOALS, Decimal(10), Decimal(0), Decimal(1))


def fill(world: DemoWorld, now: datetime) -> None:
    """Two schemes: the first since the story's second month, the next from the month after today's on."""
    for since, on_time, more in ((world.start, 30, (ANSWERS,)), (now, 20, (ANSWERS, GOALS))):
        first, *others = DEFAULT_SCALES
        scales = [Scale(first.measure, Decimal(on_time), first.floor, first.target), *others, *more]
        set_scheme(
            world.companies[BUYER], _next_month(since, world), scales, actor=world.actor(BUYS), now=since
        )


def _next_month(since: datetime, world: DemoWorld) -> date:
    today = day_in(since, world.companies[BUYER].timezone)
    end = containing(today, Kind.MONTH).end
    assert end is not None
    return end
