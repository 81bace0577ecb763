"""The pages of suppliers and buyers, and that an invitation reads the same whoever has an account."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.models import Organisation, Person
from portal.accounts.queries import last_invitation
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.partnerships.models import Partnership, PartnershipOffer
from portal.partnerships.workflow import PartnershipState
from tests.accounts.mails import delivered

VAT = "NL004495445B01"
TYPED = {
    "name": "Delta Parts",
    "country": "NL",
    "vat_number": VAT,
    "registration_number": "",
    "person_name": "Dora",
    "email": "dora@delta.example",
    "type": "tactical",
    "erp_number": "",
    "note": "",
}


@pytest.fixture
def buyer(client, world, sign_in):
    """A browser of Acme's procurement."""
    sign_in(client, world.acme, Role.PROCUREMENT)
    return client


@pytest.fixture
def partnership(world, now):
    """Alpha supplies Acme."""
    with transaction():
        made = Partnership(
            buyer_id=world.acme.id, supplier_id=world.alpha.id, state=PartnershipState.ACTIVE, created_at=now
        )
        db.session.add(made)
    return made


def only(model):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(model)).one()


def read(page, name):
    """What stands on a page for its reader, without what differs from request to request and buyer to buyer."""
    main = page[page.index("<main") : page.index("</main>")]
    for pattern in (r"[0-9a-f]{32}", r'name="csrf_token" value="[^"]*"', r'datetime="[^"]*"', r"\d\d:\d\d"):
        main = re.sub(pattern, "#", main)
    return main.replace(name, "the buyer")


def test_inviting_reads_word_for_word_the_same_whoever_has_an_account(world, client, sign_in, room):
    delivered(room)
    with transaction():
        db.session.get_one(Organisation, world.gamma.id).vat_number = VAT
    seen = []
    for company in (world.acme, world.bolt):
        if company is world.bolt:
            with transaction():
                db.session.get_one(Organisation, world.gamma.id).vat_number = ""
        sign_in(client, company, Role.PROCUREMENT)
        answer = client.post_form("/buyer/suppliers/new", TYPED)
        pages = [
            client.get(answer.location).text,
            client.get("/buyer/suppliers").text,
            client.get("/inbox/").text,
        ]
        again = client.post_form(f"{answer.location}/invite-again", follow_redirects=True)
        mails = [mail for mail in delivered(room) if mail["To"] == TYPED["email"]]
        assert len(mails) == 1, "only the link that works is sent"
        seen.append(
            [
                answer.status_code,
                *(read(page, company.organisation.name) for page in (*pages, again.text)),
                mails[0]["Subject"].replace(company.organisation.name, "the buyer"),
                re.sub(r"/join/\S+|\d\d:\d\d", "#", mails[0].get_content()).replace(
                    company.organisation.name, "the buyer"
                ),
            ]
        )
    offers = db.session.scalars(select(PartnershipOffer)).all()
    assert len(offers) == 1, "one of the two was told to the supplier with the account"
    for acme, bolt in zip(*seen, strict=True):
        assert acme == bolt


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"name": ""}, "Please fill this in."),
        ({"email": "nobody"}, "is not a mail address"),
        ({"vat_number": "NL1"}, "is not a valid VAT number"),
        ({"vat_number": " ", "registration_number": " "}, "names alone do not tell companies apart"),
        ({"erp_number": "70001"}, "Another supplier has the ERP number 70001 already."),
        ({"country": "XX"}, "Not a valid choice."),
        ({"type": "friendly"}, "Not a valid choice."),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(buyer, partnership, values, words):
    with transaction():
        db.session.get_one(Partnership, partnership.id).erp_number = "70001"
    answer = buyer.post_form("/buyer/suppliers/new", {**TYPED, "note": "Typed note", **values})
    assert answer.status_code == 422
    assert words in answer.text
    assert "Typed note" in answer.text
    assert only(Partnership).id == partnership.id


def test_the_list_shows_what_is_searched_for_and_in_which_state(buyer, world, partnership):
    assert "Alpha" in buyer.get("/buyer/suppliers?q=alph").text
    assert "No supplier matches" in buyer.get("/buyer/suppliers?q=beta").text
    assert "Alpha" in buyer.get("/buyer/suppliers?state=active").text
    assert "Alpha" not in buyer.get("/buyer/suppliers?state=blocked").text
    assert "Alpha" in buyer.get("/buyer/suppliers?state=nonsense").text


