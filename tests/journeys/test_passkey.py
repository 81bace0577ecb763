"""A passkey of Chromium's own virtual device: added, used in the place of password and code, replayed, removed."""

import dataclasses
from urllib.parse import parse_qsl

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.accounts.models import Passkey
from portal.accounts.roles import Role
from portal.db import db
from tests.phone import with_phone

pytestmark = [pytest.mark.browser, pytest.mark.one_database]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def address(address, app, monkeypatch):
    """Under a name, since a passkey is bound to one."""
    named = address.replace("127.0.0.1", "localhost")
    settings = dataclasses.replace(app.config["SETTINGS"], base_url=named)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return named


def test_a_passkey(world, visit, client):
    buyer = visit(world.acme, Role.PROCUREMENT)
    device = buyer.page.context.new_cdp_session(buyer.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    buyer.go("/account/")
    buyer.press("Add a passkey")
    buyer.page.get_by_label("Name").fill("Laptop")
    buyer.shot("1-add", 360)
    buyer.press("Add it")
    expect(buyer.page.get_by_text("From now on this device signs you in.")).to_be_visible()
    buyer.shot("2-profile")
    # A second factor is set up besides, which password alone would be asked for and a passkey is not.
    db.session.rollback()
    with_phone(world.acme.people[Role.PROCUREMENT])
    sent = []
    buyer.page.on(
        "request", lambda one: sent.append(one) if one.url.endswith("sign-in?next=/buyer/rfqs") else None
    )
    buyer.page.goto(f"{buyer.address}/buyer/rfqs")
    expect(buyer.page.get_by_role("button", name="Use a passkey")).to_be_visible()
    buyer.shot("3-sign-in", 360)
    buyer.press("Use a passkey")
    buyer.page.wait_for_url("**/buyer/rfqs")
    expect(buyer.page.get_by_role("heading", name="RFQs")).to_be_visible()
    # What the browser sent signs nobody in a second time.
    db.session.rollback()
    form = dict(parse_qsl(sent[0].post_data or ""))
    stolen = {name: form[name] for name in ("challenge", "credential")}
    assert client.post_form("/account/passkeys/sign-in", stolen).status_code == 422
    assert client.get("/buyer/").status_code == 303
    # Whoever knows the password alone is let in by the passkey, or not at all.
    buyer.go("/account/")
    buyer.page.locator("#passkeys").get_by_role("button", name="Remove").click()
    buyer.confirm()
    assert db.session.scalars(select(Passkey)).all() == []


@pytest.mark.parametrize(
    "credential", ["", "null", "[]", "{}", '{"id": "AAAA"}', '{"id": 7, "response": {}}', "{"]
)
def test_nonsense_signs_nobody_in(client, world, address, credential):
    from portal.web import passkey

    with client.application.test_request_context():
        form = passkey._sign_in_form()
        challenge = form.challenge.data
    typed = {"challenge": challenge, "credential": credential}
    assert client.post_form("/account/passkeys/sign-in", typed).status_code == 422
    assert client.post_form("/account/passkeys/sign-in", {**typed, "challenge": "x.y"}).status_code == 422
