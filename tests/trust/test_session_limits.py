"""A session ends when nobody uses it and after a week in any case; what was typed meanwhile is not lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from portal.accounts import queries, rules
from portal.accounts.models import SignIn
from portal.db import db
from tests.phone import PASSWORD

HOUR, MILLISECOND = timedelta(hours=1), timedelta(milliseconds=1)


@pytest.fixture
def browser(clock, client, sales):
    """A browser that signed in just now."""
    client.post_form("/login", {"email": sales.email, "password": PASSWORD})
    return client


def is_in(browser) -> bool:
    return browser.get("/supplier/").status_code == 200


def seen():
    db.session.rollback()
    return db.session.scalars(select(SignIn.seen_at)).one()


@pytest.mark.parametrize(
    ("apart", "over"), [(-MILLISECOND, False), (timedelta(0), True), (MILLISECOND, True)]
)
def test_both_ends_are_half_open(now, apart, over):
    assert rules.is_unused(now, now + rules.UNUSED + apart) is over
    assert rules.has_lasted(now, now + rules.LONGEST + apart) is over


def test_an_unused_session_reads_nothing(browser, clock):
    clock.shift(rules.UNUSED - MILLISECOND)
    assert is_in(browser)
    clock.shift(rules.UNUSED)
    assert not is_in(browser)
    assert browser.get("/supplier/").location.startswith("/login?next=")


def test_use_puts_off_the_end_but_not_for_ever(browser, clock):
    stood = 0
    while is_in(browser):
        clock.shift(6 * HOUR)
        stood += 1
    assert stood == rules.LONGEST / (6 * HOUR)


def test_pages_are_read_on_where_use_cannot_be_noted(browser, clock, monkeypatch):
    """While the database takes no writes; a refusal, which has to be noted, is not told then."""

    def read_only(*_args, **_kwargs):
        raise OperationalError("", {}, Exception("read-only"))

    clock.shift(HOUR)
    used = seen()
    monkeypatch.setattr("portal.web.edge.transaction", read_only)
    assert is_in(browser)
    assert browser.get("/supplier/rfqs/none").status_code == 503
    assert seen() == used
    monkeypatch.undo()
    assert is_in(browser)
    assert seen() > used


def test_a_form_puts_off_the_end_too(browser, clock):
    clock.shift(rules.UNUSED / 2)
    assert browser.post_form("/account/", {"name": "Sam", "timezone": "UTC"}).status_code == 303
    clock.shift(rules.UNUSED / 2)
    assert is_in(browser)


def test_use_is_written_down_now_and_then_only(browser, clock, now):
    clock.shift(timedelta(minutes=9))
    assert (is_in(browser), seen()) == (True, now)
    clock.shift(timedelta(minutes=1))
    assert (is_in(browser), seen()) == (True, now + timedelta(minutes=10))


def test_what_was_typed_for_long_is_not_lost(browser, clock, sales):
    clock.shift(rules.UNUSED)
    typed = {"name": "Sam Newname", "timezone": "UTC"}
    asked = browser.post_form("/account/", typed)
    assert asked.status_code == 403
    assert 'value="Sam Newname"' in asked.text
    assert not is_in(browser), "to have asked is no answer"
    assert browser.post_form("/account/", {**typed, "confirm": "not this one"}).status_code == 403
    assert browser.post_form("/account/", {**typed, "confirm": PASSWORD}).status_code == 303
    assert is_in(browser)
    db.session.refresh(sales)
    assert sales.name == "Sam Newname"


def test_after_a_week_nothing_is_asked(browser, clock):
    clock.shift(rules.LONGEST)
    answer = browser.post_form("/account/", {"name": "Sam", "timezone": "UTC", "confirm": PASSWORD})
    assert (answer.status_code, "Please sign in." in answer.text) == (403, True)


def test_the_list_of_sessions_leaves_out_what_is_over(browser, clock, sales, now):
    assert len(queries.sessions(sales.id, now)) == 1
    for later in (rules.UNUSED, rules.LONGEST):
        assert queries.sessions(sales.id, now + later) == []
