"""How often passwords, links and receipts may be tried: counted together by all workers, forgiven to nobody else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from portal import create_app
from portal.accounts import service
from portal.accounts.roles import Role
from portal.config import Settings
from portal.db import db
from portal.history import INSTALLATION, Event
from portal.web.counts import TryCount
from tests.phone import PASSWORD, with_password


@pytest.fixture
def counted(app):
    """The settings of a portal that counts."""
    return Settings(**{**vars(app.config["SETTINGS"]), "rate_limits": True})


@pytest.fixture
def limits(app, monkeypatch, counted):
    monkeypatch.setitem(app.config, "SETTINGS", counted)


@pytest.fixture
def sales(app, world):
    return with_password(app, world.alpha.people[Role.SALES])


def log_in(client, email, password=PASSWORD, **kwargs):
    return client.post_form("/login", {"email": email, "password": password}, **kwargs)


def test_eleven_wrong_passwords(app, client, sales, clock, limits):
    for _turn in range(10):
        assert log_in(client, sales.email, "not this one at all").status_code == 200
    locked = log_in(client, sales.email.upper())
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) == 15 * 60
    assert "15 minutes" in locked.text
    assert client.get("/supplier/").status_code == 303
    # From elsewhere the owner still gets in, and somebody else from here.
    elsewhere = app.test_client()
    assert log_in(elsewhere, sales.email, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 302
    assert log_in(client, "somebody@else.example").status_code == 200
    clock.shift(timedelta(minutes=15))
    assert log_in(client, sales.email).status_code == 302


def test_an_unknown_address_is_locked_just_so(client, world, clock, limits):
    answers = [log_in(client, "nobody@nowhere.example") for _turn in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]


def test_a_good_password_forgives_the_wrong_ones_before(client, sales, clock, limits):
    for _round in range(2):
        for _turn in range(9):
            log_in(client, sales.email, "not this one at all")
        assert log_in(client, sales.email).status_code == 302
        client.post_form("/logout")


def test_two_workers_share_the_count(app, client, sales, counted, clock, limits):
    other = create_app(counted)
    other.extensions["timekeeper"] = app.extensions["timekeeper"]
    other.test_client_class = type(client)
    workers = [client, other.test_client()]
    answers = [log_in(workers[turn % 2], sales.email, "wrong every time") for turn in range(12)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429] * 2
    with other.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_a_reset_is_sent_five_times_an_hour_at_most(client, sales, clock, limits):
    answers = [client.post_form("/reset", {"email": sales.email}).status_code for _turn in range(6)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


@pytest.mark.parametrize("url", ["/account/join/nonsense", "/reset/nonsense", "/receipts/check"])
def test_links_and_receipts_are_not_tried_without_end(client, clock, limits, url):
    answers = [client.get(url).status_code for _turn in range(61)]
    assert answers[-1] == 429
    assert 429 not in answers[:-1]


@pytest.mark.one_database
def test_what_is_tried_in_vain_is_noted_and_tells_no_secret(client, sales, clock, limits):
    wrong = "not this one at all"
    with capture_logs() as noted:
        for email in (sales.email, "nobody@nowhere.example", sales.email.upper()):
            log_in(client, email, wrong)
        assert log_in(client, sales.email).status_code == 302
        client.post_form("/change", {"password": wrong, "new_password": "x", "new_password_confirm": "x"})
        client.post_form("/logout")
        for _turn in range(11):
            log_in(client, sales.email, wrong)
    tried = [(line["event"], line["limit"], line["address"]) for line in noted]
    assert tried[:4] == [("try.refused", name, "127.0.0.1") for name in ("password",) * 3 + ("proof",)]
    assert tried[4:] == [("try.refused", "password", "127.0.0.1")] * 10 + [
        ("try.too_often", "password", "127.0.0.1")
    ]
    first, unknown, second, changing = noted[:4]
    assert first["account"] == second["account"] != unknown["account"]
    assert changing["person"] == str(sales.id)
    assert not any(secret in str(noted) for secret in (wrong, sales.email, PASSWORD, "nowhere"))


def test_whose_account_is_tried_reads_it_there(client, sales, clock, limits):
    log_in(client, "nobody@nowhere.example", "not this one at all")
    log_in(client, sales.email.upper(), "not this one at all")
    log_in(client, sales.email)
    client.post_form(
        "/change", {"password": "not this one", "new_password": "x", "new_password_confirm": "x"}
    )
    db.session.rollback()
    refused = db.session.scalars(select(Event).where(Event.name == "TryRefused").order_by(Event.id)).all()
    assert [event.facts for event in refused] == [
        {"person_id": sales.id, "what": "password"},
        {"person_id": sales.id, "what": "proof"},
    ]
    assert {(event.chain, event.person_id) for event in refused} == {(INSTALLATION, None)}
    lately = re.findall(r'class="event-sentence">([^<]*)<', client.get("/account/").text)
    assert lately == [
        "refused a wrong password or code",
        "signed in",
        "refused a wrong password",
    ]


def test_an_address_is_one_account_in_all_its_spellings(client, sales, clock, limits):
    local, _at, domain = sales.email.partition("@")
    wide = f"{local}@{chr(ord(domain[0]) - ord('a') + 0xFF41)}{domain[1:]}"
    for spelling in (sales.email, wide) * 5:
        assert log_in(client, spelling, "not this one at all").status_code == 200
    assert log_in(client, wide).status_code == 429
    assert [told for told in names() if told == "TryRefused"] == ["TryRefused"] * 10
    clock.shift(timedelta(minutes=15))
    assert log_in(client, wide).status_code == 302


def names():
    db.session.rollback()
    return db.session.scalars(select(Event.name).order_by(Event.id)).all()


def test_many_tries_are_one_line_and_push_nothing_off_the_page(client, sales, clock):
    for _turn in range(25):
        log_in(client, sales.email, "not this one at all")
    log_in(client, sales.email)
    page = client.get("/account/").text
    assert re.findall(r'class="event-sentence">([^<]*)<', page) == [
        "signed in",
        "refused a wrong password, 25 times",
    ]


def test_a_question_is_no_try(app, client, sign_in, world, clock, limits):
    """Who is asked anew who they are has not typed anything wrong yet, and then it is one try, not two."""
    sign_in(client, world.acme, Role.AUDITOR)
    clock.shift(timedelta(minutes=16))
    form = {"secret": "", "code": "123456"}
    assert client.post_form("/account/second-factor/", form).status_code == 403
    assert "TryRefused" not in names()
    answers = [
        client.post_form("/account/second-factor/", {**form, "confirm": "x"}).status_code
        for _turn in range(5)
    ]
    assert answers == [403] * 4 + [429]
    assert names().count("TryRefused") == 4


def test_a_try_that_cannot_be_told_is_answered_all_the_same(client, sales, clock, limits, monkeypatch):
    def away(*_args, **_kwargs):
        raise OperationalError("", {}, Exception("the database is away"))

    monkeypatch.setattr(service, "note_refused_try", away)
    with capture_logs() as noted:
        assert log_in(client, sales.email, "not this one at all").status_code == 200
    assert [line["event"] for line in noted] == ["try.refused", "try.unsettled"]


@pytest.mark.one_database
def test_a_passphrase_is_not_guessed_without_end(client, sign_in, world, clock, limits):
    sign_in(client, world.acme, Role.AUDITOR)
    right = {"passphrase": "the first passphrase", "again": "the first passphrase"}
    assert client.post_form("/buyer/passphrase", right).status_code == 303
    guess = {"passphrase": "another passphrase", "again": "another passphrase", "current": "is it this one"}
    answers = [client.post_form("/buyer/passphrase", guess).status_code for _turn in range(6)]
    assert answers == [422] * 5 + [429]
    known = {**guess, "current": right["passphrase"]}
    assert client.post_form("/buyer/passphrase", known).status_code == 429
    clock.shift(timedelta(minutes=15))
    sign_in(client, world.acme, Role.AUDITOR)
    assert client.post_form("/buyer/passphrase", known).status_code == 303


def test_the_counts_tell_nobody_and_are_swept(client, sales, clock, limits, now):
    log_in(client, sales.email, "not this one at all")
    keys = db.session.scalars(select(TryCount.key)).all()
    assert keys
    assert not [key for key in keys if sales.email in key or "127.0.0.1" in key]
    db.session.rollback()
    clock.shift(timedelta(hours=2))
    log_in(client, "somebody@else.example")
    assert (
        db.session.scalars(select(TryCount).where(TryCount.expires_at <= now + timedelta(hours=2))).all()
        == []
    )
