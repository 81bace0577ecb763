"""A foreign record answers exactly as one that does not exist: status, body, length and headers, on every route.

Who asks holds every role of the company, so that nothing but ownership decides.
"""

import pytest

from portal.db import transaction
from tests.objects import Objects
from tests.trust.walking import NOTHING, address, boss, doors, filled, send, told
from tests.trust.worlds import others

# Whoever is invited to an RFQ sees it and what hangs on it; a question about it is one's own.
INVITED = frozenset({"rfq"})


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "shared"),
    [("bolt", frozenset()), ("beta", INVITED), ("gamma", frozenset())],
    ids=["another buyer", "a competitor", "an uninvited supplier"],
)
def test_a_foreign_record_answers_as_a_missing_one(app, world, client, sign_in, now, name, shared):
    with transaction():
        objects = Objects(world, now)
    company = getattr(world, name)
    sign_in(client, company, boss(company))
    told_apart, tried = [], 0
    for door in doors(app):
        named = set(door.arguments) - {"measure", "file"}
        if door.rule.side is not company.organisation.side or not named or named <= shared:
            continue
        foreign = filled(door, objects)
        missing = {key: value if key == "measure" else NOTHING for key, value in foreign.items()}
        answers = [
            told(send(client, door, address(app, door, values)), *values.values())
            for values in (foreign, missing)
        ]
        tried += 1
        if answers[0] != answers[1] or answers[0][0] != 404:
            told_apart.append((str(door), answers[0][0], answers[1][0]))
    assert told_apart == []
    assert tried > 40


# Lists whose rows are named by a parameter of another address than their own.
LISTED = {"buyer.goods_in": "shipment", "buyer.to_order": "award"}


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["bolt", "gamma"])
def test_a_list_turns_no_page_at_a_foreign_record(app, world, client, sign_in, now, name):
    """``?after=`` and ``?before=`` name records too: a foreign one turns the list as little as a missing one."""
    with transaction():
        others(world, now)
        objects = Objects(world, now)
    company = getattr(world, name)
    sign_in(client, company, boss(company))
    all_doors = [door for door in doors(app) if door.rule.side is company.organisation.side]
    turned, tried = [], 0
    for door in all_doors:
        if door.arguments or door.method != "GET":
            continue
        url = address(app, door, {})
        kinds = {
            other.arguments[0]: filled(other, objects)[other.arguments[0]]
            for other in all_doors
            if LISTED.get(door.endpoint, "") in other.arguments
            or (other.arguments and address(app, other, filled(other, objects)).rpartition("/")[0] == url)
        }
        for turn in ("after", "before"):
            for foreign in kinds.values():
                tried += 1
                answers = [told(client.get(f"{url}?{turn}={named}"), named) for named in (foreign, NOTHING)]
                turned += [f"{url}?{turn}= {answers[0][0]}"] if answers[0] != answers[1] else []
    assert turned == []
    assert tried > 15
