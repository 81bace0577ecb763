"""The path's parent and its child belong together: a child of another parent is not found, whoever owns that one."""

import pytest

from portal.accounts.roles import Side
from portal.db import transaction
from tests.objects import Objects
from tests.trust.walking import NOTHING, address, boss, doors, filled, send, told
from tests.trust.worlds import Further, others

# What stands behind the last slash is a word, not a record.
WORDS = frozenset({"measure"})


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("side", Side)
def test_a_child_of_another_parent_is_not_found(app, world, client, sign_in, now, side):
    with transaction():
        mine = Objects(world, now)
        strangers = {"of the same company": Further(mine), "of another company": others(world, now)}
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    found, tried = [], 0
    for door in doors(app):
        if door.rule.side is not side or len(set(door.arguments) - WORDS) < 2:
            continue
        own, child = filled(door, mine), door.arguments[-1]
        if door.method == "GET":
            assert send(client, door, address(app, door, own)).status_code in (200, 303), str(door)
        missing = told(send(client, door, address(app, door, own | {child: NOTHING})), NOTHING)
        for whose, objects in strangers.items():
            other = filled(door, objects)[child]
            if other == own[child]:
                continue
            tried += 1
            got = told(send(client, door, address(app, door, own | {child: other})), other)
            if got != missing or got[0] != 404:
                found.append((str(door), whose, got[0]))
    assert found == []
    assert tried >= 10


@pytest.mark.one_database("sqlite")
@pytest.mark.parametrize("side", Side)
def test_a_missing_parent_hides_its_children(app, world, client, sign_in, now, side):
    """An own child under a parent that is another company's, or that does not exist."""
    with transaction():
        mine = Objects(world, now)
        foreign = others(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    found = []
    for door in doors(app):
        if door.rule.side is not side or len(door.arguments) < 2:
            continue
        own, parent = filled(door, mine), door.arguments[0]
        for named in (filled(door, foreign)[parent], NOTHING):
            status = send(client, door, address(app, door, own | {parent: named})).status_code
            if status != 404:
                found.append((str(door), named, status))
    assert found == []
