"""Who asks is looked at again within the write transaction; sessions end; uses and refusals are noted."""

from datetime import timedelta

import pytest
from flask import Blueprint, Flask, g
from sqlalchemy import select

from portal import clock as instants
from portal.accounts import service
from portal.accounts.models import SignIn
from portal.db import db
from portal.errors import NotAllowed
from portal.history import Event
from portal.web import access
from tests.trust.asking import ASK, LOCATION, alter, refused

pytestmark = pytest.mark.one_database("sqlite")

# A second look within the write transaction.


def test_what_ended_meanwhile_is_noticed(asked, seller, now):
    with asked("/supplier/certificates/new", "POST"):
        refused(NotAllowed, access.check)  # Sales adds none; but for that the session stands.
    with asked(ASK, "POST"):
        assert access.check() is None
        access.check_again()
        alter(seller, ended_at=now)
        assert refused(NotAllowed, access.check_again) == "Please sign in."


def test_whoever_would_be_sent_elsewhere_is_refused(asked, seller):
    with asked(ASK, "POST"):
        assert access.check() is None
        alter(seller, membership_id=None)
        assert refused(NotAllowed, access.check_again) == "Please sign in again."
    with asked("/nowhere", "POST"):
        access.check_again()


def test_the_session_is_asked_for_once_in_a_request(asked, seller, now):
    with asked():
        first = access.any_session()
        assert access.any_session() is first
        assert g.sign_in is first


# How long a session lasts.


@pytest.mark.parametrize(
    ("path", "method", "stands"),
    [
        (LOCATION, "GET", False),
        (ASK, "POST", True),
        ("/login", "POST", False),
        ("/nowhere", "POST", False),
    ],
)
def test_an_unused_session_is_only_good_to_be_asked_who_it_is(
    asked, seller, clock, now, path, method, stands
):
    clock.shift(timedelta(hours=8))
    with asked(path, method):
        assert (access.any_session() is not None) is stands


def test_an_unused_session_is_good_for_nothing_in_the_write_transaction(asked, seller, clock):
    clock.shift(timedelta(hours=8))
    with asked(ASK, "POST"):
        assert access.check() is None
        assert refused(NotAllowed, access.check_again) == "Please sign in."


def test_after_a_week_a_session_is_over_whatever_is_asked(asked, seller, clock):
    clock.shift(timedelta(days=7))
    alter(seller, seen_at=instants.now())
    with asked(ASK, "POST"):
        assert access.any_session() is None


# What is noted on the way.


def test_a_refusal_is_told_to_the_company_of_whoever_asked(client, seller, world, now):
    assert client.get(f"/supplier/rfqs/{'0' * 32}").status_code == 404
    assert client.get("/supplier/people").status_code == 403
    db.session.rollback()
    rows = db.session.scalars(select(Event).where(Event.name == "AccessRefused").order_by(Event.id)).all()
    assert [(row.facts["endpoint"], row.facts["status"]) for row in rows] == [
        ("supplier.rfq", 404),
        ("supplier.people", 403),
    ]
    assert {(row.person_id, row.chain) for row in rows} == {(seller.id, world.alpha.id)}


def test_the_refusal_of_a_stranger_is_told_to_nobody(client, app):
    client.get("/supplier/people")
    client.get("/nowhere")
    with app.test_request_context("/supplier/people"):
        access.note_refusal(404)
        assert "observations" not in g


def test_a_page_that_is_none_is_noted_for_nobody(asked, seller):
    with asked("/nowhere"):
        access.note_refusal(404)
        assert "observations" not in g


def test_use_is_noted_after_ten_minutes(asked, seller, clock, monkeypatch):
    noted = []
    monkeypatch.setattr(service, "note_use", lambda used, now: noted.append((used, now)))
    for minutes, times in ((9, 0), (1, 1)):
        clock.shift(timedelta(minutes=minutes))
        with asked():
            access.any_session()
            access._note_use()
            assert len(g.get("observations", ())) == times
            for observation, _if_possible in g.get("observations", ()):
                observation()
    row = db.session.scalars(select(SignIn).where(SignIn.person_id == seller.id)).one()
    assert noted == [(row.id, instants.now())]


def test_a_request_has_one_instant(asked, clock):
    with asked():
        first = access.now()
        clock.shift(timedelta(seconds=1))
        assert access.now() == first == g.now


def test_every_request_is_checked_before_its_use_is_noted():
    app, blueprint = Flask("another"), Blueprint("some", __name__)
    access.init_app(app, blueprint)
    assert app.before_request_funcs[None] == [access.check, access._note_use]
    assert app.blueprints["some"] is blueprint


def test_nothing_is_noted_for_nobody(asked):
    with asked():
        access._note_use()
        access.any_session()
        access._note_use()
        assert "observations" not in g
