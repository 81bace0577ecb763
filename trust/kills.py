"""Processes killed at random moments while clients write and retry: what was acknowledged is there, once.

Each client asks questions and saves bids, every one with a mark of its own, and sends a form again with the same
request key until it is answered. Of ten kills seven hit one process of the web server, which its parent replaces, two
the worker and one the whole web server; those two are started again.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import psutil
from sqlalchemy import func, select

from portal import outbox
from portal.cli.audit import complaints_of
from portal.db import db, transaction
from portal.outbox import OutboxRow
from portal.sourcing.models import BidVersion, Question
from portal.sourcing.queries import door
from portal.web.mail import message_id
from trust import leases
from trust.house import House, free_port, house
from trust.post_office import PostOffice, open_at
from trust.proofs import Outcome
from trust.tenders import Scene, scene

CLIENTS = 4
SECONDS_BETWEEN = (0.05, 0.4)
SECONDS_TO_DELIVER = 120
ORDER = ("one", "one", "one", "worker", "one", "one", "web", "one", "worker", "one")


@dataclass
class Evidence:
    """What the clients were told, and what is there: marks as often as they occur, Message-IDs as the post got them."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    begun: set[str] = field(default_factory=set)
    stored: Counter[str] = field(default_factory=Counter)
    mails_due: set[str] = field(default_factory=set)
    mails: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)


def judge(evidence: Evidence) -> Iterator[str]:
    """A sentence for everything that was lost, doubled, altered or made up."""
    for mark in evidence.acknowledged.keys() - evidence.stored.keys():
        yield f"“{mark}” was acknowledged and is lost."
    for mark, times in evidence.stored.items():
        if times > 1:
            yield f"“{mark}” is stored {times} times."
        if mark not in evidence.begun:
            yield f"“{mark}” is stored, and nobody wrote it."
    if lost := evidence.mails_due - evidence.mails.keys():
        yield f"{len(lost)} mails never arrived."
    if made_up := evidence.mails.keys() - evidence.mails_due:
        yield f"{len(made_up)} mails arrived that nothing had caused."
    yield from evidence.complaints


def run(database: str, room: Path, kills: int = 200) -> Outcome:
    """Kill that often while four clients write, then start all again and look at what is there."""
    office, evidence = PostOffice(), Evidence()
    with house(database, room, "kills") as made, made.app() as app, open_at(port := free_port(), office):
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=CLIENTS, rfqs=1)
        db.session.remove()
        mail = {"MAIL_URL": f"smtp://127.0.0.1:{port}"}
        stop = threading.Event()
        with ThreadPoolExecutor(CLIENTS) as pool:
            made.start("web")
            made.wait_until_it_answers()
            writing = [pool.submit(_write, prepared, number, evidence, stop) for number in range(CLIENTS)]
            try:
                _kill(made, kills, mail)
            finally:
                stop.set()
            for one in writing:
                one.result()
        _let_deliver(made, mail)
        _look(evidence, office, made.settings.files_url)
    tried = f"kills while {CLIENTS} clients wrote; {len(evidence.acknowledged)} writes were acknowledged"
    tried += f", {len(evidence.mails)} mails arrived, {office.repeated} of them handed over again"
    return Outcome(tried, kills, tuple(judge(evidence)))


def _kill(made: House, kills: int, mail: dict[str, str]) -> None:
    chance = random.Random(kills)
    running = {"web": made.running[-1], "worker": made.start("worker", more=mail)}
    for number in range(kills):
        time.sleep(chance.uniform(*SECONDS_BETWEEN))
        what = ORDER[number % len(ORDER)]
        if what == "one":
            _kill_one(running["web"], chance)
            continue
        os.killpg(running[what].pid, signal.SIGKILL)
        running[what].wait()
        running[what] = made.start(what, more=mail)
        if what == "web":
            made.wait_until_it_answers()


def _kill_one(web: subprocess.Popen[bytes], chance: random.Random) -> None:
    """Kill one process that answers requests; its parent starts another."""
    until = time.monotonic() + 60
    while not (children := psutil.Process(web.pid).children()):
        if time.monotonic() > until:
            raise TimeoutError("The web server has no process left that answers")
        time.sleep(0.01)
    chance.choice(children).send_signal(signal.SIGKILL)


def _write(scene: Scene, number: int, evidence: Evidence, stop: threading.Event) -> None:
    """Write until told to stop, each form until it is answered."""
    seller, bid, turn = scene.sellers[number].beside(), scene.bids[0][number], 0
    while not stop.is_set():
        turn += 1
        mark = f"{number}-{turn}"
        evidence.begun.add(mark)
        if turn % 2:
            path, form = f"/supplier/rfqs/{scene.rfqs[0]}/ask", {"text": mark}
        else:
            path, form = f"/supplier/bids/{bid}/edit", {**scene.form, "quote_number": mark}
        seller.insist(path, form)
        evidence.acknowledged[mark] += 1
    seller.close()


def _let_deliver(made: House, mail: dict[str, str]) -> None:
    """Wait until every mail is delivered. What killed workers had leased is free at once, as if a minute had passed."""
    for process in made.running:
        if process.poll() is None and "worker" in process.args:  # type: ignore[operator]
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    leases.run_out()
    made.start("worker", more=mail)
    until = time.monotonic() + SECONDS_TO_DELIVER
    waiting = select(func.count(OutboxRow.id)).where(
        OutboxRow.kind == "mail", OutboxRow.done_at.is_(None), OutboxRow.tries < outbox.MAX_TRIES
    )
    while db.session.scalar(waiting) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.1)
    db.session.rollback()


def _look(evidence: Evidence, office: PostOffice, files_url: str) -> None:
    evidence.stored.update(db.session.scalars(select(Question.text)))
    for version in db.session.scalars(select(BidVersion)):
        evidence.stored[door.read_own(version.supplier_id, version).quote_number] += 1
    # The drafts that the scene began with have no mark.
    del evidence.stored[""]
    keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.kind == "mail"))
    evidence.mails_due = {message_id(key) for key in keys}
    evidence.mails = office.arrived
    evidence.complaints += [*complaints_of(files_url)]
    db.session.rollback()
