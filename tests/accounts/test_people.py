"""Joining, roles and letting go: what the verbs do and refuse."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts import queries, service
from portal.accounts.models import Membership, Person, SignIn
from portal.accounts.roles import Role, Side
from portal.accounts.rules import check_keeps_admin, check_roles
from portal.db import db, transaction
from portal.errors import Missing, RuleBroken, WrongState
from portal.outbox import OutboxRow
from portal.workflow import Actor


@pytest.fixture
def admin(world, now):
    return {"actor": world.acme.actor(Role.ADMIN), "now": now}


@pytest.fixture
def invite(world, admin):
    """``invite(…)``: Acme's administrator asks somebody to join. In a write transaction."""

    def call(email="new@example.org", name="New", roles=(Role.PROCUREMENT,)):
        return service.invite_person(world.acme.organisation, email=email, name=name, roles=roles, **admin)

    return call


def member_of(company, role):
    return queries.member(company.id, company.people[role].public_id)


@pytest.mark.parametrize(
    ("side", "roles"),
    [
        (Side.BUYER, []),
        (Side.BUYER, [Role.SALES]),
        (Side.SUPPLIER, [Role.SALES, Role.PROCUREMENT]),
        (Side.BUYER, ["made up"]),
    ],
)
def test_roles_are_some_of_ones_own_side(side, roles):
    with pytest.raises(RuleBroken) as refused:
        check_roles(side, roles)
    assert refused.value.field == "roles"


def test_somebody_stays_administrator():
    check_keeps_admin(Side.BUYER, [[], [Role.ADMIN]])
    check_keeps_admin(Side.SUPPLIER, [[Role.SUPPLIER_ADMIN]])
    for side, rolesets in (
        (Side.BUYER, [[Role.PROCUREMENT]]),
        (Side.SUPPLIER, [[Role.ADMIN]]),
        (Side.BUYER, []),
    ):
        with pytest.raises(RuleBroken):
            check_keeps_admin(side, rolesets)


def test_an_invited_person_joins_with_the_roles_of_the_invitation(world, now, invite):
    with transaction():
        invitation = invite(email=" New@Example.org ", roles=[Role.PROCUREMENT, Role.APPROVER])
    assert (invitation.email, invitation.inviter_id) == ("new@example.org", world.acme.id)
    mails = db.session.scalars(select(OutboxRow.payload).where(OutboxRow.kind == "mail")).all()
    assert mails == [f'{{"invitation": "{invitation.public_id}", "purpose": "join"}}'], (
        "the link is not stored"
    )
    with transaction():
        member = service.accept_invitation(invitation, name="Nina", password_hash="hash", now=now)
    assert (member.person.name, member.person.password) == ("Nina", "hash")
    assert member.roles == [Role.APPROVER, Role.PROCUREMENT]
    assert db.session.scalars(queries.invitations(world.acme.id)).all() == []
    assert [event.name for event in history.timeline(world.acme.id, world.acme.organisation)][:2] == [
        "PersonJoined",
        "PersonInvited",
    ]


def test_who_has_an_account_joins_with_it_and_keeps_the_password(world, now, invite):
    known = world.bolt.people[Role.PROCUREMENT]
    with transaction():
        db.session.get_one(Person, known.id).password = "theirs"
        member = service.accept_invitation(
            invite(email=known.email), name="Somebody else", password_hash="mine", now=now
        )
    assert member.person_id == known.id
    assert (member.person.name, member.person.password) == (known.name, "theirs")
    assert {row.organisation_id for row in queries.memberships(known.id)} == {world.acme.id, world.bolt.id}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"email": "acme procurement"}, "email"),
        ({"email": "procurement@acme.example"}, "email"),
        ({"name": "  "}, "name"),
        ({"roles": []}, "roles"),
        ({"roles": [Role.SALES]}, "roles"),
    ],
)
def test_an_invitation_that_cannot_stand_is_refused_at_its_field(invite, values, field):
    with transaction(), pytest.raises(RuleBroken) as refused:
        invite(**values)
    assert refused.value.field == field


def test_an_invitation_is_taken_up_once_and_in_time(world, now, invite, admin):
    with transaction():
        used, withdrawn, late = invite("a@example.org"), invite("b@example.org"), invite("c@example.org")
        service.accept_invitation(used, name="A", password_hash="x", now=now)
        service.withdraw_invitation(withdrawn, **admin)
    last = late.expires_at
    for invitation, when in ((used, now), (withdrawn, now), (late, last)):
        with transaction(), pytest.raises(RuleBroken):
            service.accept_invitation(invitation, name="X", password_hash="x", now=when)
    for invitation in (used, withdrawn):
        with transaction(), pytest.raises(WrongState):
            service.withdraw_invitation(invitation, **admin)
    with transaction():
        service.accept_invitation(late, name="C", password_hash="x", now=last - timedelta(milliseconds=1))


