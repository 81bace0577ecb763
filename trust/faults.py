"""What the portal stands on fails for a while: bids are stored safely or refused with a 503, and all recovers.

The database is cut off (PostgreSQL, through a wire that can be cut) or its disk takes no more (SQLite, by a limit of
the processes on the size of files). Meanwhile the mail server refuses. Nothing is started again afterwards.
"""

import resource
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import func, select

from portal.db import db, new_public_id, transaction
from portal.outbox import OutboxRow
from portal.sourcing.models import Question
from trust import leases
from trust.browser import Answer
from trust.house import House, free_port, house
from trust.post_office import PostOffice, open_at
from trust.proofs import Outcome
from trust.tenders import scene
from trust.wire import wire_to_database

SECONDS_TO_RECOVER = 120
# More than the processes' own logs, less than what the write-ahead log needs for some writes.
FULL = 300_000


@dataclass
class Told:
    """What clients were answered: by phase the answers, and the marks that were acknowledged."""

    answers: dict[str, list[Answer]] = field(default_factory=dict)
    acknowledged: set[str] = field(default_factory=set)
    stored: list[str] = field(default_factory=list)
    undelivered: int = 0


def judge(told: Told) -> Iterator[str]:
    """A sentence for everything that was not as promised."""
    for phase in ("before", "after"):
        if not any(answer.status == 303 for answer in told.answers[phase]):
            yield f"Nothing was accepted {phase} the failure."
    during = told.answers["during"]
    if not any(answer.status == 503 for answer in during):
        yield "Nobody was refused during the failure: this proves nothing."
    for answer in during:
        if answer.status not in (303, 503):
            yield f"During the failure somebody was answered with {answer.status}."
        if answer.status == 503 and not (answer.retry_after and "error-page" in answer.text):
            yield "A refusal during the failure does not say when to come back."
    if lost := told.acknowledged - set(told.stored):
        yield f"{len(lost)} writes were acknowledged and are lost."
    if len(set(told.stored)) != len(told.stored):
        yield "Something that was sent again is stored twice."
    if told.undelivered:
        yield f"{told.undelivered} mails were not delivered after all was well again."


def run(database: str, room: Path, seconds: float = 60.0) -> Outcome:
    """Let database (or its disk) and mail server fail for so long while a client writes."""
    office, told = PostOffice(), Told()
    with ExitStack() as stack:
        made = stack.enter_context(house(database, room, "faults"))
        app = stack.enter_context(made.app())
        stack.enter_context(open_at(port := free_port(), office))
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=1, rfqs=1)
        db.session.remove()
        more = {"MAIL_URL": f"smtp://127.0.0.1:{port}"}
        if database == "postgresql":
            line, through = stack.enter_context(wire_to_database(made.settings.database_url))
            more["DATABASE_URL"] = through
            fail, mend = line.sever, line.join
        else:
            fail, mend = _limits(made)
        made.start("web", more=more)
        made.start("worker", more=more)
        made.wait_until_it_answers()
        path = f"/supplier/rfqs/{prepared.rfqs[0]}/ask"

        def ask(mark: str, key: str) -> Answer:
            return prepared.sellers[0].post_alone(path, {"text": mark}, key)

        write(ask, told, "before", lambda count: count >= 5)
        office.refusal = "451 Please try later"
        fail()
        until = time.monotonic() + seconds
        write(ask, told, "during", lambda _count: time.monotonic() > until)
        mend()
        office.refusal = ""
        until = time.monotonic() + SECONDS_TO_RECOVER
        write(ask, told, "after", lambda count: count >= 5 or time.monotonic() > until)
        _look(told)
    asked = sum(map(len, told.answers.values()))
    what = "the database away" if database == "postgresql" else "the disk full"
    return Outcome(
        f"forms with {what} and the mail server refusing for {seconds:.0f} s", asked, tuple(judge(told))
    )


def _limits(made: House) -> tuple[Callable[[], None], Callable[[], None]]:
    """Functions that let the disk be full for the running processes, and no more."""

    def limit(most: int) -> None:
        for process in made.running:
            for one in (process.pid, *(child.pid for child in psutil.Process(process.pid).children())):
                resource.prlimit(one, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    return lambda: limit(FULL), lambda: limit(resource.RLIM_INFINITY)


def write(
    send: Callable[[str, str], Answer], told: Told, phase: str, enough: Callable[[int], bool]
) -> None:
    """``send(mark, key)`` forms until enough are acknowledged; what was refused is sent again with the same key."""
    answers, count = told.answers.setdefault(phase, []), 0
    while not enough(count):
        mark, key = f"{phase}-{len(answers)}", new_public_id()
        while not enough(count):
            answer = send(mark, key)
            answers.append(answer)
            if answer.status == 303:
                told.acknowledged.add(mark)
                count += 1
                break
            time.sleep(0.2)


def _look(told: Told) -> None:
    waiting = select(func.count(OutboxRow.id)).where(OutboxRow.kind == "mail", OutboxRow.done_at.is_(None))
    leases.run_out()
    until = time.monotonic() + SECONDS_TO_RECOVER
    while (left := db.session.scalar(waiting) or 0) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.2)
    told.undelivered = left
    told.stored = list(db.session.scalars(select(Question.text)))
    db.session.rollback()
