"""The goals of the demo: one of each standing, and a proposal that waits on either side."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from portal.cli.demo.world import DemoWorld
from portal.collaboration import service
from portal.collaboration.models import Goal
from portal.collaboration.rules.terms import Direction

QUALITY, BUYING = "quirin@nordwerk.example", "petra@nordwerk.example"
BRENNER_QUALITY, BRENNER = "qm@brenner.example", "sandra@brenner.example"
LUMEN, TATRA = "sanne@lumen.example", "sona@tatra-motion.example"


def fill(world: DemoWorld, now: datetime) -> None:
    """Wants ``world.made["partnership:nordwerk:…"]``. Values come every thirty days from the agreement on."""
    _rejects(world, now)
    _on_time(world, now)
    _lead_time(world, now)
    _documents(world, now)
    _open_proposals(world, now)


def _rejects(world: DemoWorld, now: datetime) -> None:
    goal = _propose(
        world,
        "brenner",
        QUALITY,
        now - timedelta(days=215),
        due=now + timedelta(days=150),
        title="Fewer rejected parts",
        why="Sorting stops our assembly about twice a week; each stop costs half a shift.",
        unit="ppm",
        baseline=Decimal(1200),
        target=Decimal(200),
        direction=Direction.DOWN,
    )
    agreed_at = now - timedelta(days=210)
    service.agree(goal, actor=world.actor(BRENNER_QUALITY), now=agreed_at)
    _measure(
        world, goal, (BRENNER_QUALITY, QUALITY), agreed_at, ("1150", "1010", "1040", "820", "640", "560")
    )


def _on_time(world: DemoWorld, now: datetime) -> None:
    goal = _propose(
        world,
        "brenner",
        BRENNER,
        now - timedelta(days=190),
        due=now + timedelta(days=60),
        title="Stay on time after the move to the new hall",
        unit="%",
        baseline=None,
        target=Decimal(95),
        direction=Direction.HOLD_ABOVE,
    )
    agreed_at = now - timedelta(days=186)
    service.agree(goal, actor=world.actor(BUYING), now=agreed_at)
    _measure(world, goal, (BRENNER,), agreed_at, ("97.5", "96", "93.8", "95.2", "98"))


def _lead_time(world: DemoWorld, now: datetime) -> None:
    goal = _propose(
        world,
        "lumen",
        BUYING,
        now - timedelta(days=200),
        due=now - timedelta(days=12),
        title="Shorter lead time for housings",
        why="We plan six weeks ahead, and the castings take five of them.",
        unit="days",
        baseline=Decimal(35),
        target=Decimal(21),
        direction=Direction.DOWN,
    )
    agreed_at = now - timedelta(days=192)
    service.agree(goal, actor=world.actor(LUMEN), now=agreed_at)
    _measure(world, goal, (LUMEN,), agreed_at, ("34", "31", "31", "28", "27", "26"))


def _documents(world: DemoWorld, now: datetime) -> None:
    goal = _propose(
        world,
        "lumen",
        QUALITY,
        now - timedelta(days=330),
        due=now - timedelta(days=150),
        title="Inspection certificates with every melt",
        unit="% of melts",
        baseline=Decimal(60),
        target=Decimal(100),
        direction=Direction.UP,
    )
    agreed_at = now - timedelta(days=325)
    service.agree(goal, actor=world.actor("quality@lumen.example"), now=agreed_at)
    _measure(world, goal, (QUALITY,), agreed_at, ("72", "85", "96", "100"))
    service.close(goal, actor=world.actor(QUALITY), now=now - timedelta(days=145))


def _open_proposals(world: DemoWorld, now: datetime) -> None:
    _propose(
        world,
        "tatra",
        TATRA,
        now - timedelta(days=3),
        due=now + timedelta(days=180),
        title="Forecast two quarters ahead",
        why="With a forecast we can buy steel in time and keep our prices.",
        unit="weeks",
        baseline=Decimal(8),
        target=Decimal(26),
        direction=Direction.UP,
    )
    _propose(
        world,
        "brenner",
        BUYING,
        now - timedelta(days=1),
        due=now + timedelta(days=240),
        title="Returnable packaging for all deliveries",
        unit="% of deliveries",
        baseline=Decimal(10),
        target=Decimal(90),
        direction=Direction.UP,
    )
    declined = _propose(
        world,
        "tatra",
        BUYING,
        now - timedelta(days=70),
        due=now + timedelta(days=120),
        title="Deliveries every day",
        unit="per week",
        baseline=Decimal(1),
        target=Decimal(5),
        direction=Direction.UP,
    )
    reason = "Our lorry to Kiel runs on Tuesdays only. We can offer two deliveries a week from spring on."
    service.decline(declined, reason, actor=world.actor(TATRA), now=now - timedelta(days=66))


def _propose(
    world: DemoWorld, supplier: str, email: str, at: datetime, *, due: datetime, **terms: Any
) -> Goal:
    partnership = world.made[f"partnership:nordwerk:{supplier}"]
    return service.propose(partnership, due_on=due.date(), actor=world.actor(email), now=at, **terms)


def _measure(
    world: DemoWorld, goal: Goal, emails: tuple[str, ...], since: datetime, values: Iterable[str]
) -> None:
    for number, value in enumerate(values, 1):
        at = since + timedelta(days=30 * number)
        actor = world.actor(emails[number % len(emails)])
        service.measure(goal, at.date(), Decimal(value), actor=actor, now=at)
