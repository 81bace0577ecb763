"""Profiles, sites, settings and numbers of organisations."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal import history
from portal.accounts import queries, service
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.accounts.rules import BuyerPolicy, check_vat, check_website, is_complete, policy_of
from portal.db import db, transaction
from portal.errors import Missing, RuleBroken, WrongState

PROFILE = {
    "name": "Acme",
    "legal_name": "Acme Werke GmbH",
    "country": "DE",
    "currency": "EUR",
    "timezone": "Europe/Berlin",
    "vat_number": "DE 136 695 976",
    "email": "Info@Acme.example",
    "website": "https://acme.example",
}


@pytest.fixture
def admin(world, now):
    return {"actor": world.acme.actor(Role.ADMIN), "now": now}


@pytest.fixture
def acme(world):
    """Acme's record. Use inside ``transaction()``."""
    return lambda: db.session.get_one(Organisation, world.acme.id)


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        ("DE136695976", "DE136695976"),
        ("de 136 695 976", "DE136695976"),
        ("CHE-116.281.710 MWST", "CHE-116.281.710 MWST"),
        ("  12-3456789 ", "12-3456789"),
        ("", ""),
    ],
)
def test_a_vat_number_is_kept_in_its_form(number, kept):
    assert check_vat(number) == kept


@pytest.mark.parametrize("number", ["DE136695977", "DE1", "NL004495446B01", "FRXX999999999", "ATU00000000"])
def test_a_vat_number_of_the_union_has_its_check_digits(number):
    with pytest.raises(RuleBroken) as refused:
        check_vat(number)
    assert refused.value.field == "vat_number"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "javascript:a.b",
        "acme",
        "acme .example",
        "ftp://acme.example",
        "data:text/html,x",
    ],
)
def test_a_website_is_one(address):
    with pytest.raises(RuleBroken):
        check_website(address)
    assert check_website(" https://acme.example ") == "https://acme.example"
    assert check_website("") == ""


@pytest.mark.parametrize("address", ["acme.example", "www.acme.example:8080/a?b=c#d", "bücher.example/x"])
def test_a_website_without_its_scheme_gets_it(address):
    assert check_website(f" {address} ") == f"https://{address}"


def test_a_profile_is_changed(world, acme, admin):
    with transaction():
        service.change_profile(acme(), **PROFILE, **admin)
    changed = acme()
    assert (changed.legal_name, changed.vat_number, changed.email) == (
        "Acme Werke GmbH",
        "DE136695976",
        "info@acme.example",
    )
    assert history.timeline(world.acme.id, changed)[0].name == "ProfileChanged"
    assert history.timeline(world.bolt.id, changed) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"legal_name": ""}, "legal_name"),
        ({"country": "XX"}, "country"),
        ({"country": ""}, "country"),
        ({"currency": "EURO"}, "currency"),
        ({"timezone": "Mars/Olympus"}, "zone"),
        ({"vat_number": "DE1"}, "vat_number"),
        ({"email": "nobody"}, "email"),
        ({"website": "javascript:alert(1)"}, "website"),
    ],
)
def test_a_profile_that_cannot_stand_is_refused_at_its_field(acme, admin, change, field):
    with transaction(), pytest.raises(RuleBroken) as refused:
        service.change_profile(acme(), **{**PROFILE, **change}, **admin)
    assert refused.value.field == field


def test_a_profile_is_complete_when_documents_can_print_it(world):
    whole = Organisation(
        legal_name="A",
        street="S 1",
        postcode="1",
        city="C",
        country="DE",
        registration_number="",
        vat_number="V",
    )
    assert is_complete(whole)
    for name in ("legal_name", "street", "postcode", "city", "country", "vat_number"):
        kept, _nothing = getattr(whole, name), setattr(whole, name, "")
        assert not is_complete(whole), name
        setattr(whole, name, kept)


SITE = {"name": "Plant 2", "city": "Kiel", "country": "DE", "timezone": "Europe/Berlin"}


