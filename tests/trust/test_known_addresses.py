"""Known and unknown addresses are not told apart: status, body, length and headers."""

from types import SimpleNamespace
from urllib.parse import quote

import pytest

from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.web import evenly, factor, limits
from portal.web.security import hash_password
from tests.trust.walking import told

PASSWORD = "correct horse battery"
UNKNOWN = "nobody@alpha.example"


@pytest.fixture
def addresses(world, app, client):
    """Addresses of all kinds: with a password, without one, suspended, and one that nobody has."""
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    people = world.alpha.people
    with transaction():
        for role in (Role.SALES, Role.SUPPLIER_FINANCE):
            db.session.get_one(Person, people[role].id).password = hashed
        db.session.get_one(Person, people[Role.SUPPLIER_FINANCE].id).active = False
    return {
        "known": people[Role.SALES].email,
        "in capitals": people[Role.SALES].email.upper(),
        "without a password": people[Role.LOGISTICS].email,
        "suspended": people[Role.SUPPLIER_FINANCE].email,
    }


def answers(app, url, **form):
    """What a fresh browser gets, and what the page after it says."""
    visitor = app.test_client()
    sent = visitor.post_form(url, form)
    cookies = sorted(value.partition("=")[0] for value in sent.headers.getlist("Set-Cookie"))
    after = visitor.get(sent.location or "/login")
    local, _at, domain = form["email"].partition("@")
    names = (form["email"], f"{local}@{domain.lower()}", form["email"].lower())
    return told(sent, *names), cookies, told(after, *names)


@pytest.mark.parametrize("url", ["/login", "/reset"])
def test_an_address_that_is_known_answers_as_one_that_is_not(app, addresses, url):
    form = {"password": "not this one at all"} if url == "/login" else {}
    unknown = answers(app, url, email=UNKNOWN, **form)
    for kind, email in addresses.items():
        assert answers(app, url, email=email, **form) == unknown, kind


def test_the_right_password_of_somebody_suspended_answers_as_a_wrong_one(app, addresses):
    right = answers(app, "/login", email=addresses["suspended"], password=PASSWORD)
    wrong = answers(app, "/login", email=UNKNOWN, password=PASSWORD)
    assert right == wrong


def test_answers_go_out_on_the_beat(app, addresses, monkeypatch):
    """Whoever is let in need not wait; for everybody else what the answer took is rounded up."""
    waits = []
    instants = iter([10.0, 10.07, 20.0, 20.3, 30.0, 30.25, 40.0])
    monkeypatch.setattr(evenly, "SECONDS", 0.25)
    monkeypatch.setattr(evenly, "time", SimpleNamespace(sleep=waits.append, monotonic=instants.__next__))
    app.test_client().post_form("/login", {"email": UNKNOWN, "password": "not this one at all"})
    app.test_client().post_form("/reset", {"email": addresses["known"]})
    app.test_client().post_form("/reset", {"email": UNKNOWN})
    assert waits == pytest.approx([0.18, 0.2, 0])
    app.test_client().post_form("/login", {"email": addresses["known"], "password": PASSWORD})
    assert len(waits) == 3


def test_who_has_shown_a_password_waits_as_everybody(app, addresses, monkeypatch, sales):
    """A session of one's own that awaits the second factor opens no faster way to try others."""
    waits = []
    visitor = app.test_client()
    monkeypatch.setattr(evenly, "time", SimpleNamespace(sleep=waits.append, monotonic=lambda: 0.0))
    monkeypatch.setattr(factor, "to_be_shown_by", lambda _person: True)
    visitor.post_form("/login", {"email": addresses["known"], "password": PASSWORD})
    assert waits == []
    assert visitor.get("/supplier/").status_code == 303
    visitor.post_form("/login", {"email": addresses["known"], "password": "not this one at all"})
    assert len(waits) == 1


def test_nothing_is_done_after_an_answer_was_held_back(app):
    """What is done later would show by the time it takes. What was put there first is done last."""
    assert app.after_request_funcs[None].index(evenly._hold_back) < app.after_request_funcs[None].index(
        limits._settle
    )


@pytest.mark.parametrize(("name", "role"), [("acme", Role.ADMIN), ("alpha", Role.SUPPLIER_ADMIN)])
def test_inviting_a_person_whom_others_know(client, world, sign_in, name, role):
    company = getattr(world, name)
    sign_in(client, company, role)
    side, given = company.organisation.side, [str(role)]
    seen = []
    for email in (world.beta.people[Role.SALES].email, "nobody@new.example"):
        form = {"name": "N", "email": email, "roles": given}
        sent = client.post_form(f"/{side}/people/invite", form)
        page = client.get(f"/{side}/people")
        seen.append((told(sent, email), page.text.count(email)))
    assert seen[0] == seen[1]


def test_inviting_a_supplier_that_others_have(client, world, sign_in, clock):
    """Bolt learns nothing of Alpha by typing its people's address or its numbers."""
    sign_in(client, world.bolt, Role.PROCUREMENT)
    seen = []
    for email, number in ((world.alpha.people[Role.SALES].email, "HRB 1"), ("n@new.example", "HRB 77777")):
        form = {
            "name": "Some supplier",
            "country": "DE",
            "registration_number": number,
            "person_name": "N",
            "email": email,
            "type": "tactical",
        }
        sent = client.post_form("/buyer/suppliers/new", form)
        public_id = sent.location.rpartition("/")[2]
        names = (email, quote(email, safe=""), public_id, number)
        seen.append((told(sent, *names), told(client.get(sent.location), *names)))
    assert seen[0] == seen[1]
