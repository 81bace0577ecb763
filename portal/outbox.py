"""The outbox: effects are rows written with the change that causes them, and delivered afterwards by leases.

Delivery is at least once: a worker that dies leaves a lease that runs out, and another takes the row. A handler
gets the row's key, which stays the same over all tries, so that its receiver can tell a repetition.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, Integer, String, Text, or_, select, true, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import EPOCH, Key, Model, db, new_public_id, transaction
from portal.isolation import isolated

LEASE = timedelta(seconds=60)
# A mail server may be away over a long weekend: tried after 2, 4, 8 … seconds, then every hour for five days.
LONGEST_DELAY = timedelta(hours=1)
MAX_TRIES = 130
log = structlog.get_logger()


class OutboxRow(Model):
    """One effect to come. ``done_at`` is set once, after its handler returned; ``error`` is the last failure."""

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_open", "done_at", "due_at"),
        isolated(open_because="every verb may leave an effect; it names no organisation"),
    )
    id: Mapped[Key]
    key: Mapped[str] = mapped_column(String(100), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[str] = mapped_column(Text)
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


@dataclass(frozen=True)
class Job:
    """What a handler gets."""

    id: int
    key: str
    kind: str
    payload: dict[str, Any]
    tries: int


_handlers: dict[str, Callable[[Job], None]] = {}
# Kinds whose receivers are strangers, who may be slow on purpose: nobody else's effects wait behind those.
_apart: set[str] = set()


def handler(kind: str, *, apart: bool = False) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Deliver rows of this kind with the decorated function, ``apart`` from all others where that is said.

    It runs outside any transaction; what it stores it stores in a ``transaction()`` of its own. An exception
    of any kind means "not delivered": the row is tried again later.
    """

    def register(function: Callable[[Job], None]) -> Callable[[Job], None]:
        _handlers[kind] = function
        if apart:
            _apart.add(kind)
        return function

    return register


@dataclass(frozen=True)
class _Recurring:
    kind: str
    every: timedelta


_recurring: dict[str, _Recurring] = {}


def recurring(kind: str, every: timedelta) -> Callable[[Callable[[Job], None]], Callable[[Job], None]]:
    """Deliver a row of this kind once in every period; each row, when it is finished, writes the next.

    ``start_recurring`` writes the first.
    """

    def register(function: Callable[[Job], None]) -> Callable[[Job], None]:
        _recurring[kind] = _Recurring(kind, every)
        return handler(kind)(function)

    return register


def start_recurring(now: datetime) -> None:
    """Write the row of the present period of each recurring kind, unless it is there. In a write transaction."""
    for one in _recurring.values():
        _enqueue_period(one, now)


def _enqueue_period(one: _Recurring, now: datetime) -> None:
    begins = EPOCH + (now - EPOCH) // one.every * one.every
    key = f"{one.kind}:{begins.isoformat()}"
    if db.session.scalar(select(OutboxRow.id).where(OutboxRow.key == key)) is None:
        enqueue(one.kind, {}, due=begins, key=key)


def enqueue(kind: str, payload: dict[str, Any], *, due: datetime, key: str | None = None) -> None:
    """Write one effect into the transaction under way; a rollback takes it along. ``due`` is an instant.

    A second row with the same ``key`` is refused by the database (``IntegrityError``).
    """
    db.session.add(
        OutboxRow(
            key=key or new_public_id(), kind=kind, payload=json.dumps(payload, sort_keys=True), due_at=due
        )
    )


def claim(now: datetime, most: int = 10, apart: bool | None = None) -> list[Job]:
    """Lease up to ``most`` rows that are due: of the kinds that are delivered apart, of all others, or of all.

    Call inside a write transaction and commit before delivering.
    """
    free = or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < now)
    kinds = OutboxRow.kind.in_(_apart) if apart else OutboxRow.kind.not_in(_apart)
    wanted = true() if apart is None else kinds
    rows = db.session.scalars(
        select(OutboxRow)
        .where(
            OutboxRow.done_at.is_(None), OutboxRow.due_at <= now, OutboxRow.tries < MAX_TRIES, free, wanted
        )
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).all()
    for row in rows:
        row.lease_until = now + LEASE
        row.tries += 1
    return [Job(row.id, row.key, row.kind, json.loads(row.payload), row.tries) for row in rows]


def finish(job: Job, now: datetime, error: str | None = None) -> None:
    """Close the row, or note the error and let it come back after a delay that grows up to ``LONGEST_DELAY``.

    What has failed ``MAX_TRIES`` times stays as it is, and the log says so. A lease that ran out and was taken by
    another worker is left alone.
    """
    if error is None:
        values: dict[str, Any] = {"done_at": now, "lease_until": None, "error": None}
        if job.kind in _recurring:
            _enqueue_period(_recurring[job.kind], now + _recurring[job.kind].every)
    else:
        delay = min(timedelta(seconds=2 ** min(job.tries, 20)), LONGEST_DELAY)
        values = {"due_at": now + delay, "lease_until": None, "error": error[:2000]}
        if job.tries >= MAX_TRIES:
            log.error("outbox.given_up", key=job.key, kind=job.kind, error=error)
    db.session.execute(
        update(OutboxRow).where(OutboxRow.id == job.id, OutboxRow.tries == job.tries).values(**values)
    )


def drain(now: Callable[[], datetime] = clock.now, most: int = 10, apart: bool | None = None) -> int:
    """Deliver up to ``most`` rows of what is due, one after the other; the number of rows taken. ``apart`` as above.

    Each is leased by itself: behind a slow receiver none waits until its lease has run out and another takes it.
    """
    for taken in range(most):
        with transaction():
            jobs = claim(now(), most=1, apart=apart)
        if not jobs:
            return taken
        (job,) = jobs
        error = _deliver(job)
        with transaction():
            finish(job, now(), error)
    return most


def _deliver(job: Job) -> str | None:
    try:
        _handlers[job.kind](job)
    except Exception as failure:
        db.session.rollback()
        log.warning("outbox.failed", key=job.key, kind=job.kind, tries=job.tries, error=repr(failure))
        return repr(failure)
    return None
