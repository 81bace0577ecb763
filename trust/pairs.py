"""Any two acts on one record at the same moment end as one after the other would have ended.

A race says what should hold. Here nobody does: of all that may be done to a record in a stage of its life, each two
acts, an act and itself included, are first done in either order, each time on a record of its own. What both come to
at once has to be one of those ends: which of them went through, what the rows hold, and what was recorded; or the end
of one act alone, where the other is told that it came too late.

The same has to come of an act that had read everything when the other was done, as of somebody who pressed a button
on a page that was true a moment ago: what is decided by that instead of by what is there now comes out every time, and
not once in a thousand.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from itertools import combinations_with_replacement
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import Column, LargeBinary, Table, inspect, select

from portal.db import Model, db, one, transaction
from portal.history import Event, EventSubject
from tests.world import build
from trust.house import house
from trust.proofs import Outcome
from trust.races import NOW, Ground, Round, act_at_once, run_race

# What tells something of a row; texts and keys differ from one record to the next.
TELLING = (Enum, Decimal, bool, int, date, list, type(None))

Act = Callable[[], object]
# What an act does as soon as it has read what it acts on, if anything.
HAVING_READ: ContextVar[Callable[[], object] | None] = ContextVar("having_read", default=None)
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True)
class Stage:
    """A record in a stage of its life, made within a transaction, and by name the ``acts`` that go through there.

    What is looked at afterwards are ``kind`` and ``key`` and every row that names it, or names one that does, without
    the keys of others; ``also`` tells what else there is to see. The acts and it fetch what they need themselves: they
    run in other sessions.
    """

    kind: type[Model]
    key: int
    acts: Mapping[str, Act]
    also: Callable[[], object] = lambda: None


Make = Callable[[Ground], Stage]
Pair = tuple[str, str]
# Which acts went through, what the rows hold, and how often what was recorded.
End = tuple[tuple[bool, ...], tuple[str, ...], tuple[tuple[str, int], ...]]


def record(kind: type[Found], key: int) -> Found:
    """The record of this kind with this key. ``Missing``, as for a request, where it has gone."""
    found = one(select(kind).where(inspect(kind).columns["id"] == key))
    then = HAVING_READ.get()
    HAVING_READ.set(None)
    if then is not None:
        # Kept until the act has ended, as a view keeps it: what nobody holds would be read again.
        db.session.info["read"] = list(_around(found))
        then()
    return found


def _around(found: Model, steps: int = 2) -> Iterator[object]:
    """What the record names and what names it, that many steps far, as a page reads it that shows the record."""
    for relationship in inspect(type(found)).relationships:
        around = getattr(found, relationship.key)
        yield around
        if steps > 1 and around is not None and not relationship.uselist:
            yield from _around(around, steps - 1)


def on(kind: type[Model], key: int, verb: Callable[..., object], *said: Any, **by: Any) -> Act:
    """An act: the verb on the record of this kind with this key, with the rest of what it takes."""
    return lambda: verb(record(kind, key), *said, **by)


def all_stages() -> dict[str, Make]:
    """Every stage by its name."""
    from trust.pairing import agreements, catalogue, company, deliveries, orders, people, tenders

    found = [
        one
        for module in (tenders, orders, deliveries, agreements, catalogue, company, people)
        for one in module.STAGES
    ]
    return {make.__name__.replace("_", " "): make for make in found}


class Broken(Exception):
    """What cannot be tried: an act of a stage that does not go through there."""


def pairs_of(make: Make, ground: Ground) -> list[Pair]:
    """Every two acts of a stage, and each act with itself."""
    return list(combinations_with_replacement(_fresh(make, ground).acts, 2))


def run_pair(app: Flask, name: str, make: Make, pair: Pair, ground: Ground, rounds: int) -> list[str]:
    """Do two acts in turn both ways, then so often at once; a sentence for whatever came out otherwise.

    On SQLite nobody reads before another's act and writes after it: who may write has the database for itself.
    """
    named = f"{name}, {pair[0]} and {pair[1]}"

    def ends_of(*orders: tuple[int, ...]) -> set[End]:
        return {_in_turn(app, _fresh(make, ground), pair, turns) for turns in orders}

    try:
        ends = ends_of((0, 1), (1, 0))
    except Broken as why:
        return [f"{named}: {why}."]
    # Asked for where it comes to that.
    one_alone = cache(lambda: ends_of((0,), (1,)))

    def holds(stage: Stage, wins: list[bool]) -> bool:
        end = _end(stage, pair, wins)
        return end in ends or end in one_alone()

    def race(ground: Ground) -> Round:
        stage = make(ground)
        return Round(tuple(stage.acts[act] for act in pair), lambda wins: holds(stage, wins))

    found = []
    for late in (0, 1) if db.engine.dialect.name == "postgresql" else ():
        stage = _fresh(make, ground)
        ended = having_read_before(app, stage, pair, late)
        said = f"{named}, {pair[late]} by what was read before"
        broken = [said for said in ended if isinstance(said, str)]
        if broken:
            found.append(f"{said}: {broken[0]}")
        elif not holds(stage, [one is True for one in ended]):
            found.append(f"{said}: it does not hold after {ended}.")
    return found + run_race(app, named, race, ground, rounds)


def _fresh(make: Make, ground: Ground) -> Stage:
    with transaction():
        stage = make(ground)
    db.session.remove()
    return stage


def _in_turn(app: Flask, stage: Stage, pair: Pair, turns: tuple[int, ...]) -> End:
    """The end to which acts come in turn; one alone stands for the other's refusal as one that came too late."""
    wins = [False, False]
    for turn in turns:
        went = act_at_once(app, stage.acts[pair[turn]], Barrier(1))
        if isinstance(went, str) or (turn == turns[0] and not went):
            raise Broken(f"{pair[turn]} does not go through: {went}")
        wins[turn] = went
    return _end(stage, pair, wins)


