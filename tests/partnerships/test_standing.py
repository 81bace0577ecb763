"""Blocking, ending and resuming, and what each side keeps and sees."""

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.models import JoinInvitation
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.partnerships import queries, service
from portal.partnerships.models import Partnership
from portal.partnerships.service import ContactDraft
from portal.partnerships.workflow import PartnershipState, PartnershipType


@pytest.fixture
def partnership(world, now):
    """Alpha supplies Acme."""
    with transaction():
        made = Partnership(
            buyer_id=world.acme.id, supplier_id=world.alpha.id, state=PartnershipState.ACTIVE, created_at=now
        )
        db.session.add(made)
    return made


@pytest.fixture
def buying(world, now):
    return {"actor": world.acme.actor(Role.PROCUREMENT), "now": now}


def names(company, record):
    return [event.name for event in history.timeline(company.id, record)]


def test_what_is_written_down_as_active_has_begun(partnership, now):
    assert partnership.active_since == now


def test_blocking_has_a_reason_and_is_not_told(world, partnership, buying):
    with pytest.raises(RuleBroken) as refused:
        service.block(partnership, "  ", **buying)
    assert refused.value.field == "reason"
    with transaction():
        service.block(partnership, "Late again", **buying)
    assert (partnership.state, partnership.reason) == (PartnershipState.BLOCKED, "Late again")
    assert list(db.session.scalars(queries.active_suppliers(world.acme.id))) == []
    assert names(world.acme, partnership) == ["PartnershipBlocked"]
    assert names(world.alpha, partnership) == []
    with transaction():
        service.unblock(partnership, **buying)
    assert (partnership.state, partnership.reason) == (PartnershipState.ACTIVE, "")


def test_ending_is_told_and_may_be_taken_back(world, partnership, buying):
    with transaction():
        service.end(partnership, "Not needed any more", **buying)
    with pytest.raises(WrongState):
        service.invite_again(partnership, **buying)
    with transaction():
        service.resume(partnership, **buying)
    assert partnership.state is PartnershipState.ACTIVE
    assert names(world.alpha, partnership) == ["PartnershipResumed", "PartnershipEnded"]


def test_an_invitation_that_was_ended_can_only_be_sent_again(world, now, invite, buying, writing):
    invited = invite()
    service.end(invited, "Mistaken", **buying)
    invitation = db.session.scalars(select(JoinInvitation)).one()
    assert invitation.withdrawn_at == now
    with pytest.raises(WrongState, match="has not joined yet"):
        service.resume(invited, **buying)
    service.invite_again(invited, **buying)
    assert invited.state is PartnershipState.INVITED


@pytest.mark.parametrize("verb", [service.unblock, service.resume, service.invite_again])
def test_acts_that_do_not_lead_from_active_are_refused(partnership, buying, verb):
    with pytest.raises(WrongState):
        verb(partnership, **buying)


def test_only_procurement_ends(world, now, partnership):
    with pytest.raises(NotAllowed):
        service.end(partnership, "x", actor=world.acme.actor(Role.QUALITY_ENGINEER), now=now)


def test_the_buyer_keeps_type_number_and_note_for_itself(world, partnership, buying, invite):
    with transaction():
        invite(erp_number="70002")
        service.change(
            partnership, type=PartnershipType.STRATEGIC, erp_number=" 70001 ", note="Key", **buying
        )
    assert (partnership.type, partnership.erp_number) == (PartnershipType.STRATEGIC, "70001")
    with transaction():
        service.change(partnership, type=PartnershipType.HYBRID, erp_number="70001", note="", **buying)
    with transaction(), pytest.raises(RuleBroken) as refused:
        service.change(partnership, type=PartnershipType.HYBRID, erp_number="70002", note="", **buying)
    assert refused.value.field == "erp_number"
    assert names(world.alpha, partnership) == []


def test_each_side_says_who_answers_for_what(world, now, partnership):
    for company, role in ((world.acme, Role.PROCUREMENT), (world.alpha, Role.SALES)):
        with transaction():
            service.set_contacts(
                partnership,
                company.id,
                [ContactDraft(company.people[role], " Orders ")],
                actor=company.actor(role),
                now=now,
            )
    db.session.expire_all()
    assert {(row.organisation_id, row.person.name, row.role) for row in partnership.contacts} == {
        (world.acme.id, "Acme procurement", "Orders"),
        (world.alpha.id, "Alpha supplier_sales", "Orders"),
    }
    with transaction():
        service.set_contacts(partnership, world.alpha.id, [], actor=world.alpha.actor(Role.SALES), now=now)
    db.session.expire_all()
    assert [row.organisation_id for row in partnership.contacts] == [world.acme.id]
    assert len(names(world.alpha, partnership)) == len(names(world.acme, partnership)) == 3


@pytest.mark.parametrize(
    ("roles", "field"), [(["Orders", "Orders"], "contacts-1-role"), ([" "], "contacts-0-role")]
)
def test_a_contact_says_one_thing_once(world, now, partnership, writing, roles, field):
    person = world.acme.people[Role.PROCUREMENT]
    with pytest.raises(RuleBroken) as refused:
        service.set_contacts(
            partnership,
            world.acme.id,
            [ContactDraft(person, role) for role in roles],
            actor=world.acme.actor(Role.PROCUREMENT),
            now=now,
        )
    assert refused.value.field == field


def test_nobody_names_another_companys_people(world, now, partnership, writing):
    with pytest.raises(Missing):
        service.set_contacts(
            partnership,
            world.alpha.id,
            [ContactDraft(world.acme.people[Role.PROCUREMENT], "Orders")],
            actor=world.alpha.actor(Role.SALES),
            now=now,
        )


def test_the_customer_number_is_the_suppliers_word(world, now, partnership):
    with transaction():
        service.set_customer_number(partnership, " 10023 ", actor=world.alpha.actor(Role.SALES), now=now)
    assert partnership.customer_number == "10023"
    assert names(world.acme, partnership) == names(world.alpha, partnership) == ["CustomerNumberChanged"]


@pytest.mark.parametrize(
    ("text", "found"), [("ALPHA", ["Alpha"]), ("7000", ["Beta"]), ("gmbh", ["Alpha", "Beta"]), ("%", [])]
)
def test_the_search_knows_names_and_numbers(world, now, partnership, writing, text, found):
    db.session.add(
        Partnership(
            buyer_id=world.acme.id,
            supplier_id=world.beta.id,
            erp_number="70001",
            state=PartnershipState.ACTIVE,
            created_at=now,
        )
    )
    rows = db.session.scalars(queries.found(queries.suppliers(world.acme.id), text))
    assert [row.supplier.name for row in rows] == found


def test_a_partnership_is_there_for_its_two_sides_only(world, partnership):
    assert queries.supplier(world.acme.id, partnership.public_id) is partnership
    assert queries.buyer(world.alpha.id, partnership.public_id) is partnership
    assert queries.with_supplier(world.acme.id, world.alpha.id) is partnership
    for read, reader in (
        (queries.supplier, world.bolt),
        (queries.supplier, world.alpha),
        (queries.buyer, world.beta),
        (queries.buyer, world.acme),
    ):
        with pytest.raises(Missing):
            read(reader.id, partnership.public_id)
