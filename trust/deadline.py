"""Submissions around the deadline, by the hundred: who was in time is accepted, who was late is not.

Two kinds of evidence are held against each decision: the instant by which the portal says it judged, and what the
sender saw of the server's clock, which the portal cannot influence: a form whose last byte left at the deadline is
late, one that was answered before it is in time. Some bodies come slowly and are judged by their end.
"""

import random
import socket
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import select, update

from portal import clock
from portal.db import db, transaction
from portal.sourcing.models import Bid, BidVersion, RfqRound
from portal.sourcing.workflow import BidState
from trust.browser import Answer, Browser, read_from
from trust.house import ROOT, house
from trust.proofs import NotHere, Outcome
from trust.tenders import Scene, scene

MS = timedelta(milliseconds=1)
CLIENTS = 8
# Each holds one of the web server's threads until its last byte is there: fewer than there are, and not for long.
SLOW = 3
BEGINS_BEFORE = timedelta(seconds=0.5)
# How far the web server's own clock is put forward by libfaketime.
AHEAD = timedelta(hours=1)
# Where `make trust` puts it. Debian's is too old: under it `time.sleep` fails when the monotonic clock stays true.
LIBRARY = ROOT / "build/faketime/libfaketime/vendor/libfaketime/src/libfaketime.so.1"


@dataclass(frozen=True)
class Attempt:
    """One submission. ``sent`` and ``answered`` are when its last byte left and its answer came, by the clock that
    decides; ``received_at`` is what the portal answered, ``stored`` what it kept, None for nothing."""

    deadline: datetime
    sent: datetime
    answered: datetime
    status: int
    received_at: datetime | None
    receipt: str = ""
    stored: datetime | None = None

    @property
    def accepted(self) -> bool:
        return self.status == 303


def judge(attempts: list[Attempt]) -> Iterator[str]:
    """A sentence for each decision that was wrong."""
    for one in attempts:
        if one.status not in (303, 422) or one.received_at is None:
            yield f"A submission was answered with {one.status}."
            continue
        late = one.received_at >= one.deadline
        if one.accepted and (late or one.sent >= one.deadline):
            yield f"Accepted {one.received_at - one.deadline} after the deadline ({_seen(one)})."
        if not one.accepted and (not late or one.answered < one.deadline):
            yield f"Refused {one.deadline - one.received_at} before the deadline ({_seen(one)})."
        if not clock.to_millisecond(one.sent) <= one.received_at <= one.answered:
            yield f"The time of receipt is {one.received_at}, which is not when it was received ({_seen(one)})."
        if one.stored != (one.received_at if one.accepted else None):
            yield f"Answered {one.status} at {one.received_at}, and stored {one.stored}."


def _seen(one: Attempt) -> str:
    return f"sent {one.sent - one.deadline}, answered {one.answered - one.deadline} from it"


def attack(port: int, scene: Scene, batches: int, server: Callable[[], datetime]) -> list[Attempt]:
    """Submit every bid of the scene in each batch, as fast as may be, with the deadline in the middle.

    ``server`` says what the clock that decides says, as far as the sender can know. The portal's database is that of
    the application at work, in which the deadline is moved and the bids are taken back after each batch.
    """
    places = [
        (seller.beside(port), bid)
        for row in scene.bids
        for seller, bid in zip(scene.sellers, row, strict=True)
    ]
    attempts: list[Attempt] = []
    takes = timedelta(seconds=0.02 * len(places))
    for number in range(batches):
        random.Random(number).shuffle(places)
        begun = server()
        deadline = clock.to_millisecond(begun + takes / 2)
        _prepare(deadline)
        attempts += _fire(places, deadline, server)
        takes = (takes + min(server() - begun, 2 * takes)) / 2
    db.session.rollback()
    rows = db.session.execute(
        select(BidVersion.public_id, BidVersion.received_at).where(BidVersion.received_at.is_not(None))
    )
    received: dict[str, datetime] = {row.public_id: row.received_at for row in rows}
    db.session.rollback()
    return [replace(one, stored=received.pop(one.receipt, None)) for one in attempts] + [
        Attempt(at, at, at, 0, None, stored=at) for at in received.values()
    ]


def _prepare(deadline: datetime) -> None:
    """Every round ends then, and every bid waits to be submitted."""
    with transaction():
        db.session.execute(update(RfqRound).values(deadline=deadline))
        db.session.execute(
            update(Bid).where(Bid.state == BidState.SUBMITTED).values(state=BidState.WITHDRAWN)
        )


