"""Processes killed at random moments while clients write and retry: what was acknowledged is there, once.

Suppliers ask questions and save bids; a buyer writes items, of which its webhook tells. Each form bears a mark of its
own and is sent again with the same request key until it is answered. Of ten kills seven hit one process of the web
server, which its parent replaces, two the worker and one the whole web server; those two are started again.
"""

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import psutil
from sqlalchemy import func, select

from portal import outbox
from portal.accounts.roles import Role
from portal.catalog.models import Item
from portal.cli.audit import complaints_of
from portal.db import db, transaction
from portal.outbox import OutboxRow
from portal.sourcing.models import BidVersion, Question
from portal.sourcing.queries import door
from portal.web.mail import message_id
from portal.webhooks import service as webhooks
from portal.webhooks.models import WebhookDelivery
from trust import leases
from trust.browser import Browser
from trust.house import House, free_port, house
from trust.listener import Listener, listening
from trust.post_office import PostOffice, open_at
from trust.proofs import Outcome
from trust.tenders import Scene, scene

CLIENTS = 4  # One of them is the buyer.
SECONDS_BETWEEN = (0.05, 0.4)
SECONDS_TO_DELIVER = 120
LEAVING, HERE = ("mail", "webhook"), "127.0.0.0/8"
ORDER = ("one", "one", "one", "worker", "one", "one", "web", "one", "worker", "one")

# The address and the form of somebody's next turn, which bears a mark.
Line = Callable[[int, str], tuple[str, dict[str, str]]]


@dataclass
class Evidence:
    """What the clients were told, and what is there: marks as often as they occur, Message-IDs as the post got them,
    messages of the buyer's webhook as its receiver got them."""

    acknowledged: Counter[str] = field(default_factory=Counter)
    begun: set[str] = field(default_factory=set)
    stored: Counter[str] = field(default_factory=Counter)
    mails_due: set[str] = field(default_factory=set)
    mails: Counter[str] = field(default_factory=Counter)
    posts_due: set[str] = field(default_factory=set)
    posts: Counter[str] = field(default_factory=Counter)
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
    if not evidence.posts_due:
        yield "Nothing was due to the webhook, so nothing is shown of it."
    sent = (("mails", evidence.mails_due, evidence.mails), ("messages", evidence.posts_due, evidence.posts))
    for what, due, arrived in sent:
        if lost := due - arrived.keys():
            yield f"{len(lost)} {what} never arrived."
        if made_up := arrived.keys() - due:
            yield f"{len(made_up)} {what} arrived that nothing had caused."
    yield from evidence.complaints


def run(database: str, room: Path, kills: int = 200) -> Outcome:
    """Kill that often while four clients write, then start all again and look at what is there."""
    office, listener, evidence = PostOffice(), Listener(), Evidence()
    with ExitStack() as until_looked:
        made = until_looked.enter_context(house(database, room, "kills"))
        app = until_looked.enter_context(made.app())
        until_looked.enter_context(open_at(port := free_port(), office))
        until_looked.enter_context(listening(listener))
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=CLIENTS - 1, rfqs=1)
            listener.secret = _hook(prepared, listener)
        db.session.remove()
        outward = {"MAIL_URL": f"smtp://127.0.0.1:{port}", "WEBHOOK_NETWORKS": HERE}
        stop = threading.Event()
        with ThreadPoolExecutor(CLIENTS) as pool:
            made.start("web")
            made.wait_until_it_answers()
            lines = [*(partial(_bidding, prepared, number) for number in range(CLIENTS - 1)), _buying]
            people = [*prepared.sellers, prepared.procurement]
            writing = [
                pool.submit(_write, person.beside(), number, line, evidence, stop)
                for number, (person, line) in enumerate(zip(people, lines, strict=True))
            ]
            try:
                _kill(made, kills, outward)
            finally:
                stop.set()
            for one in writing:
                one.result()
        _let_deliver(made, outward)
        _look(evidence, office, listener, made.settings.files_url)
    tried = f"kills while {CLIENTS} clients wrote; {len(evidence.acknowledged)} writes were acknowledged"
    tried += f", {len(evidence.mails)} mails arrived, {office.repeated} of them handed over again"
    tried += f", and {len(evidence.posts)} messages of a webhook, {listener.repeated} of them again"
    return Outcome(tried, kills, tuple(judge(evidence)))


