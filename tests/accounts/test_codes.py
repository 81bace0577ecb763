"""Codes by RFC 6238, the keys that their secrets are wrapped by, and the operator's help for a lost phone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from portal import clock, sealing
from portal.accounts import rules, service
from portal.accounts.models import Authenticator, RecoveryCode, SignIn
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.workflow import Actor
from tests.phone import PASSWORD, with_password, with_phone

SECRET = b"12345678901234567890"


@pytest.mark.parametrize(
    ("seconds", "code"),
    [
        (59, "287082"),
        (1111111109, "081804"),
        (1111111111, "050471"),
        (1234567890, "005924"),
        (2000000000, "279037"),
        (20000000000, "353130"),
    ],
)
def test_the_codes_of_the_standard(seconds, code):
    """The vectors of RFC 6238, appendix B, by their last six digits."""
    step = seconds // 30
    now = datetime.fromtimestamp(seconds, tz=UTC)
    assert rules.step_of(SECRET, code, now, after=0) == step
    assert rules.step_of(SECRET, code, now, after=step - 1) == step
    assert rules.step_of(SECRET, code, now, after=step) is None


@pytest.mark.parametrize(("late", "taken"), [(-31, False), (-30, True), (0, True), (59, True), (60, False)])
def test_a_clock_may_be_one_step_off(late, taken):
    """The code of the step that begins at 1111111110 s."""
    now = datetime.fromtimestamp(1111111110 + late, tz=UTC)
    assert (rules.step_of(SECRET, "050471", now, after=0) is not None) == taken


@pytest.mark.parametrize("typed", ["", "28708", "2870822", "28708a", "２８７０８２", "-87082", "287082\n1"])
def test_what_is_no_code(typed):
    now = datetime.fromtimestamp(59, tz=UTC)
    assert rules.step_of(SECRET, typed, now, after=0) is None


def test_a_new_portal_key_wraps_the_secrets_anew(app, world, monkeypatch):
    person = world.acme.people[Role.PROCUREMENT]
    phone, _codes = with_phone(person)
    both = sealing.KeyRing("another portal key, long enough", app.config["SETTINGS"].portal_key)
    monkeypatch.setitem(app.extensions, "portal_keys", both)
    with transaction():
        assert service.rewrap_authenticators() == 1
    monkeypatch.setitem(app.extensions, "portal_keys", sealing.KeyRing("another portal key, long enough"))
    with transaction():
        assert service.rewrap_authenticators() == 0
        service.check_code(person, phone.code(), actor=Actor(person.id, None), now=clock.now())


def test_the_operator_helps_whoever_lost_the_phone(app, client, world):
    person = with_password(app, world.alpha.people[Role.SALES])
    with_phone(person)
    client.post_form("/login", {"email": person.email, "password": PASSWORD})
    assert client.get("/supplier/").status_code == 303
    run = app.test_cli_runner().invoke
    assert run(args=["person", "reset-second-factor", "nobody@nowhere.example"]).exit_code == 1
    assert run(args=["person", "reset-second-factor", person.email.upper()]).exit_code == 0
    db.session.rollback()
    assert db.session.scalars(select(Authenticator)).all() == []
    assert db.session.scalars(select(RecoveryCode)).all() == []
    assert [row for row in db.session.scalars(select(SignIn)) if row.ended_at is None] == []
    client.post_form("/login", {"email": person.email, "password": PASSWORD})
    assert client.get("/supplier/").status_code == 200
