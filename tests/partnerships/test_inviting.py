"""Inviting a supplier: who joins, what an offer does, and that inviting tells nothing about other buyers."""

from datetime import timedelta

import pytest
from sqlalchemy import literal, select

from portal import history
from portal.accounts.models import JoinInvitation, Membership, Organisation
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.history import Event
from portal.notices.models import Notice
from portal.partnerships import queries, service
from portal.partnerships.rules import compact
from portal.partnerships.workflow import PartnershipState
from tests.partnerships.conftest import join

VAT = "NL004495445B01"


def noticed(company):
    return [
        (notice.kind, notice.params)
        for notice in db.session.scalars(
            select(Notice).where(Notice.organisation_id == company.id).order_by(Notice.id)
        )
    ]


@pytest.fixture
def known(world, now):
    """Gamma has an account, by these numbers, and is no supplier of Acme."""
    with transaction():
        gamma = db.session.get_one(Organisation, world.gamma.id)
        gamma.vat_number, gamma.registration_number, gamma.country = VAT, "KVK 24-257.781", "NL"
    return world.gamma


def test_an_invited_supplier_becomes_active_when_somebody_joins(world, now, invite):
    with transaction():
        partnership = invite(erp_number="70001")
    assert (partnership.state, partnership.active_since) == (PartnershipState.INVITED, None)
    assert list(db.session.scalars(queries.buyers(partnership.supplier_id))) == []
    with transaction():
        member = join(partnership, now)
    assert sorted(member.roles) == [Role.SUPPLIER_ADMIN, Role.SALES]
    assert (partnership.state, partnership.active_since) == (PartnershipState.ACTIVE, now)
    assert list(db.session.scalars(queries.buyers(partnership.supplier_id))) == [partnership]
    assert noticed(world.acme) == [("supplier_joined", {"supplier": "Delta Parts"})]
    assert [event.name for event in history.timeline(world.acme.id, partnership)] == [
        "PartnershipActivated",
        "PartnershipInvited",
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"person_name": ""}, "person_name"),
        ({"email": "nobody"}, "email"),
        ({"vat_number": "NL004495446B01"}, "vat_number"),
        ({"country": "XX"}, "country"),
        ({"erp_number": "70001"}, "erp_number"),
        ({"vat_number": "CZ 25123891"}, "vat_number"),
        ({"registration_number": "HRB-9", "country": "DE"}, "registration_number"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(invite, writing, typed, field):
    invite(erp_number="70001", vat_number="CZ25123891")
    invite(name="Epsilon", registration_number="HRB 9", country="DE")
    with pytest.raises(RuleBroken) as refused:
        invite(**typed)
    assert refused.value.field == field


def test_a_registration_number_counts_within_its_country_only(invite, writing):
    invite(registration_number="HRB 9", country="DE")
    invite(registration_number="HRB 9", country="AT")
    invite(registration_number="HRB 9")


def test_another_buyers_supplier_is_invited_like_any_other(world, known, invite, writing):
    invite(by=world.bolt, vat_number=VAT)
    partnership = invite(vat_number=VAT)
    assert partnership.supplier_id != known.id


def without(record, *names):
    return {
        column.key: getattr(record, column.key)
        for column in record.__table__.columns
        if column.key not in names
    }


def seen_by_buyer(world, partnership):
    """Everything of an invitation that its buyer can read, but for the number that it typed."""
    chain = [
        event.name
        for event in db.session.scalars(select(Event).order_by(Event.seq))
        if event.chain == world.acme.id
    ]
    return (
        without(partnership, "id", "public_id", "supplier_id"),
        without(partnership.supplier, "id", "public_id", "vat_number"),
        [event.name for event in history.timeline(world.acme.id, partnership)],
        chain,
        noticed(world.acme),
    )


def test_inviting_tells_the_buyer_nothing_about_who_has_an_account(world, now, invite, known):
    seen, chain_before = [], []
    for number in (VAT, "CZ25123891"):
        with transaction():
            partnership = invite(vat_number=number)
        with transaction():
            if number == VAT:
                service.decline_offer(queries.offer_of(partnership), actor=known.actor(Role.SALES), now=now)
        with transaction():
            service.invite_again(partnership, actor=world.acme.actor(Role.PROCUREMENT), now=now)
        assert (queries.offer_of(partnership) is not None) is (number == VAT)
        record, profile, timeline, chain, notices = seen_by_buyer(world, partnership)
        seen.append((record, profile, timeline, chain[len(chain_before) :], notices))
        chain_before = chain
    assert seen[0] == seen[1]
    assert seen[0][3], "there are events to compare"


def test_a_supplier_with_an_account_is_asked_and_takes_the_place(world, now, invite, known):
    with transaction():
        partnership = invite(vat_number=VAT)
        made = partnership.supplier
    assert noticed(known) == [("partnership_offered", {"buyer": "Acme"})] * 2, "admin and sales"
    with transaction():
        offer = db.session.scalars(queries.offers(known.id)).one()
        service.accept_offer(offer, actor=known.actor(Role.SALES), now=now)
    assert partnership.supplier_id == known.id
    assert partnership.state is PartnershipState.ACTIVE
    assert made.suspended_at == now
    assert list(db.session.scalars(queries.offers(known.id))) == []
    invitation = db.session.scalars(
        select(JoinInvitation).where(JoinInvitation.organisation_id == made.id)
    ).one()
    assert invitation.withdrawn_at == now, "the typed address can no longer join"


@pytest.mark.parametrize(
    "numbers", [{"vat_number": VAT}, {"registration_number": "kvk24257781", "country": "NL"}]
)
def test_a_supplier_is_found_by_either_number(invite, known, writing, numbers):
    assert queries.offer_of(invite(**numbers)).supplier_id == known.id


def test_a_suspended_or_empty_account_gets_no_offer(world, now, invite, known, writing):
    for member in db.session.scalars(select(Membership).where(Membership.organisation_id == known.id)):
        member.ended_at = now
    db.session.flush()
    assert queries.offer_of(invite(vat_number=VAT)) is None


def test_who_speaks_for_the_known_supplier_accepts_by_following_the_link(world, now, invite, known):
    with transaction():
        partnership = invite(vat_number=VAT, email=known.people[Role.SALES].email)
        made = partnership.supplier_id
    with transaction():
        join(partnership, now)
    assert partnership.supplier_id == known.id
    assert partnership.state is PartnershipState.ACTIVE
    assert db.session.get_one(Organisation, made).suspended_at is not None


@pytest.mark.parametrize("who", [Role.LOGISTICS, None])
def test_nobody_else_enters_the_known_supplier_by_the_link(world, now, invite, known, who):
    address = known.people[who].email if who else "dora@delta.example"
    with transaction():
        partnership = invite(vat_number=VAT, email=address)
        made = partnership.supplier_id
    with transaction():
        join(partnership, now)
    assert partnership.supplier_id == made != known.id
    assert partnership.state is PartnershipState.ACTIVE
    assert list(db.session.scalars(queries.offers(known.id))) == []
    members = db.session.scalars(select(Membership).where(Membership.organisation_id == known.id)).all()
    assert len(members) == len(known.people)


def test_a_declined_offer_leaves_the_invitation_and_comes_back_with_the_next(world, now, invite, known):
    with transaction():
        partnership = invite(vat_number=VAT)
        offer = queries.offer_of(partnership)
        service.decline_offer(offer, actor=known.actor(Role.SALES), now=now)
    assert partnership.state is PartnershipState.INVITED
    assert list(db.session.scalars(queries.offers(known.id))) == []
    for verb in (service.accept_offer, service.decline_offer):
        with transaction(), pytest.raises(WrongState):
            verb(offer, actor=known.actor(Role.SALES), now=now)
    with transaction():
        service.invite_again(partnership, actor=world.acme.actor(Role.PROCUREMENT), now=now)
    assert queries.offer(known.id, offer.public_id).is_open


def test_an_offer_is_the_offered_suppliers_only(world, invite, known, writing):
    offer = queries.offer_of(invite(vat_number=VAT))
    for other in (world.alpha, world.acme):
        with pytest.raises(Missing):
            queries.offer(other.id, offer.public_id)
    with pytest.raises(NotAllowed):
        service.accept_offer(offer, actor=known.actor(Role.LOGISTICS), now=offer.created_at)


def test_an_offer_ends_with_the_invitation(world, now, invite, known, writing):
    partnership = invite(vat_number=VAT)
    offer = queries.offer_of(partnership)
    service.end(partnership, "Mistaken", actor=world.acme.actor(Role.PROCUREMENT), now=now)
    assert list(db.session.scalars(queries.offers(known.id))) == []
    with pytest.raises(WrongState):
        service.accept_offer(offer, actor=known.actor(Role.SALES), now=now)


def test_a_supplier_that_works_with_the_buyer_cannot_do_so_twice(world, now, invite, known):
    with transaction():
        partnership = invite(vat_number=VAT)
        other = invite(name="Gamma again", registration_number="KVK 24257781", country="NL")
        for one in (partnership, other):
            assert queries.offer_of(one).supplier_id == known.id
        service.accept_offer(queries.offer_of(partnership), actor=known.actor(Role.SALES), now=now)
    with transaction(), pytest.raises(RuleBroken):
        service.accept_offer(queries.offer_of(other), actor=known.actor(Role.SALES), now=now)


def test_a_fresh_link_replaces_the_old_one(world, now, invite):
    with transaction():
        partnership = invite()
    later = now + timedelta(days=20)
    with transaction():
        service.invite_again(partnership, actor=world.acme.actor(Role.PROCUREMENT), now=later)
    rows = db.session.scalars(select(JoinInvitation).order_by(JoinInvitation.id)).all()
    assert [row.withdrawn_at for row in rows] == [later, None]
    assert rows[1].inviter_id == world.acme.id
    with transaction():
        join(partnership, later)
    assert partnership.state is PartnershipState.ACTIVE


@pytest.mark.parametrize("number", ["DE 136-695.976", "hrb 1/2", "", "CHE-116.281.710 MWST"])
def test_numbers_are_compared_alike_in_python_and_in_sql(app, number):
    assert db.session.scalar(select(queries.compacted(literal(number)))) == compact(number)