def having_read_before(app: Flask, stage: Stage, pair: Pair, late: int) -> list[bool | str]:
    """What comes of two acts where the one that is late has read before the other is done, and goes on after it."""
    ended: list[bool | str] = [False, False]

    def do_the_other() -> None:
        ended[1 - late] = act_at_once(app, stage.acts[pair[1 - late]], Barrier(1))

    token = HAVING_READ.set(do_the_other)
    try:
        ended[late] = act_at_once(app, stage.acts[pair[late]], Barrier(1))
        if HAVING_READ.get() is not None:
            ended[late] = f"it reads nothing by record() before it acts, but ended as {ended[late]}"
    finally:
        HAVING_READ.reset(token)
    return ended


def _end(stage: Stage, pair: Pair, wins: list[bool]) -> End:
    """What there is to see after two acts. Of an act and itself it does not matter which of them went through."""
    went = tuple(sorted(wins) if pair[0] == pair[1] else wins)
    found = _found(stage)
    # Of the record itself events tell even where it has gone.
    keys = {table: set(rows) for table, rows in found.items()}
    keys[_table(stage.kind)] |= {stage.key}
    told = Counter(name for table, of_table in keys.items() for name in _names(table, of_table))
    seen = sorted(f"{table} {row}" for table, rows in found.items() for row in rows.values())
    seen.append(str(stage.also()))
    db.session.rollback()
    return went, tuple(seen), tuple(sorted(told.items()))


def _found(stage: Stage) -> dict[Table, dict[int, str]]:
    """By table and key what the record holds, and every row that names one of those found."""
    root = _table(stage.kind)
    found: dict[Table, dict[int, str]] = {}
    waiting = [(root, root.c.id == stage.key)]
    while waiting:
        table, wanted = waiting.pop()
        known = found.setdefault(table, {})
        fresh = {key: said for key, said in _read(table, wanted) if key not in known}
        known |= fresh
        if fresh:
            waiting += [(other, other.c[column].in_(fresh)) for other, column in _named_by(table)]
    return found


def _read(table: Table, wanted: Any) -> Iterator[tuple[int, str]]:
    """Keys and what stands in rows but for keys, texts and how often they were changed."""
    for row in db.session.execute(select(*_telling(table)).where(wanted)):
        values = row._asdict()
        kept = {name: value for name, value in values.items() if isinstance(value, TELLING)}
        yield values["id"], str({name: str(value) for name, value in kept.items() if name != "id"})


@cache
def _telling(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if column.name == "id"
        or not (column.foreign_keys or column.name == "version" or isinstance(column.type, LargeBinary))
    ]


@cache
def _named_by(table: Table) -> list[tuple[Table, str]]:
    """The tables whose rows name one of this table, and the columns in which they do."""
    return [
        (other, column.name)
        for other in table.metadata.tables.values()
        if "id" in other.columns
        for column in other.columns
        if any(key.column.table is table for key in column.foreign_keys)
    ]


def _table(kind: type[Model]) -> Table:
    table = inspect(kind).local_table
    assert isinstance(table, Table)
    return table


def _names(table: Table, keys: Iterable[int]) -> Iterator[str]:
    """The names of the events about rows of a table, each as often as it happened."""
    mine = (EventSubject.kind == table.name, EventSubject.subject_id.in_(list(keys)))
    named = select(Event.id, Event.name).join(EventSubject).where(*mine).distinct()
    yield from (f"{table.name}: {name}" for _key, name in db.session.execute(named))


def run(database: str, room: Path) -> Outcome:
    """Every two acts of every stage in turn, once at once, and on PostgreSQL each by what was read before the other."""
    found: list[str] = []
    pairs = 0
    with house(database, room, "pairs") as made, made.app() as app:
        with transaction():
            ground = Ground(build(NOW))
        for name, make in all_stages().items():
            for pair in pairs_of(make, ground):
                pairs += 1
                found += run_pair(app, name, make, pair, ground, 1)[:2]
    stages = len(all_stages())
    said = f"pairs of acts on records in {stages} stages, in turn and at once"
    late = ", and each by what was read before the other" if database == "postgresql" else ""
    return Outcome(said + late, pairs, tuple(found))
