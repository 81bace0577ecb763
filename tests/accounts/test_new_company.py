"""A company's first day: what its administrator is led to, and how its first people join."""

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Organisation, Site
from portal.accounts.roles import Role
from portal.db import db, transaction
from tests.accounts.mails import delivered, link_in

PASSWORD = "correct horse battery"


def test_a_new_company_is_led_to_what_it_has_to_say_of_itself(client, world, sign_in):
    sign_in(client, world.acme, Role.ADMIN)
    company = world.acme.organisation
    with transaction():
        standing = db.session.get(Organisation, company.id)
        standing.street, standing.city = "", ""
        for site in db.session.scalars(select(Site).where(Site.organisation_id == company.id)):
            site.archived_at = clock.now()
    home = client.get("/buyer/").text
    assert "Your company profile" in home
    assert "/buyer/company/sites/new" in home
    assert "Your colleagues" not in home, "there are some"
    client.post_form("/buyer/company/sites/new", {"name": "Plant", "country": "DE", "timezone": "UTC"})
    assert "/buyer/company/sites/new" not in client.get("/buyer/").text
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert "Your company profile" not in client.get("/buyer/").text


@pytest.mark.parametrize("side", ["buyer", "supplier"])
def test_who_is_invited_by_address_alone_says_the_name_and_both_passwords(client, world, sign_in, room, side):
    company, inviting, role = (
        (world.acme, Role.ADMIN, Role.APPROVER)
        if side == "buyer"
        else (world.alpha, Role.SUPPLIER_ADMIN, Role.SALES)
    )
    delivered(room)
    sign_in(client, company, inviting)
    typed = {"name": "only@new.example", "email": "only@new.example", "roles": [role]}
    client.post_form(f"/{side}/people/invite", typed)
    link = link_in(delivered(room)[0])
    visitor = client.application.test_client()
    assert 'value="only@new.example"' not in visitor.get(link).text
    refused = visitor.post_form(link, {"name": "Olga", "password": PASSWORD, "password_confirm": ""})
    assert "Please type the password a second time." in refused.text
    assert "Please type the password again; everything else is kept." in refused.text
