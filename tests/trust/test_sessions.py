"""A session after logout, after a change of password, after the suspension of person or company: it is over."""

import pytest
from sqlalchemy import select

from portal.accounts import queries, service
from portal.accounts.models import Membership, Organisation, Person
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.workflow import PORTAL
from tests.phone import PASSWORD

NEW = "another long secret"
INSIDE = ("/supplier/", "/supplier/bids", "/inbox/")
ACT = "/supplier/certificates/new"


@pytest.fixture
def browser(client, sales):
    """A signed-in browser that asked to be remembered."""
    client.post_form("/login", {"email": sales.email, "password": PASSWORD, "remember": "y"})
    assert client.get("/supplier/").status_code == 200
    return client


def copy_of(client):
    """Another browser with the very same cookies."""
    twin = client.application.test_client()
    for cookie in list(client._cookies.values()):
        twin.set_cookie(cookie.key, cookie.value)
    return twin


def is_out(client) -> bool:
    """Whether nothing of the company can be read or changed any more."""
    reads = [client.get(url).status_code for url in INSIDE]
    return 200 not in reads and client.post_form(ACT, {"standard": "x"}).status_code in (303, 403)


def test_a_copied_cookie_after_logout(browser):
    twin = copy_of(browser)
    browser.post_form("/logout")
    assert (is_out(browser), is_out(twin)) == (True, True)


def test_signing_out_clears_what_the_browser_holds(browser):
    assert browser.post_form("/logout").headers["Clear-Site-Data"] == '"cache", "storage"'


def test_a_remembering_cookie_alone(browser):
    twin = copy_of(browser)
    twin.delete_cookie("session")
    assert is_out(twin)


def test_another_device_after_a_change_of_password(browser, sales):
    twin = browser.application.test_client()
    twin.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert twin.get("/supplier/").status_code == 200
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert browser.post_form("/change", form).status_code == 302
    assert (is_out(twin), browser.get("/supplier/").status_code) == (True, 200)


def test_a_cookie_copied_before_a_change_of_password(browser):
    twin = copy_of(browser)
    form = {"password": PASSWORD, "new_password": NEW, "new_password_confirm": NEW}
    assert browser.post_form("/change", form).status_code == 302
    assert is_out(twin)


def test_after_the_suspension_of_the_person(browser, sales):
    with transaction():
        db.session.get_one(Person, sales.id).active = False
    assert is_out(browser)
    browser.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert is_out(browser)


def test_after_the_suspension_of_the_company(browser, world, sales, now):
    with transaction():
        service.suspend(db.session.get_one(Organisation, world.alpha.id), actor=PORTAL, now=now)
    assert is_out(browser)
    browser.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert is_out(browser)


def test_after_the_end_of_the_membership(browser, world, sales, now):
    with transaction():
        member = queries.member(world.alpha.id, sales.public_id)
        service.end_membership(member, actor=world.alpha.actor(Role.SUPPLIER_ADMIN), now=now)
    assert is_out(browser)
    held = db.session.scalars(select(Membership).where(Membership.person_id == sales.id)).one()
    assert browser.post_form("/account/switch", {"membership": held.public_id}).status_code in (403, 404)
    assert is_out(browser)


def test_a_change_of_roles_ends_the_session(browser, world, sales, now):
    with transaction():
        member = queries.member(world.alpha.id, sales.public_id)
        roles = [Role.LOGISTICS]
        service.change_roles(member, roles, actor=world.alpha.actor(Role.SUPPLIER_ADMIN), now=now)
    assert is_out(browser)
    browser.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert (browser.get("/supplier/").status_code, browser.get("/supplier/bids").status_code) == (200, 403)


def test_ending_all_other_sessions_leaves_this_one(browser, sales):
    twin = browser.application.test_client()
    twin.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert "End all others" in browser.get("/account/").text
    browser.post_form("/account/sessions/end")
    assert (is_out(twin), browser.get("/supplier/").status_code) == (True, 200)


def test_acting_for_a_company_that_one_does_not_belong_to(browser, world):
    held = db.session.scalars(select(Membership).where(Membership.organisation_id == world.beta.id)).first()
    foreign = browser.post_form("/account/switch", {"membership": held.public_id})
    missing = browser.post_form("/account/switch", {"membership": "0" * 32})
    assert (foreign.status_code, len(foreign.data)) == (missing.status_code, len(missing.data))
    assert "Alpha" in browser.get("/supplier/company").text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(client, sales):
    answer = client.post_form("/login", {"email": sales.email, "password": PASSWORD})
    (cookie,) = [value for value in answer.headers.getlist("Set-Cookie") if value.startswith("session=")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_nobody_can_be_given_a_session_before_signing_in(client, sales):
    """Session fixation: what a cookie held before signing in is worth nothing afterwards."""
    planted = client.application.test_client()
    planted.get("/login")
    victim = copy_of(planted)
    victim.post_form("/login", {"email": sales.email, "password": PASSWORD})
    assert victim.get("/supplier/").status_code == 200
    assert is_out(planted)
