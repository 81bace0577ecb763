"""Passwords forgotten and changed, and one's own sessions."""

import re

from sqlalchemy import select

from portal.accounts import queries, service
from portal.accounts.models import SignIn
from portal.accounts.roles import Role
from portal.db import db, transaction
from tests.accounts.mails import delivered, link_in
from tests.phone import PASSWORD

SECRET = {"password": PASSWORD, "password_confirm": PASSWORD}


def signs_in(client, person, password):
    client.post_form("/login", {"email": person.email, "password": password})
    return client.get("/supplier/").status_code == 200


def test_a_forgotten_password_is_set_anew_by_mail(client, sales, room):
    delivered(room)
    browser = client.application.test_client()
    assert signs_in(browser, sales, PASSWORD)
    unknown = client.post_form("/reset", {"email": "nobody@nowhere.example"})
    known = client.post_form("/reset", {"email": sales.email})
    assert (unknown.status_code, unknown.location) == (known.status_code, known.location)
    (mail,) = delivered(room)
    assert mail["To"] == sales.email
    link, new = link_in(mail), "another long secret"
    assert client.get(link).status_code == 200
    client.post_form(link, {"password": new, "password_confirm": new})
    assert browser.get("/supplier/").status_code in (302, 303), "every other device has to sign in again"
    assert not signs_in(client.application.test_client(), sales, PASSWORD)
    assert signs_in(client.application.test_client(), sales, new)
    assert [one["To"] for one in delivered(room)] == [sales.email], "the change is told"
    client.post_form(link, {"password": "x" * 20, "password_confirm": "x" * 20})
    assert not signs_in(client.application.test_client(), sales, "x" * 20), "a link works once"


def test_a_password_is_changed_by_who_knows_it(client, sales, room):
    delivered(room)
    assert signs_in(client, sales, PASSWORD)
    new = "another long secret"
    wrong = {"password": "not this one", "new_password": new, "new_password_confirm": new}
    client.post_form("/change", wrong)
    assert not signs_in(client.application.test_client(), sales, new)
    client.post_form("/change", {**wrong, "password": PASSWORD})
    assert client.get("/supplier/").status_code == 200, "one stays signed in here"
    assert signs_in(client.application.test_client(), sales, new)
    assert [one["To"] for one in delivered(room)] == [sales.email]


def test_what_happens_to_an_account_stands_on_its_page(client, sales, world, room):
    other = client.application.test_client()
    assert signs_in(client, sales, PASSWORD)
    assert signs_in(other, sales, PASSWORD)
    assert client.post_form("/account/", {"name": "Sam", "timezone": "Asia/Tokyo"}).status_code == 303
    new = {"new_password": "another long secret", "new_password_confirm": "another long secret"}
    client.post_form("/change", {"password": PASSWORD, **new})
    page = client.get("/account/").text
    assert 'value="Sam"' in page
    assert re.findall(r'class="event-sentence">([^<]*)<', page) == [
        "ended sessions elsewhere",
        "set a new password",
        # With a new password the session is another one, too.
        "signed in",
        "signed out",
        "changed name or time zone",
        "signed in",
        "signed in",
    ]
    # Nobody else reads it, not even of the same company.
    db.session.rollback()
    assert [event.name for event in queries.lately(world.alpha.people[Role.SUPPLIER_ADMIN])] == []


def test_ones_own_sessions_are_listed_and_ended(client, world, sign_in, sales, now):
    other = client.application.test_client()
    assert signs_in(client, sales, PASSWORD)
    assert signs_in(other, sales, PASSWORD)
    db.session.rollback()
    first, second = db.session.scalars(select(SignIn).order_by(SignIn.id)).all()
    page = client.get("/account/").text
    assert second.public_id in page
    assert first.public_id not in page, "one does not end one's own session here"
    assert client.post_form(f"/account/sessions/{second.public_id}/end").status_code == 303
    assert other.get("/supplier/").status_code == 303
    with transaction():
        foreign, _token = service.begin_session(world.beta.people[Role.SALES], "x", now=now)
    assert client.post_form(f"/account/sessions/{foreign.public_id}/end").status_code == 404