def _fire(
    places: list[tuple[Browser, str]], deadline: datetime, server: Callable[[], datetime]
) -> list[Attempt]:
    few = min(SLOW, len(places) // 4)
    slow, quick = places[:few], places[few:]

    def lane(number: int) -> list[Attempt]:
        return [_submit(seller, bid, deadline, server) for seller, bid in quick[number::CLIENTS]]

    def crawl(number: int) -> list[Attempt]:
        after = MS * (20 * number - 10)
        return [_submit_slowly(*slow[number], deadline, after, server)]

    with ThreadPoolExecutor(CLIENTS + few) as pool:
        lanes = [pool.submit(lane, number) for number in range(CLIENTS)]
        lanes += [pool.submit(crawl, number) for number in range(few)]
        return [attempt for one in lanes for attempt in one.result()]


def _submit(seller: Browser, bid: str, deadline: datetime, server: Callable[[], datetime]) -> Attempt:
    sent = server()
    answer = seller.post_alone(f"/supplier/bids/{bid}/submit", {"addendum": "0"})
    return _attempt(deadline, sent, server(), answer)


def _submit_slowly(
    seller: Browser, bid: str, deadline: datetime, after: timedelta, server: Callable[[], datetime]
) -> Attempt:
    """Send all but the last byte before the deadline, and that one ``after`` it (before it, if negative)."""
    body = seller.body({"addendum": "0"})
    _sleep_until(deadline - BEGINS_BEFORE, server)
    with socket.create_connection(("127.0.0.1", seller.port), timeout=60) as connection:
        connection.sendall(seller.head(f"/supplier/bids/{bid}/submit", len(body)) + body[:-1])
        _sleep_until(deadline + after, server)
        sent = server()
        connection.sendall(body[-1:])
        answer = read_from(connection)
    return _attempt(deadline, sent, server(), answer)


def _sleep_until(at: datetime, server: Callable[[], datetime]) -> None:
    time.sleep(max(0.0, (at - server()).total_seconds()))


def _attempt(deadline: datetime, sent: datetime, answered: datetime, answer: Answer) -> Attempt:
    said = datetime.fromisoformat(answer.received_at) if answer.received_at else None
    # An accepted one leads to its receipt: …/versions/<id>/receipt.
    receipt = answer.location.split("/")[-2] if answer.status == 303 else ""
    return Attempt(deadline, sent, answered, answer.status, said, receipt)


def run(
    database: str, room: Path, suppliers: int = 50, rfqs: int = 4, batches: int = 50, astray: bool = True
) -> Outcome:
    """Submissions by many suppliers from eight clients, in batches with the deadline in the middle of each.

    ``astray`` lets the web server run an hour ahead of this host, under libfaketime. On SQLite its clock decides; on
    PostgreSQL the database's does, and the web server's wrong one must not.
    """
    more = put_forward() if astray else {}
    ahead = AHEAD if astray and database == "sqlite" else timedelta(0)
    with house(database, room, "deadline") as made, made.app() as app:
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers, rfqs)
        made.start("web", more=more)
        made.wait_until_it_answers()
        attempts = attack(made.port, prepared, batches, lambda: datetime.now(UTC) + ahead)
    return outcome(attempts, batches)


def outcome(attempts: list[Attempt], batches: int) -> Outcome:
    """What was tried and what was wrong; a run in which nobody was late, or nobody in time, proves nothing."""
    found = list(judge(attempts))
    if len({one.accepted for one in attempts}) != 2:
        found.append("Nobody was late, or nobody in time: this proves nothing.")
    return Outcome(_said(attempts, batches), len(attempts), tuple(found))


def put_forward() -> dict[str, str]:
    """The environment of a process whose clock is an hour ahead. ``NotHere`` without libfaketime."""
    if not LIBRARY.exists():
        raise NotHere("libfaketime is missing: pip install --target build/faketime libfaketime")
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME": f"+{AHEAD.total_seconds():.0f}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        # Otherwise threads that wait for each other in Python spin, and a submission takes three times as long.
        "FAKETIME_FORCE_MONOTONIC_FIX": "0",
    }


def _said(attempts: list[Attempt], batches: int) -> str:
    """What was tried, with how near to the deadline it came on either side."""
    judged = [one for one in attempts if one.received_at is not None]
    before = [one.deadline - one.received_at for one in judged if one.accepted and one.received_at]
    after = [one.received_at - one.deadline for one in judged if not one.accepted and one.received_at]
    return (
        f"submissions around {batches} deadlines, eight at a time, some with slow bodies; "
        f"{len(before)} accepted, the last {_ms(before)} before the deadline, "
        f"{len(after)} refused, the first {_ms(after)} after it"
    )


def _ms(distances: list[timedelta]) -> str:
    return f"{min(distances) / MS:.0f} ms" if distances else "never"