def test_an_invitation_is_found_by_its_own_organisation_whatever_becomes_of_it(world, invite, admin):
    with transaction():
        invitation = invite()
    assert queries.invitation(world.acme.id, invitation.public_id) is invitation
    with pytest.raises(Missing):
        queries.invitation(world.bolt.id, invitation.public_id)
    with transaction():
        service.withdraw_invitation(invitation, **admin)
    assert queries.invitation(world.acme.id, invitation.public_id) is invitation
    assert db.session.scalars(queries.invitations(world.acme.id)).all() == []


def test_an_invitation_is_sent_again_with_another_link(world, now, invite, admin):
    with transaction():
        first = invite("a@example.org", "A", [Role.PROCUREMENT, Role.APPROVER])
        again = service.invite_person_again(first, **admin)
    assert (again.email, again.name, again.roles) == (first.email, first.name, first.roles)
    assert db.session.scalars(queries.invitations(world.acme.id)).all() == [again]
    with transaction(), pytest.raises(RuleBroken):
        service.accept_invitation(first, name="A", password_hash="x", now=now)
    with transaction():
        service.accept_invitation(again, name="A", password_hash="x", now=now)
    for over in (first, again):
        with transaction(), pytest.raises(WrongState):
            service.invite_person_again(over, **admin)


def test_roles_change_but_the_last_administrator_stays(world, admin):
    with transaction():
        member = member_of(world.acme, Role.PROCUREMENT)
        service.change_roles(member, [Role.PROCUREMENT, Role.ADMIN], **admin)
    with transaction():
        service.change_roles(member_of(world.acme, Role.ADMIN), [Role.AUDITOR], **admin)
    for refused_verb in (
        lambda: service.change_roles(member_of(world.acme, Role.PROCUREMENT), [Role.PROCUREMENT], **admin),
        lambda: service.end_membership(member_of(world.acme, Role.PROCUREMENT), **admin),
    ):
        with transaction(), pytest.raises(RuleBroken, match="stay administrator"):
            refused_verb()
    db.session.expire_all()
    assert member_of(world.acme, Role.PROCUREMENT).roles == [Role.ADMIN, Role.PROCUREMENT]


def test_who_leaves_is_signed_out_and_may_come_back(world, now, invite, admin):
    person = world.acme.people[Role.APPROVER]
    with transaction():
        _signed_in, token = service.begin_session(person, "test", now=now)
    with transaction():
        service.end_membership(member_of(world.acme, Role.APPROVER), **admin)
    db.session.expire_all()
    assert queries.sign_in(token) is None
    assert queries.memberships(person.id) == []
    gone = member_of(world.acme, Role.APPROVER)
    for verb in (
        lambda: service.change_roles(gone, [Role.ADMIN], **admin),
        lambda: service.end_membership(gone, **admin),
    ):
        with transaction(), pytest.raises(WrongState):
            verb()
    with transaction():
        again = service.accept_invitation(
            invite(email=person.email, roles=[Role.FINANCE]), name="x", password_hash=None, now=now
        )
    assert (again.person_id, again.roles, again.ended_at) == (person.id, [Role.FINANCE], None)
    assert len(db.session.scalars(select(Membership).where(Membership.person_id == person.id)).all()) == 1


def test_a_person_is_found_by_their_own_organisation_only(world):
    with pytest.raises(Missing):
        queries.member(world.bolt.id, world.acme.people[Role.ADMIN].public_id)


def test_people_are_picked_by_role_while_they_belong(world, admin):
    assert [p.name for p in queries.people_with(world.acme.id, [Role.APPROVER, Role.FINANCE])] == [
        "Acme approver",
        "Acme finance",
    ]
    with transaction():
        service.end_membership(member_of(world.acme, Role.APPROVER), **admin)
    assert [p.name for p in queries.people_with(world.acme.id, [Role.APPROVER])] == []


def test_a_session_is_kept_as_a_hash_and_ends_once(world, now):
    person = world.alpha.people[Role.SALES]
    with transaction():
        first, token = service.begin_session(person, "A" * 500, now=now)
        second, other = service.begin_session(person, "B", now=now)
    assert token not in first.token_sha256
    assert len(first.agent) == 200
    assert first.membership_id is not None, "with one membership there is nothing to choose"
    assert [one.id for one in queries.sessions(person.id, now)] == [second.id, first.id]
    with transaction():
        service.end_other_sessions(person, first.id, actor=Actor(person.id, None), now=now)
    db.session.expire_all()
    assert queries.sign_in(other) is None
    assert queries.sign_in(token).id == first.id
    with transaction():
        service.end_session(db.session.get_one(SignIn, first.id), now=now)
    assert queries.sign_in(token) is None


def test_a_person_who_is_switched_off_has_no_session(world, now):
    person = world.alpha.people[Role.SALES]
    with transaction():
        _signed_in, token = service.begin_session(person, "A", now=now)
        db.session.get_one(Person, person.id).active = False
    assert queries.sign_in(token) is None