def _hook(scene: Scene, listener: Listener) -> str:
    """A webhook of the buyer that leads to the listener; its secret."""
    by = {"actor": scene.buyer.actor(Role.ADMIN), "now": datetime.now(UTC)}
    buyer = scene.buyer.organisation
    return webhooks.add(buyer, listener.address, ["catalog"], networks=(HERE,), **by)[1]


def _kill(made: House, kills: int, outward: dict[str, str]) -> None:
    chance = random.Random(kills)
    running = {"web": made.running[-1], "worker": made.start("worker", more=outward)}
    for number in range(kills):
        time.sleep(chance.uniform(*SECONDS_BETWEEN))
        what = ORDER[number % len(ORDER)]
        if what == "one":
            _kill_one(running["web"], chance)
            continue
        os.killpg(running[what].pid, signal.SIGKILL)
        running[what].wait()
        running[what] = made.start(what, more=outward)
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


def _bidding(scene: Scene, number: int, turn: int, mark: str) -> tuple[str, dict[str, str]]:
    """What a supplier writes: a question or a bid, in turn."""
    if turn % 2:
        return f"/supplier/rfqs/{scene.rfqs[0]}/ask", {"text": mark}
    return f"/supplier/bids/{scene.bids[0][number]}/edit", {**scene.form, "quote_number": mark}


def _buying(_turn: int, mark: str) -> tuple[str, dict[str, str]]:
    """What the buyer writes, and its webhook sends."""
    return "/buyer/items/new", {"number": mark, "name": "Shaft", "unit": "H87", "category": ""}


def _write(who: Browser, number: int, line: Line, evidence: Evidence, stop: threading.Event) -> None:
    """Write until told to stop, each form until it is answered."""
    turn = 0
    while not stop.is_set():
        turn += 1
        mark = f"{number}-{turn}"
        evidence.begun.add(mark)
        who.insist(*line(turn, mark))
        evidence.acknowledged[mark] += 1
    who.close()


def _let_deliver(made: House, outward: dict[str, str]) -> None:
    """Wait until all that leaves is delivered. What killed workers had leased is free as if a minute had passed."""
    for process in made.running:
        if process.poll() is None and "worker" in process.args:  # type: ignore[operator]
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    leases.run_out()
    made.start("worker", more=outward)
    until = time.monotonic() + SECONDS_TO_DELIVER
    waiting = select(func.count(OutboxRow.id)).where(
        OutboxRow.kind.in_(LEAVING), OutboxRow.done_at.is_(None), OutboxRow.tries < outbox.MAX_TRIES
    )
    while db.session.scalar(waiting) and time.monotonic() < until:
        db.session.rollback()
        time.sleep(0.1)
    db.session.rollback()


def _look(evidence: Evidence, office: PostOffice, listener: Listener, files_url: str) -> None:
    for marks in (Question.text, Item.number):
        evidence.stored.update(db.session.scalars(select(marks)))
    for version in db.session.scalars(select(BidVersion)):
        evidence.stored[door.read_own(version.supplier_id, version).quote_number] += 1
    # The drafts that the scene began with have no mark.
    del evidence.stored[""]
    keys = db.session.scalars(select(OutboxRow.key).where(OutboxRow.kind == "mail"))
    evidence.mails_due = {message_id(key) for key in keys}
    evidence.mails = office.arrived
    evidence.posts_due, evidence.posts = (
        set(db.session.scalars(select(WebhookDelivery.public_id))),
        listener.arrived,
    )
    if listener.forged:
        evidence.complaints.append(f"{listener.forged} messages were not signed as the secret has it.")
    evidence.complaints += [*complaints_of(files_url)]
    db.session.rollback()
