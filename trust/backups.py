"""Backups taken while many write, each restored on an empty database and held against what was acknowledged.

Every write has a mark of its own: a question, a draft of a bid with a file, a submission with its receipt. A backup
holds what was acknowledged before it began, nothing that was begun after it ended, and one moment of all that came
between: never a write without the one that had been acknowledged before it was begun.
"""

import itertools
import secrets
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from portal import clock
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.models import Invitation, Rfq
from portal.sourcing.service.dialogue import ask
from portal.workflow import Actor
from tests import processes
from trust.house import ROOT, House, house
from trust.looking import Needles
from trust.proofs import DATABASES, Outcome
from trust.restored import marks_in
from trust.tenders import Scene, scene

CLIENTS = 10
# By hand in browsers, through the whole of the portal; and by the verb alone, which costs a fraction of that.
A_SECOND, BESIDE = 12, 45
SECONDS_BEFORE = 2.0


@dataclass(frozen=True)
class Write:
    """A write that was acknowledged, and when it was begun and answered."""

    mark: str
    begun: float
    answered: float


@dataclass
class Taken:
    """A backup: when it was begun and ended, what the commands complained of, and the marks in what was restored."""

    folder: Path
    begun: float
    ended: float
    complaints: list[str] = field(default_factory=list)
    marks: Counter[str] = field(default_factory=Counter)


def judge(taken: Taken, writes: list[Write]) -> Iterator[str]:
    """A sentence for everything that is missing, doubled, made up or of another moment in what was restored."""
    yield from taken.complaints
    known = {one.mark for one in writes}
    yield from (f"“{mark}” was restored, and nobody wrote it." for mark in taken.marks if mark not in known)
    yield from (f"“{mark}” was restored {times} times." for mark, times in taken.marks.items() if times > 1)
    there = [one for one in writes if one.mark in taken.marks]
    missing = [one for one in writes if one.mark not in taken.marks]
    if lost := [one.mark for one in missing if one.answered < taken.begun]:
        yield f"{len(lost)} writes were acknowledged before the backup and are not in it, such as “{lost[0]}”."
    if later := [one.mark for one in there if one.begun > taken.ended]:
        yield f"{len(later)} writes were begun after the backup and are in it, such as “{later[0]}”."
    if there and missing and max(one.begun for one in there) > min(one.answered for one in missing):
        yield "It holds a write, and not one that had been acknowledged before that was begun."


def run(
    database: str,
    room: Path,
    backups: int = 10,
    clients: int = CLIENTS,
    a_second: float = A_SECOND,
    beside: float = BESIDE,
) -> Outcome:
    """Take so many backups, one after the other, while clients and a process beside the server write.

    The last is restored on the other kind of database.
    """
    marker = f"Zq{secrets.token_hex(7)}"
    with house(database, room, "backups") as made, made.app() as app:
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=clients, rfqs=1)
        db.session.remove()
        made.start("web")
        made.wait_until_it_answers()
        with _writing(prepared, marker, a_second) as writes, _beside(made, prepared, beside) as told:
            time.sleep(SECONDS_BEFORE)
            taken = [_take(made, room / f"backup-{number}") for number in range(backups)]
            time.sleep(SECONDS_BEFORE / 4)
    writes += told
    found: list[str] = []
    other = DATABASES[1 - DATABASES.index(database)]
    for number, one in enumerate(taken):
        last = backups > 1 and number == backups - 1
        _restore(one, other if last else database, room / f"restored-{number}")
        found += [f"In a backup: {what}." for what in Needles([marker]).in_files(one.folder)]
        found += judge(one, writes)
    return Outcome(_said(taken, writes), backups, tuple(dict.fromkeys(found)))


def _said(taken: list[Taken], writes: list[Write]) -> str:
    begun, ended = taken[0].begun, taken[-1].ended
    rate = sum(begun <= one.answered <= ended for one in writes) / (ended - begun)
    return (
        f"backups while {rate:.0f} writes a second went on, {len(writes):,} in all, each restored and looked through:"
        " rows, foreign keys, files both ways, chains, receipts, and that sealed bids are sealed"
    )


