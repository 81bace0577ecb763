"""Invitation and reset tokens: reused, crossed with one another, changed, and raced."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Membership, Person, SignIn
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.web import security
from portal.web.security import hash_password
from tests.accounts.mails import delivered, link_in

PASSWORDS = ("first long password", "second long password")


def pair(password):
    return {"password": password, "password_confirm": password}


@pytest.fixture
def joining(client, world, sign_in, room):
    """The path of a new colleague's invitation."""
    delivered(room)
    sign_in(client, world.alpha, Role.SUPPLIER_ADMIN)
    typed = {"name": "Nina", "email": "nina@new.example", "roles": [Role.SALES]}
    client.post_form("/supplier/people/invite", typed)
    (mail,) = delivered(room)
    return link_in(mail)


@pytest.fixture
def resetting(client, world, app, room):
    """The path by which Beta's sales sets a new password."""
    delivered(room)
    with app.test_request_context():
        hashed = hash_password("what it was before")
    with transaction():
        db.session.get_one(Person, world.beta.people[Role.SALES].id).password = hashed
    client.application.test_client().post_form("/reset", {"email": world.beta.people[Role.SALES].email})
    (mail,) = delivered(room)
    return link_in(mail)


def people(email):
    db.session.rollback()
    return db.session.scalars(select(Person).where(Person.email == email)).all()


def can_sign_in(app, email, password):
    visitor = app.test_client()
    visitor.post_form("/login", {"email": email, "password": password})
    return visitor.get("/supplier/").status_code == 200


def test_an_invitation_is_taken_up_once(app, joining):
    assert app.test_client().post_form(joining, {"name": "Nina", **pair(PASSWORDS[0])}).status_code == 303
    again = app.test_client()
    assert again.post_form(joining, {"name": "Eve", **pair(PASSWORDS[1])}).status_code == 422
    assert again.get("/supplier/").status_code == 303
    assert can_sign_in(app, "nina@new.example", PASSWORDS[0])
    assert not can_sign_in(app, "nina@new.example", PASSWORDS[1])


def test_a_reset_link_works_once(app, world, resetting):
    app.test_client().post_form(resetting, pair(PASSWORDS[0]))
    app.test_client().post_form(resetting, pair(PASSWORDS[1]))
    email = world.beta.people[Role.SALES].email
    assert (can_sign_in(app, email, PASSWORDS[0]), can_sign_in(app, email, PASSWORDS[1])) == (True, False)


def test_tokens_crossed_let_nobody_in(app, joining, resetting):
    join, reset = joining.rpartition("/")[2], resetting.rpartition("/")[2]
    visitor = app.test_client()
    assert visitor.get(f"/account/join/{reset}").status_code == 404
    visitor.post_form(f"/reset/{join}", pair(PASSWORDS[0]))
    assert visitor.post_form(f"/account/join/{reset}", {"name": "E", **pair(PASSWORDS[0])}).status_code == 404
    assert people("nina@new.example") == []


def test_a_token_that_was_changed_is_none(app, joining, resetting):
    visitor = app.test_client()
    for link in (joining, resetting):
        changed = link[:-12] + ("A" if link[-12] != "A" else "B") + link[-11:]
        assert visitor.get(changed).status_code in (302, 404)
        visitor.post_form(changed, {"name": "E", **pair(PASSWORDS[0])})
    assert people("nina@new.example") == []
    assert visitor.get("/supplier/").status_code == 303


def test_a_link_of_somebody_known_signs_nobody_in(app, client, world, sign_in, room):
    """Whoever gets hold of such a link joins for the person who was meant, and still has to sign in as them."""
    delivered(room)
    sign_in(client, world.alpha, Role.SUPPLIER_ADMIN)
    known = world.beta.people[Role.SALES]
    with transaction():
        db.session.get_one(Person, known.id).password = "argon2 hash"
    client.post_form("/supplier/people/invite", {"name": "B", "email": known.email, "roles": [Role.SALES]})
    (mail,) = delivered(room)
    thief = app.test_client()
    thief.post_form(link_in(mail), {"name": "Eve", **pair(PASSWORDS[0])})
    assert thief.get("/supplier/").status_code == 303
    assert not can_sign_in(app, known.email, PASSWORDS[0])


@pytest.fixture
def together(monkeypatch):
    """Two who hash a password at once: both have been let past the check of their link before either goes on."""
    barrier = Barrier(2)

    def both(app, url, forms):
        inner = security.LetGo.__getattr__

        def slow(self, name):
            function = inner(self, name)
            if name != "hash":
                return function

            def hashed(*args, **kwargs):
                result = function(*args, **kwargs)
                barrier.wait(timeout=20)
                return result

            return hashed

        monkeypatch.setattr(security.LetGo, "__getattr__", slow)
        db.session.rollback()
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda form: app.test_client().post_form(url, form), forms))
        monkeypatch.setattr(security.LetGo, "__getattr__", inner)
        return answers

    return both


def test_an_invitation_raced_is_taken_up_once(app, joining, together):
    forms = [{"name": f"N{n}", **pair(password)} for n, password in enumerate(PASSWORDS)]
    answers = together(app, joining, forms)
    assert sorted(answer.status_code for answer in answers)[0] == 303
    assert sorted(answer.status_code for answer in answers)[1] in (409, 422)
    (person,) = people("nina@new.example")
    sessions = select(func.count()).select_from(SignIn).where(SignIn.person_id == person.id)
    memberships = select(func.count()).select_from(Membership).where(Membership.person_id == person.id)
    assert (db.session.scalar(sessions), db.session.scalar(memberships)) == (1, 1)


def test_a_reset_link_raced_works_once(app, world, resetting, together):
    answers = together(app, resetting, [pair(password) for password in PASSWORDS])
    email = world.beta.people[Role.SALES].email
    won = [answer.location == "/login" for answer in answers]
    assert sorted(won) == [False, True], [(answer.status_code, answer.location) for answer in answers]
    assert [can_sign_in(app, email, password) for password in PASSWORDS] == won
