"""Signing in by an identity provider: whom it lets in, whom it does not, and what somebody in between can do."""

import dataclasses
import html
import re
from urllib.parse import urlsplit

import pytest
import requests
from joserfc.jwk import RSAKey
from sqlalchemy import func, select

from portal import create_app
from portal.accounts.models import FederatedIdentity, Person
from portal.accounts.roles import Role
from portal.db import db, transaction
from tests.issuer import CLIENT, issuing

pytestmark = pytest.mark.one_database
FINISH = "/account/provider/finish"


@pytest.fixture(scope="module")
def issuer():
    with issuing() as made:
        yield made


@pytest.fixture
def portal(app, client, issuer):
    """A portal whose settings name the provider."""
    issuer.says, issuer.lies, issuer.signs_with, issuer.calls_itself = {}, {}, None, ""
    settings = dataclasses.replace(
        app.config["SETTINGS"],
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT[0],
        oidc_client_secret=CLIENT[1],
        oidc_name="Acme’s account",
    )
    made = create_app(settings)
    made.extensions["timekeeper"] = app.extensions["timekeeper"]
    made.test_client_class = type(client)
    with made.app_context():
        yield made
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def sales(world):
    return world.alpha.people[Role.SALES]


def come_back(visitor, next_page=""):
    """Go to the provider and back: the answer of the page to which it leads."""
    begun = visitor.get("/account/provider/", query_string={"next": next_page})
    assert begun.status_code == 302
    back = requests.get(begun.location, allow_redirects=False, timeout=20).headers["Location"]
    assert back.startswith("http://127.0.0.1:8000/account/provider/callback?")
    return visitor.get(urlsplit(back).path + "?" + urlsplit(back).query)


def said_in(answer):
    (said,) = re.findall(r'name="said" value="([^"]+)"', answer.text)
    return html.unescape(said)


def enter(visitor, next_page=""):
    return visitor.post_form(FINISH, {"said": said_in(come_back(visitor, next_page))})


def people():
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Person))


def test_a_member_is_found_by_the_verified_address_and_bound(portal, issuer, sales):
    issuer.says = {"sub": "s-1", "email": sales.email.upper(), "email_verified": True}
    visitor = portal.test_client()
    assert "Continue with Acme’s account" in visitor.get("/login").text
    assert enter(visitor, "/supplier/bids").location == "/supplier/bids"
    assert visitor.get("/supplier/bids").status_code == 200
    db.session.rollback()
    bound = db.session.scalars(select(FederatedIdentity)).one()
    assert (bound.person_id, bound.issuer, bound.subject) == (sales.id, issuer.url, "s-1")
    # From then on the subject decides, whatever address it has.
    issuer.says = {"sub": "s-1", "email": "new@elsewhere.example", "email_verified": False}
    again = portal.test_client()
    assert enter(again).status_code == 303
    assert again.get("/supplier/").status_code == 200


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@nowhere.example", "email_verified": True},
        {"email_verified": True},
        {"email": "{sales}", "email_verified": False},
        {"email": "{sales}", "email_verified": "true"},
        {"email": "{sales}"},
    ],
)
def test_nobody_is_let_in_or_made_without_a_verified_address_of_a_member(portal, issuer, sales, claims):
    before = people()
    issuer.says = {
        "sub": "s-2",
        **{name: sales.email if value == "{sales}" else value for name, value in claims.items()},
    }
    visitor = portal.test_client()
    assert enter(visitor).status_code == 422
    assert visitor.get("/supplier/").status_code == 303
    assert people() == before


def test_another_account_with_the_same_address_takes_nothing_over(portal, issuer, sales):
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    enter(portal.test_client())
    issuer.says["sub"] = "s-9"
    thief = portal.test_client()
    assert enter(thief).status_code == 422
    assert thief.get("/supplier/").status_code == 303


def test_somebody_switched_off_stays_out(portal, issuer, sales):
    with transaction():
        db.session.get_one(Person, sales.id).active = False
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    assert enter(portal.test_client()).status_code == 422


@pytest.mark.parametrize(("amr", "status"), [(["pwd"], 303), (["pwd", "mfa"], 200)])
def test_a_buyers_people_still_show_a_second_factor(portal, issuer, world, amr, status):
    person = world.acme.people[Role.PROCUREMENT]
    issuer.says = {"sub": "s-5", "email": person.email, "email_verified": True, "amr": amr}
    visitor = portal.test_client()
    enter(visitor)
    assert visitor.get("/buyer/").status_code == status


@pytest.mark.parametrize(
    "lie",
    [
        {"iss": "https://other.example"},
        {"aud": "somebody else"},
        {"nonce": "another"},
        {"exp": 1},
        {"sub": None},
    ],
    ids=lambda lie: next(iter(lie)),
)
def test_a_token_that_is_not_for_this_sign_in_is_refused(portal, issuer, sales, lie):
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    issuer.lies = lie
    assert come_back(portal.test_client()).status_code == 422


def test_a_token_of_another_key_is_refused(portal, issuer, sales):
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    issuer.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come_back(portal.test_client()).status_code == 422


def test_a_provider_under_another_name_is_refused(portal, issuer):
    issuer.calls_itself = "https://other.example"
    assert portal.test_client().get("/account/provider/").status_code == 422


def test_what_one_browser_got_signs_in_no_other_and_once_only(portal, issuer, sales):
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    visitor, thief = portal.test_client(), portal.test_client()
    said = said_in(come_back(visitor))
    come_back(thief)
    assert thief.post_form(FINISH, {"said": said}).status_code == 422
    assert visitor.post_form(FINISH, {"said": said}).status_code == 303
    visitor.post_form("/logout")
    assert visitor.post_form(FINISH, {"said": said}).status_code == 422
    assert portal.test_client().get("/account/provider/callback?code=x&state=y").status_code == 422


def test_it_leads_to_no_other_site(portal, issuer, sales):
    issuer.says = {"sub": "s-1", "email": sales.email, "email_verified": True}
    assert enter(portal.test_client(), "//evil.example").location == "/"


def test_without_a_provider_there_is_nothing(client):
    for url in ("/account/provider/", "/account/provider/callback"):
        assert client.get(url).status_code == 404
    assert client.post_form(FINISH).status_code == 404
    assert "Continue with" not in client.get("/login").text
