"""The edge: who gets in, what a GET may not do, and what sending twice does."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from portal.accounts.models import Membership, Person, SignIn
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.history import Event
from portal.outbox import OutboxRow
from portal.web.once import RequestKey
from portal.web.security import hash_password

PASSWORD = "a long enough secret"


def count(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_nobody_gets_past_the_door(client, world):
    assert client.get("/buyer/").headers["Location"].startswith("/login?next=")
    assert client.post_form("/inbox/read").status_code == 403


def test_a_foreign_side_answers_as_nothing(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    assert client.get("/supplier/").status_code == 200
    foreign, nothing = client.get("/buyer/"), client.get("/buyer/no-such-page")
    assert foreign.status_code == nothing.status_code == 404
    refused = [event for event in db.session.scalars(select(Event)) if event.name == "AccessRefused"]
    assert [event.facts for event in refused] == [{"endpoint": "buyer.home", "status": 404}]


def test_whatever_is_refused_is_told_in_the_record(client, world, sign_in, now):
    """A wrong role, a record that is not there or not one's own, what a verb does not allow, a forged form."""
    sign_in(client, world.acme, Role.GOODS_IN)
    assert client.get("/buyer/rfqs").status_code == 403
    assert client.get(f"/buyer/orders/{'0' * 32}").status_code == 404
    assert client.post_form(f"/buyer/orders/{'0' * 32}/receive").status_code == 404
    assert client.post(f"/buyer/orders/{'0' * 32}/receive", data={"csrf_token": "forged"}).status_code == 400
    db.session.rollback()
    refused = db.session.scalars(select(Event).where(Event.name == "AccessRefused").order_by(Event.id)).all()
    assert [tuple(event.facts.values()) for event in refused] == [
        ("buyer.rfqs", 403),
        ("buyer.order", 404),
        ("buyer.order_receive", 404),
        ("buyer.order_receive", 400),
    ]
    assert {event.chain for event in refused} == {world.acme.id}


@pytest.mark.parametrize("path", ["/nonsense", "/login", "/buyer/orders/new"])
def test_no_strangers_file_is_looked_at_or_told(client, world, path):
    for _turn in range(2):
        client.post_form(path, {"file": (BytesIO(b"x"), "x.pdf")}, content_type="multipart/form-data")
    assert "FileRefused" not in [event.name for event in db.session.scalars(select(Event))]


def test_signing_in_makes_a_session_that_ends_with_signing_out(client, world, app):
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    with transaction():
        person = db.session.get(Person, world.alpha.people[Role.SALES].id)
        person.password = hashed
    email = world.alpha.people[Role.SALES].email
    wrong = client.post_form("/login", {"email": email, "password": "not this one at all"})
    assert wrong.status_code == 200
    assert count(SignIn) == 0
    good = client.post_form("/login", {"email": email, "password": PASSWORD})
    assert good.status_code == 302
    assert client.get("/supplier/").status_code == 200
    cookie = client.get_cookie("session").value
    client.post_form("/logout")
    client.set_cookie("session", cookie)
    assert client.get("/supplier/").headers["Location"].startswith("/login"), (
        "a copied cookie outlives its logout"
    )


def test_ending_a_membership_ends_what_is_under_way(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    with transaction():
        for member in db.session.scalars(
            select(Membership).where(Membership.organisation_id == world.alpha.id)
        ):
            member.ended_at = member.created_at
    assert client.get("/supplier/").headers["Location"] == "/account/choose"


def test_a_form_sent_twice_has_one_effect_and_one_answer(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    form = {"request_key": "a" * 32, "name": "x"}
    first, second = client.post_form("/supplier/echo", form), client.post_form("/supplier/echo", form)
    assert (first.status_code, first.location) == (second.status_code, second.location)
    assert "Idempotent-Replay" in second.headers
    assert count(OutboxRow) == count(RequestKey) == 1
    other = client.post_form("/supplier/echo", {**form, "name": "y"})
    assert other.status_code == 409
    assert client.post_form("/supplier/echo", {"request_key": "", "name": "x"}).status_code == 400
    assert count(OutboxRow) == 1


def test_a_get_that_writes_is_refused_by_the_database(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    assert client.get("/supplier/echo").status_code in (500, 503)
    assert count(OutboxRow) == 0


def test_a_refused_form_keeps_nothing(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    assert client.post_form("/supplier/echo", {"name": "refuse me"}).status_code == 422
    assert count(OutboxRow) == count(RequestKey) == 0


def test_whoever_has_signed_in_can_change_the_password(client, world, app):
    person = world.alpha.people[Role.SALES]
    with app.test_request_context():
        hashed = hash_password(PASSWORD)
    with transaction():
        db.session.get(Person, person.id).password = hashed
    client.post_form("/login", {"email": person.email, "password": PASSWORD})
    answer = client.get("/change")
    assert answer.status_code == 200
    assert 'name="new_password_confirm"' in answer.text


@pytest.mark.parametrize("path", ["/", "/login", "/reset", "/healthz", "/readyz"])
def test_public_pages_answer_with_their_headers(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_characters_that_no_keyboard_types_go_nowhere(client, world, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    assert client.get("/supplier/certificates/%00").status_code == 404
    assert client.get("/supplier/?after=%00%ed%a0%80").status_code == 200
    assert client.post_form("/supplier/echo", {"name": "refuse\x00 \x1bme"}).status_code == 422
