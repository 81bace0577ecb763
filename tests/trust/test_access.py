"""The check of every request, answer by answer: who is let in, who is sent where, and with what sentence."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import isolation
from portal.accounts.models import Membership
from portal.accounts.roles import BUYER_ROLES, SUPPLIER_ROLES, Role, Side
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed
from portal.web import access
from portal.web.access import AWAITING, PERSONAL, PUBLIC, Rule, binding, may
from portal.workflow import Actor
from tests.trust.asking import LOCATION, alter, refused

pytestmark = pytest.mark.one_database("sqlite")

# Rules.


def test_a_rule_is_for_one_side_and_says_who_reads_and_writes():
    reads = may(Role.SALES, Role.LOGISTICS, write=[Role.SALES], binding=True)
    assert reads == Rule(
        Side.SUPPLIER, frozenset({Role.SALES, Role.LOGISTICS}), frozenset({Role.SALES}), binding=True
    )
    same = may(Role.GOODS_IN)
    assert same == Rule(Side.BUYER, frozenset({Role.GOODS_IN}), frozenset({Role.GOODS_IN}))
    assert binding(same) == replace(same, binding=True)
    assert not same.binding


@pytest.mark.parametrize("roles", [(), (Role.SALES, Role.GOODS_IN)])
def test_a_rule_for_nobody_or_for_both_sides_is_a_mistake(roles):
    assert refused(ValueError, may, *roles) == "A rule is for the roles of one side"


def test_a_rule_for_readers_of_one_side_and_writers_of_the_other_is_a_mistake():
    for writers in ([Role.GOODS_IN], [Role.SALES, Role.GOODS_IN]):
        with pytest.raises(ValueError):
            may(Role.SALES, write=writers)


def test_every_role_belongs_to_its_side():
    assert {may(role).side for role in BUYER_ROLES} == {Side.BUYER}
    assert {may(role).side for role in SUPPLIER_ROLES} == {Side.SUPPLIER}


def test_what_kinds_of_rules_open():
    assert (PUBLIC.public, PUBLIC.personal, PUBLIC.awaiting) == (True, False, False)
    assert (PERSONAL.public, PERSONAL.personal, PERSONAL.awaiting) == (False, True, False)
    assert (AWAITING.public, AWAITING.personal, AWAITING.awaiting) == (False, True, True)


# The check.


def test_nobody_signed_in_is_sent_to_sign_in_and_back(asked):
    with asked(f"{LOCATION}?tab=open"):
        answer = access.check()
        assert (answer.status_code, answer.location) == (303, "/login?next=/supplier/rfqs?tab%3Dopen")
    with asked():
        assert access.check().location == "/login?next=/supplier/rfqs"
    with asked(f"{LOCATION}?search=X"):
        assert access.check().location.endswith("search%3DX")
    with asked("/supplier/certificates/new", "POST"):
        assert refused(NotAllowed, access.check) == "Please sign in."


def test_whoever_owes_the_second_factor_is_sent_there(asked, seller):
    alter(seller, awaits=True)
    with asked():
        answer = access.check()
        assert (answer.status_code, answer.location) == (
            303,
            "/account/second-factor/code?next=/supplier/rfqs",
        )
    with asked("/account/second-factor/code", "POST"):
        assert access.check() is None
    with asked("/account/", "GET"):
        assert access.check().status_code == 303


def test_an_awaiting_route_is_no_public_one(asked):
    with asked("/account/second-factor/code"):
        assert access.check().location.startswith("/login")


def test_who_may_passes_and_acts_for_the_company(asked, seller, world):
    with asked():
        assert access.check() is None
        assert access.person().id == seller.id
        assert access.organisation_id() == access.organisation().id == world.alpha.id
        assert access.actor() == Actor(seller.id, world.alpha.id, frozenset({"supplier_sales"}))
        assert access.membership().person_id == seller.id


def test_rows_are_served_to_the_company_that_asks(asked, seller, world, monkeypatch):
    served = []
    monkeypatch.setattr(isolation, "serve", lambda *reader, **more: served.append((reader, more)))
    with asked():
        access.check()
    assert served == [((world.alpha.id,), {"accounts": True}), ((world.alpha.id,), {})]
    served.clear()
    with asked("/account/"):
        access.check()
    assert served == [((world.alpha.id,), {"accounts": True})]


def test_rows_are_served_to_nobody_who_is_not_signed_in(asked, monkeypatch):
    served = []
    monkeypatch.setattr(isolation, "serve", lambda *reader, **more: served.append((reader, more)))
    with asked():
        access.check()
    assert served == [((None,), {"accounts": True})]


def test_the_wrong_role_is_told_so_and_the_other_side_is_not(asked, seller, client, sign_in, world):
    with asked("/supplier/people"):
        assert refused(NotAllowed, access.check) == "Your role does not allow this."
    with asked("/buyer/rfqs"):
        refused(Missing, access.check)
    sign_in(client, world.acme, Role.AUDITOR)
    with asked("/buyer/requirements/new", "POST"):
        assert refused(NotAllowed, access.check) == "Your role does not allow this."


def test_reading_and_writing_are_told_apart(asked, client, sign_in, world):
    sign_in(client, world.acme, Role.AUDITOR)
    path = f"/buyer/requirements/{'0' * 32}"
    for method in ("GET", "HEAD", "OPTIONS"):
        with asked(path, method):
            assert access.check() is None, method
    with asked(path, "POST"):
        refused(NotAllowed, access.check)
    with asked():
        assert access.can("buyer.requirement")
        assert access.can("buyer.requirement", "HEAD")
        assert not access.can("buyer.requirement", "POST")


def test_what_no_rule_names_is_missing(app, asked, seller, monkeypatch):
    monkeypatch.delitem(access._rules, "supplier.rfqs")
    with asked():
        refused(Missing, access.check)
        assert not access.can("supplier.rfqs")
    with asked("/nowhere"):
        assert access.check() is None, "the framework itself answers that there is no such page"


def test_a_record_is_named_by_what_can_be_printed(asked, seller):
    with asked("/supplier/rfqs/\x00"):
        refused(Missing, access.check)
    with asked("/supplier/rfqs/\x00/files/x"):
        refused(Missing, access.check)
    with asked(f"/supplier/rfqs/{'0' * 32}"):
        assert access.check() is None


def test_a_public_page_asks_nothing(asked, seller, monkeypatch):
    monkeypatch.setattr(access, "any_session", lambda: pytest.fail("it was asked who this is"))
    with asked("/login"):
        assert access.check() is None


def test_without_a_company_one_chooses_it_first(asked, seller):
    alter(seller, membership_id=None)
    with asked():
        answer = access.check()
        assert (answer.status_code, answer.location) == (303, "/account/choose")
        assert access.actor() == Actor(seller.id, None)
        assert access.membership() is None
        assert refused(NotAllowed, access.organisation) == "Please choose for which organisation you act."
        assert not access.can("supplier.rfqs")
    with asked("/account/"):
        assert access.check() is None


@pytest.mark.parametrize("what", ["membership", "company"])
def test_what_has_ended_lets_nobody_act(asked, seller, now, what):
    with transaction():
        held = db.session.scalars(select(Membership).where(Membership.person_id == seller.id)).one()
        ended = held if what == "membership" else held.organisation
        setattr(ended, "ended_at" if what == "membership" else "suspended_at", now)
    with asked():
        assert access.membership() is None
        assert access.check().location == "/account/choose"


def test_nobody_is_nobody(asked):
    with asked():
        assert access.any_session() is None
        assert access.current() is None
        assert access.actor() == Actor(None, None)
        assert refused(NotAllowed, access.person) == "Please sign in."
        assert not access.can("supplier.rfqs")


def test_a_session_that_awaits_is_there_but_not_in_force(asked, seller):
    alter(seller, awaits=True)
    with asked():
        assert access.any_session().person_id == seller.id
        assert access.current() is None
        assert access.actor() == Actor(None, None)
