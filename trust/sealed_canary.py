"""Bids go in through the real server, and their words and prices are looked for wherever bytes are left.

In the database's files, its log and every row of it; in logs, temporary files, stored files, mails and a backup; and
in the memory of the web workers, as a core dump would have it, once those that took the bids have been replaced: until
then they hold what passed through them.
"""

import contextlib
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import create_engine, func, inspect, select, text

from portal import clock, sealing
from portal.accounts.roles import Role
from portal.db import db, new_public_id, transaction
from portal.sourcing.models import BidFile, Rfq
from portal.sourcing.service import publishing, rfqs, strict
from portal.sourcing.service.openers import Terms, set_opening
from tests.sourcing.rfqs import published
from tests.world import World, build
from trust import memory
from trust.browser import Browser, sign_in
from trust.house import ROOT, House, house
from trust.looking import Needles
from trust.proofs import Outcome

OPENERS = (Role.PROCUREMENT, Role.APPROVER, Role.AUDITOR)
SECONDS_TO_FORGET = 60
FIELDS = ("payment_terms", "quote_number", "remark", "lines-0-remark", "lines-0-deviation")


@dataclass(frozen=True)
class Scene:
    """An ordinary and a strict RFQ, and the browser of a bidder for each."""

    rfqs: list[Rfq]
    browsers: list[Browser]


def run(database: str, room: Path) -> Outcome:
    """The full run."""
    return look(database, room, bids=25)


def look(database: str, room: Path, *, bids: int, name: str = "canary", plant: bool = False) -> Outcome:
    """Send ``bids`` versions of bids to each of an ordinary and a strict RFQ, then look for what they say.

    ``plant`` writes into the log what must be found.
    """
    # One rare beginning for all, so that every text of every bid is found by the same forms.
    marker, price = f"Zq{secrets.token_hex(7)}", secrets.randbelow(10**10) + 3 * 10**10
    needles = Needles([marker, f"{price // 10**6}.{price % 10**6:06}"], [price])
    temporary = room / "tmp"
    temporary.mkdir()
    found: list[str] = []
    with house(database, room, name) as made, made.app() as app:
        web = made.start("web", more={"TMPDIR": str(temporary), "FORGET_AFTER": "0.5"})
        made.wait_until_it_answers()
        scene = _scene(made, app)
        for count in range(bids):
            for browser, rfq in zip(scene.browsers, scene.rfqs, strict=True):
                _bid(browser, rfq, marker, price, count)
        for browser in scene.browsers:
            browser.close()
        kept = db.session.scalar(select(func.count()).select_from(BidFile))
        if kept != 2 * bids:
            raise AssertionError(f"{kept} files were attached to {2 * bids} versions.")
        db.session.rollback()
        _back_up(made)
        if plant:
            with (room / "web.log").open("a", encoding="utf-8") as log:
                log.write(f"A bid was refused: {marker}\n")
        found += [f"In {what}." for what in needles.in_files(room)]
        found += [f"In {what}." for what in _in_database(made, needles)]
        found += [f"In the memory of a web worker: {what}." for what in _in_memory(web.pid, needles)]
    tried = (
        "versions of sealed and strict bids with a file each, looked for in files, rows, logs, backup, memory"
    )
    return Outcome(tried, 2 * bids, tuple(dict.fromkeys(found)))


def _scene(made: House, app: Flask) -> Scene:
    now = clock.now()
    with transaction():
        world = build(now)
        ordinary = published(world, now)
        strictly = _strict(world, ordinary, now)
        sellers = [one.people[Role.SALES] for one in (world.alpha, world.beta)]
        browsers = [sign_in(app, made.port, person, person.memberships[0]) for person in sellers]
    return Scene([ordinary, strictly], browsers)


def _strict(world: World, like: Rfq, now: datetime) -> Rfq:
    actor = world.acme.actor(Role.PROCUREMENT)
    rfq = rfqs.copy(like, like.deadline, "Europe/Berlin", actor=actor, now=now)
    people = [world.acme.people[role] for role in OPENERS]
    set_opening(rfq, Terms(people, strict=True), actor=actor, now=now)
    for role in OPENERS:
        locked = sealing.lock(sealing.new_key_pair().private, new_public_id(), secrets.token_hex(16))
        strict.keep_key(rfq.buyer_id, locked, actor=world.acme.actor(role), now=now)
    publishing.publish(rfq, actor=actor, now=now)
    return rfq


def _bid(browser: Browser, rfq: Rfq, marker: str, price: int, count: int) -> None:
    """Write a bid whose every text begins with the marker, attach a file that does, and submit it."""
    line = rfq.lines[0]
    edit = browser.post(f"/supplier/rfqs/{rfq.public_id}/bid", {}).location
    content = f"{marker} is what this file says, {count} times over.\n" * 50
    fields = {
        "currency": "EUR",
        "valid_until": (rfq.deadline + timedelta(days=60)).date().isoformat(),
        "lines-0-line": line.public_id,
        "lines-0-offered": "y",
        "lines-0-price": f"{price // 10**6}.{price % 10**6:06}",
        "lines-0-price_per": "1",
        "lines-0-unit": line.unit,
        "lines-0-quantity": "100",
        "lines-0-delivery_date": (rfq.deadline + timedelta(days=90)).date().isoformat(),
        "addendum": "0",
        **{name: f"{marker} {count} {name}" for name in FIELDS},
    }
    sent = browser.post_file(edit, fields, "uploads", f"{marker}.txt", content.encode())
    if rfq.strict:
        _expect(sent.status == 200 and "SHA-256" in sent.text, sent)
        return
    _expect(sent.status == 303, sent)
    sent = browser.post(edit.replace("/edit", "/submit"), {"addendum": "0"})
    _expect(sent.status == 303, sent)


def _expect(went: bool, answer: Any) -> None:
    if not went:
        raise AssertionError(f"{answer.status}: {answer.text[-3000:]}")


def _back_up(made: House) -> None:
    environment = {**made.environment(), "TMPDIR": str(made.room / "tmp")}
    command = [sys.executable, "-m", "flask", "backup", str(made.room / "backup")]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)


def _in_database(made: House, needles: Needles) -> Iterator[str]:
    """Every value of every row as it is read, whatever way the database packs it; and PostgreSQL's own files."""
    engine = create_engine(made.owner_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                values = [one if isinstance(one, bytes) else str(one).encode() for one in row]
                yield from (f"a row of {table}: {what}" for what in needles.within(b"\n".join(values)))
        if engine.dialect.name == "postgresql":
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            yield from needles.in_files(folder)
    engine.dispose()


def _in_memory(pid: int, needles: Needles) -> Iterator[str]:
    """What the web workers still hold once they have had the time to be replaced."""
    until = time.monotonic() + SECONDS_TO_FORGET
    while time.monotonic() < until and any(needles.plainly(area) for area in _areas(pid)):
        time.sleep(0.5)
    for area in _areas(pid):
        yield from needles.within(area)


def _areas(pid: int) -> Iterator[bytes]:
    for worker in memory.children(pid):
        # A worker that ends meanwhile has nothing left to be looked into.
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            yield from memory.areas(worker)
