"""CSRF on every unsafe route: a form without the token, or with another session's, changes nothing."""

import pytest
from sqlalchemy import func, select

from portal.accounts.roles import Side
from portal.db import db, new_public_id, transaction
from portal.history import Event
from portal.web import access
from tests.objects import Objects
from tests.trust.walking import address, boss, doors, filled
from tests.web.test_routes import rules_of

STALE = "This page was open for too long."


def events():
    db.session.rollback()
    number = db.session.scalar(select(func.count()).select_from(Event))
    # What is walked meanwhile takes long, and the database ends a transaction that is left open.
    db.session.rollback()
    return number


@pytest.mark.one_database("sqlite")
@pytest.mark.usefixtures("plain_refusals")
@pytest.mark.parametrize("side", Side)
def test_a_form_of_another_site_changes_nothing(app, world, client, sign_in, now, side):
    with transaction():
        objects = Objects(world, now)
    company = world.acme if side is Side.BUYER else world.alpha
    sign_in(client, company, boss(company))
    # A token of the attacker's own session, which is signed all the same.
    strange = client.application.test_client()._csrf_token()
    strange = strange[:5] + ("A" if strange[5] != "A" else "B") + strange[6:]
    before, taken, tried = events(), [], 0
    for door in doors(app):
        if door.rule.side is not side or door.method != "POST":
            continue
        url = address(app, door, filled(door, objects))
        for token in ({}, {"csrf_token": strange}):
            answer = client.post(url, data={"request_key": new_public_id(), **token})
            tried += 1
            if answer.status_code != 400 or STALE not in answer.text:
                taken.append((str(door), token, answer.status_code))
    assert taken == []
    assert events() == before
    assert tried > 60


def test_the_forms_of_nobodys_side_ask_for_the_token_too(app, world, client, sign_in):
    company = world.alpha
    sign_in(client, company, boss(company))
    taken = []
    for rule in rules_of(app):
        found = access.rule_of(rule.endpoint)
        if found is None or found.side is not None or "POST" not in rule.methods:
            continue
        with app.test_request_context():
            url = app.url_for(rule.endpoint, **dict.fromkeys(rule.arguments, "x"))
        for kind in ({"data": {}}, {"json": {}}):
            answer = client.post(url, **kind)
            if answer.status_code != 400 or STALE not in answer.text:
                taken.append((url, kind, answer.status_code))
    assert taken == []
    assert client.get("/supplier/").status_code == 200, "nobody was signed out either"


@pytest.mark.one_database("sqlite")
@pytest.mark.usefixtures("plain_refusals")
def test_no_unsafe_method_but_post_is_answered(app, world, client, sign_in, now):
    with transaction():
        objects = Objects(world, now)
    sign_in(client, world.acme, boss(world.acme))
    before, answered = events(), []
    for door in doors(app):
        if door.rule.side is Side.BUYER and door.method == "POST":
            url = address(app, door, filled(door, objects))
            answered += [
                (verb, url)
                for verb in ("PUT", "PATCH", "DELETE")
                if client.open(url, method=verb).status_code not in (400, 405)
            ]
    assert (answered, events()) == ([], before)
