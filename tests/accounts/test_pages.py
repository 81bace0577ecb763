"""The pages of people, profile and settings, and joining by mail."""

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import JoinInvitation, Membership, Organisation, Person, Site
from portal.accounts.roles import ROLES_OF, Role
from portal.accounts.rules import BuyerPolicy
from portal.buyer.settings import SettingsForm
from portal.db import db
from portal.web.forms import KEYS
from portal.web.people_forms import DUTIES
from tests.accounts.mails import delivered, link_in

PASSWORD = "correct horse battery"
SECRET = {"password": PASSWORD, "password_confirm": PASSWORD}


@pytest.fixture(params=["buyer", "supplier"])
def side(request, client, world, sign_in, room):
    """An administrator's browser, for each side: its blueprint, and the company."""
    delivered(room)
    company, role = (
        (world.acme, Role.ADMIN) if request.param == "buyer" else (world.alpha, Role.SUPPLIER_ADMIN)
    )
    sign_in(client, company, role)
    return request.param, company


def fresh(statement):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(statement)


def only(model, *where):
    return fresh(select(model).where(*where)).one()


def test_every_role_is_offered_with_what_it_does():
    assert {which: set(duties) for which, duties in DUTIES.items()} == ROLES_OF


def test_somebody_is_invited_by_mail_and_follows_the_link(side, client, world, room):
    name, company = side
    role = Role.APPROVER if name == "buyer" else Role.LOGISTICS
    answer = client.post_form(
        f"/{name}/people/invite", {"name": "Nina New", "email": "nina@new.example", "roles": [role]}
    )
    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "nina@new.example" in page
    assert "Asked to join" in page
    (mail,) = delivered(room)
    assert mail["To"] == "nina@new.example"
    assert company.organisation.name in mail["Subject"]
    visitor = client.application.test_client()
    joining = link_in(mail)
    assert "nina@new.example" in visitor.get(joining).text
    short = visitor.post_form(joining, {"name": "Nina", "password": "short", "password_confirm": "short"})
    assert short.status_code == 422
    assert "12 characters" in short.text
    assert visitor.post_form(joining, {"name": "Nina New", **SECRET}).status_code == 303
    assert visitor.get(f"/{name}/").status_code == (303 if name == "buyer" else 200), "buyers need a code"
    member = only(Membership, Membership.person.has(email="nina@new.example"))
    assert (member.organisation_id, member.roles) == (company.id, [role])
    assert visitor.get(joining).status_code == 422, "a link is taken up once"
    assert "used or withdrawn" in visitor.get(joining).text


def test_the_first_person_of_a_supplier_is_told_who_invites(client, world, sign_in, room):
    delivered(room)
    sign_in(client, world.acme, Role.PROCUREMENT)
    typed = {
        "name": "Delta Parts",
        "country": "DE",
        "registration_number": "HRB 9",
        "person_name": "Dora",
        "email": "dora@delta.example",
        "type": "tactical",
    }
    assert client.post_form("/buyer/suppliers/new", typed).status_code == 303
    (mail,) = delivered(room)
    assert "Acme" in mail["Subject"]
    visitor = client.application.test_client()
    assert "Acme" in visitor.get(link_in(mail)).text
    visitor.post_form(link_in(mail), {"name": "Dora", **SECRET})
    home = visitor.get("/supplier/").text
    assert "Your company profile" in home, "it has to be completed"
    assert "Acme" in visitor.get("/supplier/buyers").text
    (notice,) = delivered(room)
    assert notice["Subject"] == "Delta Parts has joined"


def test_a_made_up_replaced_or_withdrawn_link_lets_nobody_in(side, client, room):
    name, _company = side
    client.post_form(
        f"/{name}/people/invite",
        {"name": "N", "email": "n@new.example", "roles": [Role.ADMIN if name == "buyer" else Role.SALES]},
    )
    (mail,) = delivered(room)
    link = link_in(mail)
    visitor = client.application.test_client()
    assert visitor.get(link.replace("/join/", "/join/x")).status_code == 404
    again = f"/{name}/people/invitations/{only(JoinInvitation).public_id}/again"
    assert again in client.get(f"/{name}/people").text
    assert [client.post_form(again).status_code for _time in range(2)] == [303, 409]
    (mail,) = delivered(room)
    standing = only(JoinInvitation, JoinInvitation.withdrawn_at.is_(None))
    withdraw = f"/{name}/people/invitations/{standing.public_id}/withdraw"
    assert client.post_form(withdraw).status_code == 303
    for void in (link, link_in(mail)):
        assert visitor.post_form(void, {"name": "N", **SECRET}).status_code == 422
    assert fresh(select(Person).where(Person.email == "n@new.example")).all() == []


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"email": "nobody"}, "is not a mail address"),
        ({"email": ""}, "Please give an address."),
        ({"name": ""}, "Please give a name."),
        ({"roles": []}, "Choose at least one role."),
        ({"roles": ["supplier_nothing"]}, "valid choice"),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(side, client, values, words):
    name, _company = side
    role = Role.PROCUREMENT if name == "buyer" else Role.SALES
    typed = {"name": "Typed Name", "email": "typed@new.example", "roles": [role], **values}
    answer = client.post_form(f"/{name}/people/invite", typed)
    assert answer.status_code == 422
    assert words in answer.text
    if "name" not in values:
        assert 'value="Typed Name"' in answer.text


