"""How passwords are kept, which ones nobody may have, and that they open what they closed on any keyboard."""

import unicodedata

import pytest
from sqlalchemy import select
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from portal import create_app
from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.accounts.rules import OBVIOUS_WORDS, check_password
from portal.db import db
from portal.errors import RuleBroken
from portal.web.security import hash_password
from tests.accounts.mails import delivered, link_in
from tests.phone import PASSWORD, with_password

ABOUT = ("jane.doe@acme-bolts.example", "Jane Doe", "Acme Bolts GmbH")


def is_taken(password: str) -> bool:
    try:
        check_password(password, ABOUT)
    except RuleBroken:
        return False
    return True


def test_passwords_are_kept_by_argon2id(app):
    in_earnest = create_app(app.config["SETTINGS"])
    with in_earnest.test_request_context():
        kept = hash_password("a long enough secret")

    # 64 MiB, three passes, four lanes: the second of the two choices that RFC 9106 recommends.
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert "a long enough secret" not in kept


def test_no_password_that_many_have_is_taken():
    long_enough = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= 12]

    assert len(long_enough) > 200
    assert [one for one in long_enough if is_taken(one)] == []


@pytest.mark.parametrize(
    "password",
    [
        *(
            "password1234",
            "Passw0rd2026!",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "12.03.198412.03.1984",
        ),
        *("jane.doe.1984", "acmebolts2026", "Bolts-acme-1"),
        *("Procurement2026!", "supplierportal", "Willkommen2026!", "lieferantenportal"),
    ],
)
def test_what_is_guessed_early_is_not_taken(password):
    assert not is_taken(password)


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct horse battery",
            "my house is green",
            "gruen rot blau gelb",
            "x9Kq2mZp7LwT",
            "пять зелёных домов",
        ),
        "kettle umbrella frost " * 5,
    ],
)
def test_no_kind_of_character_is_asked_for(password):
    assert is_taken(password)


def test_the_words_that_are_obvious_here_are_words():
    assert all(word == word.lower() and word.isalpha() and len(word) > 2 for word in OBVIOUS_WORDS)


@pytest.mark.one_database
def test_every_form_that_sets_a_password_asks_it_of_one(client, app, world, sign_in, room):
    person = with_password(app, world.alpha.people[Role.SALES])
    weak, told = "procurement2026", "guessed too easily"
    before = db.session.scalar(select(Person.password).where(Person.id == person.id))
    delivered(room)
    client.post_form("/reset", {"email": person.email})
    link = link_in(delivered(room)[0])
    assert told in client.post_form(link, {"password": weak, "password_confirm": weak}).text
    client.post_form("/login", {"email": person.email, "password": PASSWORD})
    change = {"password": PASSWORD, "new_password": weak, "new_password_confirm": weak}
    assert told in client.post_form("/change", change).text
    assert db.session.scalar(select(Person.password).where(Person.id == person.id)) == before
    sign_in(client, world.alpha, Role.SUPPLIER_ADMIN)
    typed = {"name": "Olga", "email": "olga@new.example", "roles": [Role.SALES]}
    client.post_form("/supplier/people/invite", typed)
    visitor, link = app.test_client(), link_in(delivered(room)[0])
    refused = visitor.post_form(link, {"name": "Olga", "password": weak, "password_confirm": weak})
    assert (refused.status_code, told in refused.text) == (422, True)


@pytest.mark.one_database
def test_a_password_typed_on_another_keyboard_is_the_same(app, client, world, sign_in, room):
    delivered(room)
    sign_in(client, world.alpha, Role.SUPPLIER_ADMIN)
    typed = {"name": "Olga", "email": "olga@new.example", "roles": [Role.SALES]}
    client.post_form("/supplier/people/invite", typed)
    visitor, link = app.test_client(), link_in(delivered(room)[0])
    chosen = {form: unicodedata.normalize(form, "fünf grüne Häuser am Fluß") for form in ("NFC", "NFD")}
    assert chosen["NFC"] != chosen["NFD"]
    visitor.post_form(link, {"name": "Olga", "password": chosen["NFC"], "password_confirm": chosen["NFC"]})
    for password in chosen.values():
        browser = app.test_client()
        answer = browser.post_form("/login", {"email": "olga@new.example", "password": password})
        assert answer.status_code == 302