@contextmanager
def _writing(prepared: Scene, marker: str, a_second: float) -> Iterator[list[Write]]:
    """Clients that write at an even pace until the block ends; the list is whole after it."""
    writes: list[Write] = []
    stop = threading.Event()
    with ThreadPoolExecutor(len(prepared.sellers)) as pool:
        every = len(prepared.sellers) / a_second
        lanes = [
            pool.submit(_write, prepared, number, marker, every, writes, stop)
            for number in range(len(prepared.sellers))
        ]
        try:
            yield writes
        finally:
            stop.set()
        for lane in lanes:
            lane.result()


def _write(
    prepared: Scene, number: int, marker: str, every: float, writes: list[Write], stop: threading.Event
) -> None:
    seller, bid = prepared.sellers[number].beside(), f"/supplier/bids/{prepared.bids[0][number]}"
    due = time.monotonic() + every * number / len(prepared.sellers)
    for turn in itertools.count():
        if stop.wait(max(0.0, due - time.monotonic())):
            break
        begun, mark = time.monotonic(), f"{marker} {number}-{turn}"
        due = max(due + every, begun)
        if turn % 5 == 0:
            form = {**prepared.form, "quote_number": mark}
            sent = seller.post_file(f"{bid}/edit", form, "uploads", f"{turn}.txt", mark.encode())
            if sent.status != 303:
                raise AssertionError(f"A draft was answered with {sent.status}: {sent.text[:2000]}")
        elif turn % 5 == 1:
            # An accepted one leads to its receipt: …/versions/<id>/receipt.
            mark = seller.insist(f"{bid}/submit", {"addendum": "0"}).location.split("/")[-2]
        else:
            mark = f"question {number}-{turn}"
            seller.insist(f"/supplier/rfqs/{prepared.rfqs[0]}/ask", {"text": mark})
        writes.append(Write(mark, begun, time.monotonic()))
    seller.close()


@contextmanager
def _beside(made: House, prepared: Scene, a_second: float) -> Iterator[list[Write]]:
    """A process that asks questions at an even pace until the block ends; the list is filled after it."""
    writes: list[Write] = []
    log, stop = made.room / "beside.log", made.room / "beside.stop"
    asker = prepared.suppliers[0].actor(Role.SALES)
    process = processes.start(ask_evenly, made.settings, prepared.rfqs[0], asker, a_second, log, stop)
    try:
        yield writes
    finally:
        stop.touch()
        process.join()
    if process.exitcode:
        raise AssertionError(f"The process that wrote beside the server ended with {process.exitcode}.")
    for line in log.read_text(encoding="utf-8").splitlines():
        mark, begun, answered = line.split("\t")
        writes.append(Write(mark, float(begun), float(answered)))


def ask_evenly(rfq: str, asker: Actor, a_second: float, log: Path, stop: Path) -> None:
    """Ask questions about an RFQ in a transaction each, and note each that was committed, until ``stop`` is there."""
    wanted = select(Invitation).join(Invitation.rfq).where(Rfq.public_id == rfq)
    due = time.monotonic()
    with log.open("w", encoding="utf-8", buffering=1) as told:
        for turn in itertools.count():
            if stop.exists():
                return
            time.sleep(max(0.0, due - time.monotonic()))
            begun, mark = time.monotonic(), f"question beside-{turn}"
            due = max(due + 1 / a_second, begun)
            with transaction():
                own = wanted.where(Invitation.supplier_id == asker.organisation_id)
                ask(db.session.scalars(own).one(), mark, actor=asker, now=clock.now())
            told.write(f"{mark}\t{begun}\t{time.monotonic()}\n")


def _take(made: House, folder: Path) -> Taken:
    begun = time.monotonic()
    complaints = _command(made, "backup", folder)
    return Taken(folder, begun, time.monotonic(), complaints)


def _restore(taken: Taken, database: str, room: Path) -> None:
    """Restore a backup in a house of its own and look at what is there."""
    room.mkdir()
    with house(database, room, "restored") as made:
        complaints = _command(made, "restore", taken.folder)
        taken.complaints += complaints
        if complaints:
            return
        with made.app():
            taken.marks = marks_in(made.settings.files_url, taken.folder, taken.complaints)


def _command(made: House, what: str, folder: Path) -> list[str]:
    """What a command of the portal complains of."""
    command = [sys.executable, "-m", "flask", what, str(folder)]
    ended = subprocess.run(command, cwd=ROOT, env=made.environment(), capture_output=True, text=True)
    said = (ended.stdout + ended.stderr).strip()[-500:]
    return [f"flask {what} ended with {ended.returncode}: {said}"] if ended.returncode else []
