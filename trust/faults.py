"""What the portal stands on fails for a while: bids are stored safely or refused with a 503, and all recovers.

The database is away, or a standby that takes no writes answers in its place (PostgreSQL, through a wire); its disk
takes no more (SQLite, by a limit of the processes on the size of files) or is read-only. Meanwhile the mail server
refuses. At last the mail server alone is slow, which nobody notices who does not wait for a mail.
"""

import resource
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import func, select

from portal.db import db, transaction
from portal.outbox import OutboxRow
from portal.sourcing.models import Question
from tests import postgres
from trust import leases
from trust.browser import Answer
from trust.failing import SECONDS_TO_RECOVER, Failing, judge, write_through
from trust.house import House, free_port, house, powerless
from trust.post_office import PostOffice, open_at
from trust.proofs import Outcome
from trust.tenders import scene
from trust.wire import reach_postgresql, wire_to_database

# More than the processes' own logs, less than what the write-ahead log needs for some writes.
FULL = 300_000
SECONDS_OF_A_SLOW_SERVER = 3.0


def run(database: str, room: Path, seconds: float = 60.0) -> Outcome:
    """Let each kind of failure last for so long while a client writes."""
    office, found, asked, names = PostOffice(), [], 0, []
    with ExitStack() as stack:
        made = stack.enter_context(house(database, room, "faults"))
        app = stack.enter_context(made.app())
        stack.enter_context(open_at(port := free_port(), office))
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=1, rfqs=1)
        db.session.remove()
        kinds = stack.enter_context(_on_disk(made) if database == "sqlite" else _on_a_wire(made))
        for process in ("web", "worker"):
            made.start(process, {"MAIL_URL": f"smtp://127.0.0.1:{port}"} | kinds[0].more, kinds[0].before)
        made.wait_until_it_answers()
        path = f"/supplier/rfqs/{prepared.rfqs[0]}/ask"
        for failing in (*kinds, _slow(office)):

            def ask(mark: str, key: str, name: str = failing.name) -> Answer:
                return prepared.sellers[0].post_alone(path, {"text": f"{name}:{mark}"}, key)

            office.refusal = "451 Please try later" if failing.refuses else ""
            repeated = office.repeated
            told = write_through(failing, ask, seconds)
            office.refusal = ""
            found += _undelivered(failing)
            if not failing.refuses:
                found += _noticed(failing, office.repeated - repeated, told.slowest)
            asked_here = select(Question.text).where(Question.text.startswith(f"{failing.name}:"))
            told.stored = [text.rpartition(":")[2] for text in db.session.scalars(asked_here)]
            db.session.rollback()
            found += judge(failing, told)
            names.append(failing.name)
            asked += told.times
    return Outcome(f"forms for {seconds:.0f} s each with {', '.join(names)}", asked, tuple(found))


@contextmanager
def _on_disk(made: House) -> Iterator[list[Failing]]:
    """SQLite on a disk that is full, and on one that has become read-only."""

    def limit(most: int) -> None:
        for process in made.running:
            for one in (process.pid, *(child.pid for child in psutil.Process(process.pid).children())):
                resource.prlimit(one, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    folder = made.room
    files = [folder / f"portal.db{ending}" for ending in ("", "-wal", "-shm", ".turn", ".lock")]

    def read_only() -> None:
        for file in files:
            file.chmod(0o400)
        # Who has opened a file may go on writing: the server is told to replace its processes.
        server = psutil.Process(made.running[0].pid)
        old = server.children()
        server.send_signal(signal.SIGHUP)
        psutil.wait_procs(old, SECONDS_TO_RECOVER)

    def well() -> None:
        for file in files:
            file.chmod(0o600)

    yield [
        Failing("the disk full", lambda: limit(FULL), lambda: limit(resource.RLIM_INFINITY), before=powerless()),
        Failing("the database's files read-only", read_only, well),
    ]


@contextmanager
def _on_a_wire(made: House) -> Iterator[list[Failing]]:
    """PostgreSQL that is away, and a standby that takes its place for a while."""
    with postgres.standby() as folder, wire_to_database(made.settings.database_url) as (line, through):
        there, standby = line.reach, reach_postgresql(folder)

        def fail_over() -> None:
            line.reach = standby
            line.sever()
            line.join()

        def come_back() -> None:
            # Who is still connected to the standby stays so.
            line.reach = there

        yield [
            Failing("the database away", line.sever, line.join, {"DATABASE_URL": through}),
            Failing("a standby in the database's place", fail_over, come_back),
        ]


def _slow(office: PostOffice) -> Failing:
    def take(seconds: float) -> Callable[[], None]:
        return lambda: setattr(office, "seconds", seconds)

    return Failing("the mail server slow", take(SECONDS_OF_A_SLOW_SERVER), take(0), refuses=False)


def _noticed(failing: Failing, repeated: int, slowest: float) -> Iterator[str]:
    """What people notice of a mail server that is slow, and should not."""
    if repeated:
        yield f"{failing.name}: {repeated} mails went out twice."
    if slowest >= SECONDS_OF_A_SLOW_SERVER:
        yield f"{failing.name}: somebody waited for {slowest:.1f} seconds."


def _undelivered(failing: Failing) -> Iterator[str]:
    """What is amiss with the mails once all is well again; they are not waited for until their next try is due."""
    waiting = select(func.count(OutboxRow.id)).where(OutboxRow.kind == "mail", OutboxRow.done_at.is_(None))
    if failing.refuses:
        leases.run_out()
    until = time.monotonic() + SECONDS_TO_RECOVER
    while (left := db.session.scalar(waiting) or 0) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.2)
    db.session.rollback()
    if left:
        yield f"{failing.name}: {left} mails were not delivered after all was well again."
