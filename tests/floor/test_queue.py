"""Eight processes that write in a loop take turns: nobody starves. Waiting times are measured in bench/."""

from itertools import pairwise

from sqlalchemy import select

from portal.db import db
from portal.outbox import OutboxRow
from tests import processes

WRITERS, TURNS = 8, 25


def test_writers_take_turns(app, tmp_path):
    begin = tmp_path / "begin"
    writers = [
        processes.start(processes.write_in_a_loop, app.config["SETTINGS"], f"writer-{n}", TURNS, str(begin))
        for n in range(WRITERS)
    ]
    begin.touch()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    order = list(db.session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id)))
    assert len(order) == WRITERS * TURNS
    assert longest_wait(order) <= 4 * WRITERS


def longest_wait(order: list[str]) -> int:
    """The most turns that others took between two turns of one writer, while all were writing."""
    everybody = order[max(order.index(writer) for writer in set(order)) :]
    last = min(len(everybody) - 1 - everybody[::-1].index(writer) for writer in set(everybody))
    busy = everybody[: last + 1]
    waits = [
        later - earlier - 1
        for writer in set(busy)
        for earlier, later in pairwise(index for index, name in enumerate(busy) if name == writer)
    ]
    return max(waits, default=0)