def test_sites_are_added_changed_and_taken_out_of_use(world, acme, admin):
    with transaction():
        site = service.add_site(acme(), **SITE, **admin)
        service.change_site(site, **{**SITE, "city": "Lübeck"}, **admin)
    assert [one.name for one in db.session.scalars(queries.sites(world.acme.id))] == ["Acme works", "Plant 2"]
    with pytest.raises(Missing):
        queries.site(world.bolt.id, site.public_id)
    with transaction():
        service.archive_site(site, **admin)
    assert [one.name for one in db.session.scalars(queries.sites(world.acme.id))] == ["Acme works"]
    assert queries.site(world.acme.id, site.public_id).city == "Lübeck"
    with transaction(), pytest.raises(WrongState):
        service.archive_site(site, **admin)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "Acme works"}, "name"),
        ({"name": ""}, "name"),
        ({"country": "ZZ"}, "country"),
        ({"timezone": "Nowhere"}, "zone"),
    ],
)
def test_a_site_that_cannot_stand_is_refused_at_its_field(acme, admin, change, field):
    with transaction(), pytest.raises(RuleBroken) as refused:
        service.add_site(acme(), **{**SITE, **change}, **admin)
    assert refused.value.field == field


def test_a_policy_is_what_was_in_force_on_the_day(world, now, acme):
    actor = world.acme.actor(Role.ADMIN)
    for days, tolerance in ((0, Decimal("2.50")), (10, Decimal(5))):
        with transaction():
            when = now + timedelta(days=days)
            service.set_policy(acme(), "over_tolerance", tolerance, actor=actor, now=when)
    with transaction():
        service.set_policy(acme(), "proposer_may_approve", True, actor=actor, now=now + timedelta(days=10))
    begin = now.date()
    in_force = {
        days: queries.policy(world.acme.id, begin + timedelta(days=days)) for days in (-1, 0, 9, 10, 300)
    }
    assert {days: policy.over_tolerance for days, policy in in_force.items()} == {
        -1: 0,
        0: Decimal("2.5"),
        9: Decimal("2.5"),
        10: 5,
        300: 5,
    }
    assert [policy.proposer_may_approve for policy in in_force.values()] == [False, False, False, True, True]
    assert queries.policy(world.bolt.id, begin) == BuyerPolicy()
    assert [row.name for row in queries.settings(world.acme.id)] == [
        "over_tolerance",
        "proposer_may_approve",
        "over_tolerance",
    ]


def test_a_setting_begins_on_the_buyers_own_day(world, now, acme):
    late = now.replace(hour=23, minute=30)
    with transaction():
        service.set_policy(acme(), "issuer_may_receive", True, actor=world.acme.actor(Role.ADMIN), now=late)
    assert [row.valid_from for row in queries.settings(world.acme.id)] == [date(2026, 3, 3)]


def test_a_setting_that_is_set_twice_on_a_day_holds_as_it_was_set_last(world, acme, admin):
    for value in (True, False):
        with transaction():
            service.set_policy(acme(), "orders_need_approval", value, **admin)
    assert [row.value for row in queries.settings(world.acme.id)] == [False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("over_tolerance", Decimal("-0.1")),
        ("over_tolerance", Decimal("100.1")),
        ("over_tolerance", Decimal("NaN")),
        ("under_tolerance", None),
        ("under_tolerance", "5"),
        ("proposer_may_approve", "yes"),
    ],
)
def test_a_setting_has_a_value_of_its_kind(acme, admin, name, value):
    with transaction(), pytest.raises(RuleBroken) as refused:
        service.set_policy(acme(), name, value, **admin)
    assert refused.value.field == name


def test_a_setting_nobody_has_named_is_a_programming_error(acme, admin):
    with transaction(), pytest.raises(KeyError):
        service.set_policy(acme(), "no_such_setting", True, **admin)


def test_what_is_stored_and_no_longer_known_changes_nothing():
    assert policy_of({"given_up": 1, "over_tolerance": "2.5"}) == BuyerPolicy(over_tolerance=Decimal("2.5"))


def test_numbers_count_by_buyer_kind_and_year(world):
    with transaction():
        given = [
            service.next_number(company.id, kind, year)
            for company, kind, year in (
                (world.acme, "rfq", 2026),
                (world.acme, "rfq", 2026),
                (world.acme, "po", 2026),
                (world.acme, "rfq", 2027),
                (world.bolt, "rfq", 2026),
            )
        ]
    assert given == [1, 2, 1, 1, 1]


def test_nobody_acts_for_a_suspended_organisation(world, acme, admin):
    with transaction():
        service.suspend(acme(), **admin)
    assert queries.memberships(world.acme.people[Role.ADMIN].id) == []
