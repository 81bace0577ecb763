"""The time that an answer takes tells nothing: a foreign record and a missing one, a known address and an unknown one.

Both are asked for in turn over one connection, which comes first decided by chance, so that whatever else the machine
does meets both alike. Where one is slower oftener than chance makes it, it is measured again, longer; what is slower
both times is found.
"""

import math
import random
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from portal.accounts.models import Person
from portal.db import db, transaction
from tests.objects import Objects
from tests.phone import with_password
from tests.trust.walking import NOTHING, address, boss, doors, filled
from tests.world import Company, build
from trust.browser import Browser, visitor
from trust.house import house
from trust.proofs import Outcome
from trust.tenders import browser

# An even pair shows this much by chance once in 150,000 times (sign test, two-sided, by the normal approximation).
DOUBTFUL = 4.5
AGAIN = 4

Ask = Callable[[], object]


@dataclass(frozen=True)
class Pair:
    """Two questions whose answers must take the same time."""

    what: str
    one: Ask
    other: Ask


def differences(pair: Pair, times: int, chance: random.Random) -> list[float]:
    """By how many seconds the one took longer than the other, each time that both were asked."""
    found = []
    for _ in range(times):
        took = dict.fromkeys((pair.one, pair.other), 0.0)
        for ask in chance.sample(list(took), 2):
            began = time.perf_counter()
            ask()
            took[ask] = time.perf_counter() - began
        found.append(took[pair.one] - took[pair.other])
    return found


def score(found: Iterable[float]) -> float:
    """How far from even it is how often the one was slower, in standard deviations (sign test); ties say nothing."""
    signs = [math.copysign(1, one) for one in found if one]
    return sum(signs) / math.sqrt(len(signs)) if signs else 0.0


def judge(pair: Pair, times: int, chance: random.Random) -> Iterator[str]:
    """A sentence where the pair can be told apart by time, twice and in the same direction."""
    first = score(differences(pair, times, chance))
    if abs(first) < DOUBTFUL:
        return
    again = differences(pair, times * AGAIN, chance)
    if abs(score(again)) >= DOUBTFUL and score(again) * first > 0:
        yield f"{pair.what}: {statistics.median(again) * 1e6:+.0f} µs in the middle."


def run(database: str, room: Path, times: int = 60) -> Outcome:
    """A page of every kind of record, and signing in and forgetting a password by addresses that are none."""
    chance, found, count = random.Random(times), [], 0
    with ExitStack() as stack:
        made = stack.enter_context(house(database, room, "timing"))
        app = stack.enter_context(made.app())
        with transaction():
            world = build(datetime.now(UTC))
            objects = Objects(world, datetime.now(UTC))
        strangers = [_stranger(app, made.port, company) for company in (world.bolt, world.gamma)]
        known = with_password(app, world.alpha.people[boss(world.alpha)])
        browsers = [stack.enter_context(closing(one)) for one in (*strangers, visitor(app, made.port))]
        pairs = [
            *_records(app, world.bolt, objects, browsers[0]),
            *_records(app, world.gamma, objects, browsers[1]),
            *_addresses(browsers[2], known),
        ]
        db.session.rollback()
        made.start("web")
        made.wait_until_it_answers()
        for pair in pairs:
            found += judge(pair, times, chance)
            count += times
    return Outcome("pairs of answers compared, foreign and missing, known and unknown", count, tuple(found))


def _stranger(app: Flask, port: int, company: Company) -> Browser:
    """Somebody of the company with every role."""
    role = boss(company)
    with transaction():
        return browser(app, port, company, role)


def _records(app: Flask, company: Company, objects: Objects, asking: Browser) -> Iterator[Pair]:
    """A page of the company's side for each kind of record, asked for one of others and for one that is none."""
    pages = {
        door.arguments: door
        for door in doors(app)
        if door.method == "GET" and door.rule.side is company.organisation.side
    }
    for door in pages.values():
        if set(door.arguments) <= {"measure"}:
            continue
        foreign = filled(door, objects)
        missing = {key: value if key == "measure" else NOTHING for key, value in foreign.items()}
        one, other = (address(app, door, values) for values in (foreign, missing))
        yield Pair(f"{door} of others and a missing one", _get(asking, one), _get(asking, other))


def _get(asking: Browser, path: str) -> Ask:
    def ask() -> None:
        answer = asking.get(path)
        if answer.status != 404:
            raise AssertionError(f"{path} was answered with {answer.status}")

    return ask


def _addresses(asking: Browser, known: Person) -> Iterator[Pair]:
    """Signing in with a wrong password, and asking for a new one."""
    own, nobody = known.email, f"nobody@{known.email.partition('@')[2]}"
    for path, form in (("/login", {"password": "not this one at all"}), ("/reset", {})):
        one, other = (_post(asking, path, {**form, "email": email}) for email in (own, nobody))
        yield Pair(f"{path} with a known address and an unknown one", one, other)


def _post(asking: Browser, path: str, form: dict[str, str]) -> Ask:
    return lambda: asking.post(path, form)
