"""Nothing fails open: a question of policy or ownership that cannot be answered refuses, and nothing is written."""

from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from portal.accounts.roles import Side
from portal.db import db, transaction
from portal.history import Event
from portal.sourcing.models import BidVersion
from tests.objects import Objects
from tests.trust.walking import ID, address, boss, doors, filled, send

pytestmark = pytest.mark.one_database


@contextmanager
def failing(asks):
    """Let every statement fail whose text and parameters ``asks`` says yes to; how often it did."""
    engine, failed = db.engine, []

    def fail(_connection, _cursor, statement, parameters, _context, _many):
        values = parameters.values() if isinstance(parameters, dict) else parameters
        if asks(statement, set(map(str, values))):
            failed.append(statement)
            raise RuntimeError("planted")

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield failed
    finally:
        event.remove(engine, "before_cursor_execute", fail)


def rows() -> tuple[int, int]:
    db.session.rollback()
    return tuple(db.session.scalar(select(func.count()).select_from(model)) for model in (Event, BidVersion))


@pytest.mark.parametrize("side", Side)
def test_a_question_of_ownership_that_fails_gives_nothing(app, world, client, sign_in, now, side):
    with transaction():
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    before, wrong, tried = rows(), [], 0
    for door in doors(app):
        values = filled(door, objects)
        named = {value for value in values.values() if ID.fullmatch(value)}
        if door.rule.side is not side or not named:
            continue
        with failing(lambda _statement, asked, named=named: bool(asked & named)) as failed:
            answer = send(client, door, address(app, door, values))
        tried += 1
        if answer.status_code != 500 or not failed:
            wrong.append(f"{door}: {answer.status_code}")
    assert wrong == []
    assert rows() == before
    assert tried > 40


@pytest.mark.parametrize("side", Side)
def test_a_question_of_policy_that_fails_lets_nobody_in(app, world, client, sign_in, now, side):
    with transaction():
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    before, let_in = rows(), []
    with failing(lambda statement, _asked: "FROM sign_in" in statement) as failed:
        # The door is one for all; the routes behind it are every fifth.
        for door in [*doors(app)][::5]:
            if door.rule.side is side:
                answer = send(client, door, address(app, door, filled(door, objects)))
                let_in += [] if answer.status_code >= 500 else [f"{door}: {answer.status_code}"]
    assert let_in == []
    assert rows() == before
    assert len(failed) > 10
