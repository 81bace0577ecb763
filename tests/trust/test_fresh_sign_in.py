"""Before an act that binds, one shows anew who one is; no way of sending the request leads around it."""

import html
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.accounts.models import Authenticator
from portal.accounts.roles import Role, Side
from portal.config import Settings
from portal.db import db, transaction
from portal.orders.models import Contract, Signature
from portal.orders.workflow import ContractState
from portal.web import access
from tests.objects import Objects
from tests.phone import PASSWORD, Phone, with_password, with_phone
from tests.records import add
from tests.web.test_routes import sided_routes

LATER = timedelta(minutes=15)
BINDING = {
    "buyer.passphrase",
    "buyer.rfq_agree",
    "buyer.rfq_unseal",
    "buyer.rfq_open",
    "buyer.award_approve",
    "buyer.award_publish",
    "buyer.order_issue",
    "buyer.contract_approve",
    "buyer.contract_issue",
    "buyer.contract_sign",
    "supplier.contract_sign",
    *(f"{side}.webhook_{act}" for side in Side for act in ("new", "edit", "secret")),
}


@pytest.fixture
def buyer(app, client, world, sign_in, clock):
    """Acme's buyer, who signed in a quarter of an hour ago."""
    person = with_password(app, world.acme.people[Role.PROCUREMENT])
    sign_in(client, world.acme, Role.PROCUREMENT)
    clock.shift(LATER)
    return person


@pytest.fixture
def contract(world, now):
    """A contract that awaits the signatures of both sides."""
    with transaction():
        made = add(
            Contract(
                buyer_id=world.acme.id,
                supplier_id=world.alpha.id,
                title="Parts",
                state=ContractState.AWAITING_SIGNATURES,
                starts_on=now.date(),
                ends_on=now.date(),
                currency="EUR",
                incoterm="DAP",
                created_at=now,
            )
        )
        for company in (world.acme, world.alpha):
            side = company.organisation.side
            add(Signature(contract_id=made.id, organisation_id=company.id, side=side))
        return made


def asks(answer) -> bool:
    return answer.status_code == 403 and "Please confirm that it is you" in answer.text


def sent_again(answer) -> dict[str, str]:
    """The fields that the question carries along."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text)
    return {html.unescape(name): html.unescape(value) for name, value in found}


def test_these_acts_bind(app):
    sided = {name for name, rule in access._rules.items() if rule.binding and rule.side is not None}
    assert sided == BINDING


@pytest.mark.one_database
def test_every_binding_act_asks_whatever_is_sent(app, client, world, sign_in, now, clock):
    with transaction():
        routes = [one for one in sided_routes(app, Objects(world, now)) if one.endpoint in BINDING]
    posts = [route for route in routes if route.method == "POST"]
    assert {route.endpoint for route in posts} == BINDING
    wrong = []
    for route in posts:
        company = world.acme if route.endpoint.startswith("buyer") else world.alpha
        for role in sorted(route.roles):
            sign_in(client, company, Role(role))
            clock.shift(LATER)
            for form in ({}, {"confirm": ""}, {"confirm": "not the password"}, {"confirm": "000000"}):
                answer = client.post_form(route.url, form)
                wrong += [] if asks(answer) else [(str(route), role, form, answer.status_code)]
    assert wrong == []


def test_the_password_lets_the_act_go_on_with_everything_typed(client, buyer, contract):
    url = f"/buyer/contracts/{contract.public_id}/sign"
    typed = {"name": "Eva", "title": "Head of\r\nbuying & <more>", "request_key": "a" * 32, "version": "1"}
    question = client.post_form(url, typed)
    assert asks(question)
    carried = sent_again(question)
    assert {name: carried[name].replace("\r\n", "\n") for name in typed} == {
        **typed,
        "title": "Head of\nbuying & <more>",
    }
    assert asks(client.post_form(url, {**carried, "confirm": "wrong"}))
    answer = client.post_form(url, {**carried, "confirm": PASSWORD})
    assert answer.status_code in (302, 303)
    db.session.rollback()
    db.session.expire_all()
    signed = {block.side: block.title for block in db.session.scalars(select(Signature))}
    assert signed == {Side.BUYER: "Head of\r\nbuying & <more>", Side.SUPPLIER: ""}


def test_a_passphrase_is_typed_again_and_not_repeated(client, buyer):
    typed = dict.fromkeys(("passphrase", "again", "current"), "seven quiet rivers run north")
    question = client.post_form("/buyer/passphrase", typed | {"rest": "kept"})
    assert asks(question)
    assert "seven quiet rivers" not in question.text
    assert sent_again(question)["rest"] == "kept"


def test_it_lasts_a_quarter_of_an_hour(client, buyer, contract, clock):
    url = f"/buyer/contracts/{contract.public_id}/sign"
    assert client.post_form(url, {"confirm": PASSWORD, "name": "Eva"}).status_code in (302, 303)
    clock.shift(LATER - timedelta(milliseconds=1))
    assert not asks(client.post_form(url))
    clock.shift(timedelta(milliseconds=1))
    assert asks(client.post_form(url))


def test_a_code_does_it_too_and_once(client, buyer, contract, clock, sign_in, world):
    phone, _codes = with_phone(buyer)
    sign_in(client, world.acme, Role.PROCUREMENT)
    clock.shift(LATER)
    url = f"/buyer/contracts/{contract.public_id}/sign"
    assert asks(client.post_form(url, {"confirm": phone.wrong()}))
    code = phone.code()
    assert client.post_form(url, {"confirm": code, "name": "Eva"}).status_code in (302, 303)
    clock.shift(LATER)
    assert asks(client.post_form(url, {"confirm": code}))


def test_what_is_in_the_cookie_or_the_address_confirms_nothing(client, buyer, contract):
    url = f"/buyer/contracts/{contract.public_id}/sign"
    with client.session_transaction() as cookie:
        cookie.update(fs_paa=4102444800, confirmed_at=4102444800, _fresh=True)
    assert asks(client.post_form(f"{url}?confirm={PASSWORD}"))
    assert asks(client.post_form(url, headers={"X-Confirm": PASSWORD}))


def test_who_finds_an_open_browser_cannot_put_their_own_phone_in(client, buyer, clock, sign_in, world):
    with_phone(buyer)
    sign_in(client, world.acme, Role.PROCUREMENT)
    clock.shift(LATER)
    before = db.session.scalars(select(Authenticator.id)).all()
    db.session.rollback()
    page = client.get("/account/second-factor/").text
    (secret,) = re.findall(r'name="secret"[^>]* value="([^"]+)"', page)
    answer = client.post_form(
        "/account/second-factor/", {"secret": secret, "code": Phone.reading(page).code()}
    )
    assert asks(answer)
    assert asks(client.post_form("/account/second-factor/recovery-codes"))
    assert asks(client.post_form("/account/second-factor/remove"))
    assert db.session.scalars(select(Authenticator.id)).all() == before


def test_guessing_here_is_counted_like_anywhere(app, client, buyer, contract, monkeypatch):
    settings = Settings(**{**vars(app.config["SETTINGS"]), "rate_limits": True})
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    url = f"/buyer/contracts/{contract.public_id}/sign"
    answers = [client.post_form(url, {"confirm": f"guess {turn}"}).status_code for turn in range(6)]
    assert answers == [403] * 5 + [429]
