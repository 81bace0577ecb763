"""Two who act at once, a thousand times each: every race ends as if one had come after the other.

The acts run in threads of their own, each in a transaction of its own as a request does, and start at one signal.
Some are requests, which begin their transactions themselves.
"""

import itertools
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from flask import Flask
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from portal.db import db, transaction
from portal.errors import Refusal
from tests.world import World, build
from trust.house import house
from trust.proofs import Outcome

# A slow machine may be given fewer by the environment; the page says how many it were. On SQLite, where no two write
# at once, the order is settled by one lock for all: a twentieth of the rounds leaves the time to where it is not.
ROUNDS = int(os.environ.get("ROUNDS", "1000"))
SHARE = {"sqlite": 20, "postgresql": 1}
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
# What a request is refused with when another was faster; the edge turns each into a sentence.
REFUSED = (Refusal, StaleDataError, IntegrityError)


@dataclass(frozen=True)
class Round:
    """``acts`` are done at once, each in a transaction; ``holds`` gets which of them went through, in their order.

    Acts and ``holds`` fetch what they need themselves: they run in other sessions than the preparation.
    """

    acts: tuple[Callable[[], object], ...]
    holds: Callable[[list[bool]], bool]


@dataclass
class Ground:
    """Where races are run: companies that stay the same, and numbers that do not."""

    world: World
    now: datetime = NOW
    # Beyond those that the portal itself gives to RFQs.
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1_000_000))

    def number(self) -> int:
        """A number that no other record of this ground has."""
        return next(self.numbers)


Race = Callable[[Ground], Round]


def all_races() -> dict[str, Race]:
    """Every race by its name."""
    return races_of_trade() | races_of_people()


def races_of_trade() -> dict[str, Race]:
    """Those around bids, awards, orders, deliveries and contracts, and around links and downloads."""
    from trust.racing import bids, doors, orders, people

    return _by_name([*bids.RACES, *orders.RACES, *people.OF_LINKS, *doors.OF_DOWNLOADS])


def races_of_people() -> dict[str, Race]:
    """Those around who may come in, who works with whom, what is still a draft, certificates, goals, what leaves."""
    from trust.racing import doors, drafts, partners, people, webhooks

    return _by_name([*people.RACES, *doors.RACES, *drafts.RACES, *partners.RACES, *webhooks.RACES])


def _by_name(races: list[Race]) -> dict[str, Race]:
    return {race.__name__.replace("_", " "): race for race in races}


def run_race(app: Flask, name: str, race: Race, ground: Ground, rounds: int) -> list[str]:
    """Run one race that often; a sentence for each round after which something did not hold."""
    found: list[str] = []
    with ThreadPoolExecutor(4) as pool:
        for number in range(rounds):
            with transaction():
                prepared = race(ground)
            db.session.remove()
            barrier = Barrier(len(prepared.acts))
            ended = list(pool.map(lambda act: act_at_once(app, act, barrier), prepared.acts))  # noqa: B023
            broken = [said for said in ended if isinstance(said, str)]
            if broken:
                found.append(f"{name}, round {number + 1}: {broken[0]}")
            elif not prepared.holds([said is True for said in ended]):
                found.append(f"{name}, round {number + 1}: it does not hold after {ended}.")
            db.session.remove()
    return found


def act_at_once(app: Flask, act: Callable[[], object], barrier: Barrier) -> bool | str:
    """Whether the act went through; a sentence where it failed instead of being refused."""
    with app.app_context():
        barrier.wait()
        try:
            with transaction():
                act()
        except REFUSED:
            return False
        except DBAPIError as failure:
            return f"it was not refused, it failed: {failure.orig}".strip()
        except Exception as failure:
            # A request would be answered with a 500.
            return f"it was not refused, it failed: {failure!r}"
        finally:
            db.session.remove()
    return True


def run_trade(database: str, room: Path) -> Outcome:
    """Every race of trade, that many rounds each."""
    return _run(database, room, races_of_trade(), ROUNDS)


def run_people(database: str, room: Path) -> Outcome:
    """Every other race, half as many rounds each, so that all of it fits into an hour."""
    return _run(database, room, races_of_people(), ROUNDS // 2)


def _run(database: str, room: Path, races: dict[str, Race], most: int) -> Outcome:
    rounds = most // SHARE[database]
    found: list[str] = []
    with house(database, room, "races") as made, made.app() as app:
        with transaction():
            ground = Ground(build(NOW))
        for name, race in races.items():
            found += run_race(app, name, race, ground, rounds)[:5]
    return Outcome(f"{len(races)} races, {rounds:,} rounds each", len(races) * rounds, tuple(found))
