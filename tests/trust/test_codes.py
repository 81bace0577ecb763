"""Codes of the second factor: used twice, raced, guessed, and of another person."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from portal.accounts.roles import Role
from portal.config import Settings
from portal.db import db
from tests.accounts.mails import delivered
from tests.phone import PASSWORD, with_password, with_phone

CODE = "/account/second-factor/code"


@pytest.fixture
def person(app, world):
    return with_password(app, world.acme.people[Role.PROCUREMENT])


@pytest.fixture
def knocking(app, client, person):
    """Makes browsers that have shown the password."""

    def make():
        made = app.test_client()
        made.post_form("/login", {"email": person.email, "password": PASSWORD})
        return made

    return make


@pytest.fixture
def limits(app, monkeypatch):
    """Tries are counted."""
    settings = app.config["SETTINGS"]
    counted = Settings(**{**vars(settings), "rate_limits": True})
    monkeypatch.setitem(app.config, "SETTINGS", counted)


def is_in(client) -> bool:
    return client.get("/buyer/").status_code == 200


def test_a_code_works_once(knocking, person, clock):
    phone, _codes = with_phone(person)
    first, second = knocking(), knocking()
    code = phone.code()
    assert first.post_form(CODE, {"code": code}).status_code == 303
    assert second.post_form(CODE, {"code": code}).status_code == 422
    assert (is_in(first), is_in(second)) == (True, False)
    clock.shift(timedelta(seconds=30))
    assert second.post_form(CODE, {"code": code}).status_code == 422
    assert second.post_form(CODE, {"code": phone.code()}).status_code == 303


def test_the_code_that_set_the_app_up_is_used_up(knocking, person, clock):
    phone, _codes = with_phone(person)
    clock.shift(timedelta(seconds=-90))
    assert knocking().post_form(CODE, {"code": phone.code()}).status_code == 422


def test_a_code_of_long_ago_is_none(knocking, person, clock, now):
    phone, _codes = with_phone(person)
    visitor = knocking()
    assert visitor.post_form(CODE, {"code": phone.code(now - timedelta(seconds=61))}).status_code == 422
    assert visitor.post_form(CODE, {"code": phone.code(now + timedelta(seconds=61))}).status_code == 422


def test_a_recovery_code_works_once_and_is_told(knocking, person, room):
    _phone, codes = with_phone(person)
    delivered(room)
    first, second = knocking(), knocking()
    assert first.post_form(CODE, {"code": codes[0].upper().replace("-", " ")}).status_code == 303
    assert second.post_form(CODE, {"code": codes[0]}).status_code == 422
    assert (is_in(first), is_in(second)) == (True, False)
    (mail,) = delivered(room)
    assert "recovery code" in mail["Subject"]


def test_one_code_raced_lets_one_in(app, knocking, person):
    phone, _codes = with_phone(person)
    browsers = [knocking() for _turn in range(4)]
    db.session.rollback()
    code = phone.code()
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda one: one.post_form(CODE, {"code": code}).status_code, browsers))
    assert sorted(answers) == [303, 422, 422, 422]


def test_the_code_of_somebody_else(app, knocking, person, world):
    with_phone(person)
    others, other_codes = with_phone(world.acme.people[Role.APPROVER])
    visitor = knocking()
    for code in (others.code(), other_codes[0]):
        assert visitor.post_form(CODE, {"code": code}).status_code == 422
    assert not is_in(visitor)


def test_six_wrong_codes_lock_even_the_right_one_out_for_a_while(knocking, person, clock, limits):
    phone, codes = with_phone(person)
    visitors = [knocking(), knocking()]
    for turn in range(5):
        assert visitors[turn % 2].post_form(CODE, {"code": phone.wrong()}).status_code == 422
    locked = knocking()
    for code in (phone.code(), codes[0]):
        answer = locked.post_form(CODE, {"code": code})
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) == 15 * 60
    assert not is_in(locked)
    clock.shift(timedelta(minutes=15))
    assert locked.post_form(CODE, {"code": phone.code()}).status_code == 303


def test_right_codes_use_up_no_tries(knocking, person, clock, limits):
    phone, _codes = with_phone(person)
    for _turn in range(7):
        assert knocking().post_form(CODE, {"code": phone.code()}).status_code == 303
        clock.shift(timedelta(seconds=30))
