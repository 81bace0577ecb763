"""The second factor: who is asked for it, how it is set up, and what opens while it is awaited."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts import rules, service
from portal.accounts.models import Authenticator, Organisation, Passkey, Person, RecoveryCode, SignIn
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.workflow import PORTAL
from tests.accounts.mails import delivered
from tests.phone import PASSWORD, Phone, secret_in, with_password, with_phone

pytestmark = pytest.mark.one_database


@pytest.fixture
def buyer(app, world):
    return with_password(app, world.acme.people[Role.PROCUREMENT])


@pytest.fixture
def supplier(app, world):
    return with_password(app, world.alpha.people[Role.SALES])


def log_in(client, person, to=""):
    return client.post_form(f"/login{to}", {"email": person.email, "password": PASSWORD})


def policy(company, name, value, now):
    with transaction():
        organisation = db.session.get_one(Organisation, company.id)
        service.set_policy(organisation, name, value, actor=PORTAL, now=now)


def partners(world, now, state=PartnershipState.ACTIVE):
    with transaction():
        db.session.add(
            Partnership(buyer_id=world.acme.id, supplier_id=world.alpha.id, state=state, created_at=now)
        )


def test_a_buyers_person_is_led_to_set_it_up_before_anything_else(client, buyer, room):
    delivered(room)
    log_in(client, buyer, "?next=/buyer/rfqs")
    for url in ("/", "/buyer/", "/buyer/rfqs", "/inbox/", "/account/"):
        assert client.get(url).status_code == 303
    assert client.post_form("/inbox/read").status_code == 403
    stopped = client.get("/buyer/rfqs").location
    setup = client.get(stopped).location
    page = client.get(setup).text
    phone = Phone.reading(page)
    wrong = client.post_form(setup, {"secret": secret_in(page), "code": phone.wrong()})
    assert wrong.status_code == 422
    assert secret_in(wrong.text) == secret_in(page)
    answer = client.post_form(setup, {"secret": secret_in(page), "code": phone.code()})
    assert answer.status_code == 200
    assert 'href="/buyer/rfqs"' in answer.text
    assert client.get("/buyer/rfqs").status_code == 200
    (mail,) = delivered(room)
    assert "second factor" in mail["Subject"]


def test_what_is_stored_tells_no_secret(client, buyer):
    _phone, codes = with_phone(buyer)
    app = db.session.scalars(select(Authenticator)).one()
    assert len(app.wrapped_secret) == 20 + 12 + 16
    stored = {row.code_sha256 for row in db.session.scalars(select(RecoveryCode))}
    assert len(stored) == len(codes) == 10
    typed = {rules.plain_code(code) for code in codes}
    assert not stored & typed
    assert {len(code) * 5 for code in typed} == {120}, "bits, so that a plain hash keeps them"


def test_a_code_lets_in_and_leads_on(client, buyer):
    phone, _codes = with_phone(buyer)
    log_in(client, buyer)
    step = client.get("/buyer/rfqs").location
    assert step == "/account/second-factor/code?next=/buyer/rfqs"
    assert client.post_form(step, {"code": phone.wrong()}).status_code == 422
    assert client.get("/buyer/rfqs").status_code == 303
    assert client.post_form(step, {"code": f" {phone.code()} "}).location == "/buyer/rfqs"
    assert client.get("/buyer/rfqs").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/x"])
def test_a_code_leads_to_no_other_site(client, buyer, target):
    phone, _codes = with_phone(buyer)
    log_in(client, buyer)
    answer = client.post_form(
        "/account/second-factor/code", {"code": phone.code()}, query_string={"next": target}
    )
    assert answer.location == "/"


def test_who_knows_the_password_alone_cannot_put_another_app_in_its_place(client, buyer):
    with_phone(buyer)
    log_in(client, buyer)
    assert client.get("/account/second-factor/").location == "/account/second-factor/code?next="
    other = service.new_secret()
    answer = client.post_form("/account/second-factor/", {"secret": "x", "code": Phone(other).code()})
    assert answer.location == "/account/second-factor/code?next="
    for url in ("/account/second-factor/recovery-codes", "/account/second-factor/remove"):
        assert client.post_form(url).status_code == 403
    assert client.get("/buyer/").status_code == 303


def test_a_secret_that_was_wrapped_for_somebody_else_sets_up_nothing(client, buyer, supplier, sign_in, world):
    sign_in(client, world.alpha, Role.SALES)
    page = client.get("/account/second-factor/").text
    sign_in(client, world.acme, Role.PROCUREMENT)
    typed = {"secret": secret_in(page), "code": Phone.reading(page).code()}
    assert client.post_form("/account/second-factor/", typed).status_code == 422
    assert db.session.scalars(select(Authenticator)).all() == []


def test_signing_out_while_it_is_awaited(client, buyer):
    log_in(client, buyer)
    assert client.post_form("/account/second-factor/leave").status_code == 303
    assert client.get("/buyer/").location.startswith("/login")
    assert [row for row in db.session.scalars(select(SignIn)) if row.ended_at is None] == []


def test_a_suppliers_people_are_asked_where_one_of_its_buyers_asks(client, supplier, world, now):
    partners(world, now)
    log_in(client, supplier)
    assert client.get("/supplier/").status_code == 200
    client.post_form("/logout")
    policy(world.acme, "suppliers_second_factor", True, now)
    log_in(client, supplier)
    assert client.get("/supplier/").location.startswith("/account/second-factor/code")
    client.post_form("/account/second-factor/leave")
    policy(world.acme, "suppliers_second_factor", False, now)
    log_in(client, supplier)
    assert client.get("/supplier/").status_code == 200


@pytest.mark.parametrize("state", [PartnershipState.INVITED, PartnershipState.ENDED])
def test_a_buyer_without_a_partnership_asks_nobody(client, supplier, world, now, state):
    partners(world, now, state)
    policy(world.acme, "suppliers_second_factor", True, now)
    log_in(client, supplier)
    assert client.get("/supplier/").status_code == 200


def test_a_buyer_may_do_without(client, buyer, world, now):
    policy(world.acme, "second_factor", False, now)
    log_in(client, buyer)
    assert client.get("/buyer/").status_code == 200


def test_setting_it_up_ends_the_other_sessions(app, client, supplier):
    log_in(client, supplier)
    other = app.test_client()
    log_in(other, supplier)
    page = client.get("/account/second-factor/").text
    typed = {"secret": secret_in(page), "code": Phone.reading(page).code()}
    assert client.post_form("/account/second-factor/", typed).status_code == 200
    assert (client.get("/supplier/").status_code, other.get("/supplier/").status_code) == (200, 303)


def test_it_is_removed_only_where_nobody_asks(client, supplier, world, now, room):
    with_phone(supplier)
    delivered(room)
    with transaction():
        _signed_in, token = service.begin_session(supplier, "test", now=clock.now())
    with client.session_transaction() as cookie:
        cookie.update(sign_in=token, _user_id=supplier.fs_uniquifier, _fresh=True)
    assert "recovery codes are left" in client.get("/account/").text
    partners(world, now)
    policy(world.acme, "suppliers_second_factor", True, now)
    assert client.post_form("/account/second-factor/remove").status_code == 403
    policy(world.acme, "suppliers_second_factor", False, now)
    assert client.post_form("/account/second-factor/remove").status_code == 303
    assert db.session.scalars(select(Authenticator)).all() == []
    (mail,) = delivered(room)
    assert "removed" in mail["Subject"]


def test_switching_to_a_company_that_asks_awaits_it(client, supplier, world, now, sign_in):
    sign_in(client, world.alpha, Role.SALES)
    with transaction():
        person = db.session.get_one(Person, supplier.id)
        joined = service.invite_person(
            db.session.get_one(Organisation, world.bolt.id),
            email=person.email, name="S", roles=[Role.PROCUREMENT], actor=PORTAL, now=now,
        )  # fmt: skip
        member = service.accept_invitation(joined, name="S", password_hash=None, now=now)
    client.post_form("/account/switch", {"membership": member.public_id})
    assert client.get("/buyer/").location.startswith("/account/second-factor/code")


def test_who_has_a_passkey_must_use_it_before_setting_up_an_app(client, buyer, now):
    with transaction():
        key = Passkey(
            person_id=buyer.id, name="P", credential_id=b"c", public_key=b"k", sign_count=0,
            created_at=now, used_at=now,
        )  # fmt: skip
        db.session.add(key)
    log_in(client, buyer)
    assert client.get("/account/second-factor/").location == "/account/second-factor/code?next="
    page = client.get("/account/second-factor/code")
    assert page.status_code == 200
    assert "passkey" in page.text
    assert client.get("/buyer/").status_code == 303


def test_beginning_anew_leaves_no_half_open_session(client, buyer):
    log_in(client, buyer)
    log_in(client, buyer)
    standing = [row.awaits for row in db.session.scalars(select(SignIn)) if row.ended_at is None]
    assert standing == [True]