def test_blocking_and_ending_ask_why_and_say_it_inside_only(buyer, client, world, sign_in, partnership):
    url = f"/buyer/suppliers/{partnership.public_id}"
    empty = buyer.post_form(f"{url}/block", {"reason": " "})
    assert empty.status_code == 422
    assert "Please give a reason." in empty.text
    assert buyer.post_form(f"{url}/block", {"reason": "Late thrice"}).status_code == 303
    assert "Late thrice" in buyer.get(url).text
    assert buyer.get(f"{url}/block").status_code == 409
    sign_in(client, world.alpha, Role.SALES)
    theirs = client.get(f"/supplier/buyers/{partnership.public_id}").text
    for words in ("Late thrice", "locked"):
        assert words not in theirs
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert buyer.post_form(f"{url}/unblock").status_code == 303
    assert buyer.post_form(f"{url}/end", {"reason": "Moved away"}).status_code == 303
    sign_in(client, world.alpha, Role.SALES)
    theirs = client.get(f"/supplier/buyers/{partnership.public_id}").text
    assert "Ended" in theirs
    assert "Moved away" not in theirs
    assert "Acme has ended the partnership with you" in client.get("/inbox/").text
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert buyer.post_form(f"{url}/resume").status_code == 303
    assert only(Partnership).state is PartnershipState.ACTIVE


def test_each_side_keeps_its_own_and_both_see_who_answers(buyer, client, world, sign_in, partnership):
    url = f"/buyer/suppliers/{partnership.public_id}"
    assert (
        buyer.post_form(
            f"{url}/edit", {"type": "strategic", "erp_number": "70001", "note": "Inside only"}
        ).status_code
        == 303
    )
    mine = {"contacts-0-person": world.acme.people[Role.PROCUREMENT].public_id, "contacts-0-role": "Orders"}
    assert buyer.post_form(f"{url}/contacts", mine).status_code == 303
    foreign = {**mine, "contacts-0-person": world.alpha.people[Role.SALES].public_id}
    assert buyer.post_form(f"{url}/contacts", foreign).status_code == 422
    sign_in(client, world.alpha, Role.SALES)
    theirs = f"/supplier/buyers/{partnership.public_id}"
    assert client.post_form(f"{theirs}/edit", {"customer_number": "K-7"}).status_code == 303
    row = {"contacts-0-person": world.alpha.people[Role.SALES].public_id, "contacts-0-role": "Offers"}
    assert client.post_form(f"{theirs}/contacts", row).status_code == 303
    page = client.get(theirs).text
    for words in ("Acme procurement", "Alpha supplier_sales", "K-7"):
        assert words in page
    for words in ("Inside only", "Strategic", "70001"):
        assert words not in page
    sign_in(client, world.acme, Role.PROCUREMENT)
    page = buyer.get(url).text
    for words in ("Alpha supplier_sales", "Offers", "K-7", "Inside only", "Strategic"):
        assert words in page


def test_a_supplier_with_an_account_accepts_or_leaves_it(world, client, sign_in):
    with transaction():
        db.session.get_one(Organisation, world.gamma.id).vat_number = VAT
    for company in (world.acme, world.bolt):
        sign_in(client, company, Role.PROCUREMENT)
        client.post_form("/buyer/suppliers/new", TYPED)
    acme, bolt = db.session.scalars(select(PartnershipOffer).order_by(PartnershipOffer.id)).all()
    sign_in(client, world.alpha, Role.SALES)
    assert client.get(f"/supplier/offers/{acme.public_id}").status_code == 404
    sign_in(client, world.gamma, Role.SALES)
    assert "Acme wants to work with you" in client.get("/supplier/").text
    assert "Acme wants to work with you" in client.get("/inbox/").text
    accepted = client.post_form(f"/supplier/offers/{acme.public_id}/accept")
    assert "Acme" in client.get(accepted.location).text
    assert client.post_form(f"/supplier/offers/{bolt.public_id}/decline").status_code == 303
    for offer in (acme, bolt):
        assert client.get(f"/supplier/offers/{offer.public_id}").location == "/supplier/buyers"
        assert client.post_form(f"/supplier/offers/{offer.public_id}/accept").status_code == 409
    client.get("/inbox/")
    assert "Bolt" not in client.get("/supplier/buyers").text
    sign_in(client, world.acme, Role.PROCUREMENT)
    assert "Gamma" in client.get("/buyer/suppliers").text
    sign_in(client, world.bolt, Role.PROCUREMENT)
    page = client.get("/buyer/suppliers").text
    assert "Gamma" not in page
    assert "Delta Parts" in page


def test_an_invitation_that_has_lapsed_waits_for_procurement(buyer, world, now):
    buyer.post_form("/buyer/suppliers/new", TYPED)
    assert "Invite again" not in buyer.get("/buyer/").text
    with transaction():
        partnership = db.session.scalars(select(Partnership)).one()
        last_invitation(partnership.supplier_id).expires_at = now
    assert "Invite again" in buyer.get("/buyer/").text
    assert buyer.post_form(f"/buyer/suppliers/{partnership.public_id}/invite-again").status_code == 303
    assert "Invite again" not in buyer.get("/buyer/").text


def test_nobody_of_another_company_is_offered_as_a_contact(buyer, world, partnership):
    page = buyer.get(f"/buyer/suppliers/{partnership.public_id}/contacts").text
    own = {person.name for person in world.acme.people.values()}
    others = {name for name in db.session.scalars(select(Person.name)) if name not in own}
    assert all(name in page for name in own)
    assert not any(name in page for name in others)