def test_roles_are_changed_and_somebody_is_let_go(side, client, world):
    name, company = side
    role, further = (Role.FINANCE, Role.AUDITOR) if name == "buyer" else (Role.SUPPLIER_FINANCE, Role.SALES)
    url = f"/{name}/people/{company.people[role].public_id}"
    assert client.get(url).status_code == 200
    assert client.post_form(url, {"roles": [role, further]}).status_code == 303
    member = only(Membership, Membership.person_id == company.people[role].id)
    assert member.roles == sorted([role, further])
    assert client.post_form(f"{url}/end").status_code == 303
    assert only(Membership, Membership.person_id == company.people[role].id).ended_at is not None
    client.get(f"/{name}/people")
    assert company.people[role].name not in client.get(f"/{name}/people").text, "once it was said"
    assert "Has left" in client.get(url).text
    assert client.post_form(f"{url}/end").status_code == 409


def test_the_last_administrator_cannot_go_nor_be_made_less(side, client):
    name, company = side
    admin, other = (
        (Role.ADMIN, Role.AUDITOR) if name == "buyer" else (Role.SUPPLIER_ADMIN, Role.SUPPLIER_FINANCE)
    )
    url = f"/{name}/people/{company.people[admin].public_id}"
    less = client.post_form(url, {"roles": [other]})
    assert less.status_code == 422
    assert "Somebody must stay administrator." in less.text
    assert client.post_form(f"{url}/end").status_code == 422
    assert only(Membership, Membership.person_id == company.people[admin].id).roles == [admin]


def test_the_profile_is_changed_by_its_administrator(side, client):
    name, company = side
    values = {
        "name": "New Name",
        "legal_name": "New Name GmbH & Co. KG",
        "vat_number": "DE136695976",
        "country": "DE",
        "timezone": "Europe/Berlin",
        "currency": "EUR",
        "website": "https://new.example",
    }
    refused = client.post_form(f"/{name}/company/edit", {**values, "vat_number": "DE136695977"})
    assert refused.status_code == 422
    assert "is not a valid VAT number" in refused.text
    assert "New Name GmbH &amp; Co. KG" in refused.text
    refused = client.post_form(f"/{name}/company/edit", {**values, "website": "javascript:alert(1)"})
    assert "Begin the address with https://." in refused.text
    assert client.post_form(f"/{name}/company/edit", values).status_code == 303
    page = client.get(f"/{name}/company").text
    for words in ("New Name GmbH &amp; Co. KG", 'href="https://new.example"', "changed the company profile"):
        assert words in page
    assert only(Organisation, Organisation.id == company.id).version == 2


def test_two_who_edit_one_profile_are_shown_both_texts(side, client):
    name, _company = side
    values = {"legal_name": "L", "country": "DE", "timezone": "Europe/Berlin", "currency": "EUR"}
    client.post_form(f"/{name}/company/edit", {**values, "name": "Theirs", "version": "1"})
    stale = client.post_form(f"/{name}/company/edit", {**values, "name": "Mine", "version": "1"})
    assert stale.status_code == 409
    assert "Theirs" in stale.text


def test_sites_come_and_go(side, client):
    name, _company = side
    values = {"name": "Plant 2", "city": "Kiel", "country": "DE", "timezone": "Europe/Berlin"}
    assert client.post_form(f"/{name}/company/sites/new", values).status_code == 303
    again = client.post_form(f"/{name}/company/sites/new", values)
    assert again.status_code == 422
    assert "There is a site of that name already." in again.text
    url = f"/{name}/company/sites/{only(Site, Site.name == 'Plant 2').public_id}"
    assert client.post_form(url, {**values, "city": "Lübeck"}).status_code == 303
    assert "Lübeck" in client.get(f"/{name}/company").text
    assert client.post_form(f"{url}/archive").status_code == 303
    assert "Plant 2" not in client.get(f"/{name}/company").text


def test_settings_are_put_in_force(client, world, sign_in, now):
    with client.application.test_request_context():
        assert {field.name for field in SettingsForm()} - KEYS == set(BuyerPolicy.__dataclass_fields__)
    sign_in(client, world.acme, Role.ADMIN)
    refused = client.post_form("/buyer/settings/edit", {"over_tolerance": "101", "under_tolerance": "2,5"})
    assert refused.status_code == 422
    assert 'value="101"' in refused.text
    values = {"over_tolerance": "2.5", "under_tolerance": "0", "proposer_may_approve": "y"}
    values |= {"second_factor": "y", "two_openers": "never", "two_openers_from": "0"}
    assert client.post_form("/buyer/settings/edit", values).status_code == 303
    db.session.rollback()
    assert {row.name: row.value for row in queries.settings(world.acme.id)} == {
        "over_tolerance": "2.5",
        "proposer_may_approve": True,
    }
    assert "2.5 %" in client.get("/buyer/settings").text
    same = client.post_form("/buyer/settings/edit", values, follow_redirects=True)
    assert "Nothing was changed." in same.text
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert client.get("/buyer/settings").status_code == 200
    assert client.get("/buyer/settings/edit").status_code == 403
