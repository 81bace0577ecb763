"""The same form, sent 2 to 50 times at once to real processes: one effect, one answer, one receipt."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

from sqlalchemy import select

from portal.db import db, new_public_id, transaction
from portal.sourcing.models import Bid, BidVersion
from trust.browser import Answer, Browser
from trust.house import house
from trust.proofs import Outcome
from trust.tenders import scene

MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Burst:
    """One form sent several times at once, the same key with another body after it, and the receipts given."""

    answers: tuple[Answer, ...]
    other: Answer
    receipts: int


def judge(bursts: list[Burst]) -> Iterator[str]:
    """A sentence for each burst that had not one effect and one answer."""
    for burst in bursts:
        told = {(answer.status, answer.location) for answer in burst.answers}
        times = len(burst.answers)
        if len(told) != 1 or next(iter(told))[0] != 303:
            yield f"A form sent {times} times at once got the answers {sorted(status for status, _where in told)}."
        if burst.receipts != 1:
            yield f"A form sent {times} times at once gave {burst.receipts} receipts."
        if sum(not answer.replayed for answer in burst.answers) != 1:
            yield f"Of {times} forms sent at once, not one alone was the first."
        if burst.other.status != 409:
            yield f"The same key with other content was answered with {burst.other.status}."


def send(seller: Browser, bid: str, times: int, same_key: bool = True) -> tuple[list[Answer], Answer]:
    """Submit the bid as often as told, all at once, and then something else with the same key."""
    path, key, barrier = f"/supplier/bids/{bid}/submit", new_public_id(), Barrier(times)

    def once(_number: int) -> Answer:
        barrier.wait()
        return seller.post_alone(path, {"addendum": "0"}, key if same_key else new_public_id())

    with ThreadPoolExecutor(times) as pool:
        answers = list(pool.map(once, range(times)))
    other = seller.post_alone(path, {"addendum": "0", "remark": "other"}, key)
    return answers, other


def run(
    database: str, room: Path, bursts: int = 100, most: int = MOST_AT_ONCE, same_key: bool = True
) -> Outcome:
    """As many bids, each submitted by its supplier 2 to ``most`` times at once with the same request key.

    Without ``same_key`` each form has a key of its own, as a page without keys would: that has to be found.
    """
    chance = random.Random(bursts)
    sizes = [2, most, *(chance.randint(2, most) for _more in range(bursts - 2))]
    with house(database, room, "once") as made, made.app() as app:
        with transaction():
            prepared = scene(app, made.port, datetime.now(UTC), suppliers=bursts, rfqs=1)
        made.start("web")
        made.wait_until_it_answers()
        sent = [
            (bid, *send(seller, bid, size, same_key))
            for seller, bid, size in zip(prepared.sellers, prepared.bids[0], sizes, strict=True)
        ]
        done = [Burst(tuple(answers), other, _receipts(bid)) for bid, answers, other in sent]
    return Outcome(
        f"forms sent 2 to {most} times at once with one request key", sum(sizes), tuple(judge(done))
    )


def _receipts(bid: str) -> int:
    rows = db.session.scalars(
        select(BidVersion.id)
        .join(Bid, Bid.id == BidVersion.bid_id)
        .where(Bid.public_id == bid, BidVersion.received_at.is_not(None))
    ).all()
    return len(rows)
