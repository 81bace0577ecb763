"""The goals of the demo: one of each standing, and a proposal that waits on either side."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from portal.cli.demo.world import DemoWorld
from portal.collaboration import service
from portal.collaboration.models import Goal
from portal.collaboration.rules.terms import Direction

QUALITY, BUYING = "quirin@nordwerk.example", "petra@nordwerk.example"
BRENNER_QUALITY, BRENNER = "qm@brenner.example", "sandra@brenner.example"
LUMEN, LUMEN_QUALITY = "sanne@lumen.example", "quality@lumen.example"
TATRA = "sona@tatra-motion.example"


@dataclass(frozen=True)
class Told:
    """A goal and what became of it. Days are counted from now: negative ones have passed.

    ``answered`` is by whom and when; with a ``reason`` the answer was no. One of ``values`` came every thirty
    days from the agreement on, written by ``measured_by`` in turn.
    """

    supplier: str
    title: str
    proposed: tuple[str, int]
    due: int
    unit: str
    way: tuple[str | None, Direction, str]
    why: str = ""
    answered: tuple[str, int] | None = None
    reason: str = ""
    values: tuple[str, ...] = ()
    measured_by: tuple[str, ...] = ()
    closed: tuple[str, int] | None = None


GOALS = (
    Told(
        "brenner",
        "Fewer rejected parts",
        proposed=(QUALITY, -215),
        due=150,
        unit="ppm",
        way=("1200", Direction.DOWN, "200"),
        why="Sorting stops our assembly about twice a week; each stop costs half a shift.",
        answered=(BRENNER_QUALITY, -210),
        values=("1150", "1010", "1040", "820", "640", "560"),
        measured_by=(BRENNER_QUALITY, QUALITY),
    ),
    Told(
        "brenner",
        "Stay on time after the move to the new hall",
        proposed=(BRENNER, -190),
        due=60,
        unit="%",
        way=(None, Direction.HOLD_ABOVE, "95"),
        answered=(BUYING, -186),
        values=("97.5", "96", "93.8", "95.2", "98"),
        measured_by=(BRENNER,),
    ),
    Told(
        "lumen",
        "Shorter lead time for housings",
        proposed=(BUYING, -200),
        due=-12,
        unit="days",
        way=("35", Direction.DOWN, "21"),
        why="We plan six weeks ahead, and the castings take five of them.",
        answered=(LUMEN, -192),
        values=("34", "31", "31", "28", "27", "26"),
        measured_by=(LUMEN,),
    ),
    Told(
        "lumen",
        "Inspection certificates with every melt",
        proposed=(QUALITY, -330),
        due=-150,
        unit="% of melts",
        way=("60", Direction.UP, "100"),
        answered=(LUMEN_QUALITY, -325),
        values=("72", "85", "96", "100"),
        measured_by=(QUALITY,),
        closed=(QUALITY, -145),
    ),
    Told(
        "tatra",
        "Forecast two quarters ahead",
        proposed=(TATRA, -3),
        due=180,
        unit="weeks",
        way=("8", Direction.UP, "26"),
        why="With a forecast we can buy steel in time and keep our prices.",
    ),
    Told(
        "brenner",
        "Returnable packaging for all deliveries",
        proposed=(BUYING, -1),
        due=240,
        unit="% of deliveries",
        way=("10", Direction.UP, "90"),
    ),
    Told(
        "tatra",
        "Deliveries every day",
        proposed=(BUYING, -70),
        due=120,
        unit="per week",
        way=("1", Direction.UP, "5"),
        answered=(TATRA, -66),
        reason="Our lorry to Kiel runs on Tuesdays only. We can offer two deliveries a week from spring on.",
    ),
)


def fill(world: DemoWorld, now: datetime) -> None:
    """Wants ``world.made["partnership:nordwerk:…"]``."""
    for told in GOALS:
        goal = _proposed(world, told, now)
        if told.answered is None:
            continue
        email, days = told.answered
        actor, answered_at = world.actor(email), now + timedelta(days=days)
        if told.reason:
            service.decline(goal, told.reason, actor=actor, now=answered_at)
            continue
        service.agree(goal, actor=actor, now=answered_at)
        _measure(world, goal, told.measured_by, answered_at, told.values)
        if told.closed is not None:
            email, days = told.closed
            service.close(goal, actor=world.actor(email), now=now + timedelta(days=days))


def _proposed(world: DemoWorld, told: Told, now: datetime) -> Goal:
    baseline, direction, target = told.way
    email, days = told.proposed
    return service.propose(
        world.made[f"partnership:nordwerk:{told.supplier}"],
        title=told.title,
        why=told.why,
        unit=told.unit,
        baseline=None if baseline is None else Decimal(baseline),
        target=Decimal(target),
        direction=direction,
        due_on=(now + timedelta(days=told.due)).date(),
        actor=world.actor(email),
        now=now + timedelta(days=days),
    )


def _measure(
    world: DemoWorld, goal: Goal, emails: tuple[str, ...], since: datetime, values: Iterable[str]
) -> None:
    for number, value in enumerate(values, 1):
        at = since + timedelta(days=30 * number)
        actor = world.actor(emails[number % len(emails)])
        service.measure(goal, at.date(), Decimal(value), actor=actor, now=at)
