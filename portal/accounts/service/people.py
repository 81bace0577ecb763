"""The verbs of people: inviting them, letting them join, their roles, letting them go."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.accounts import events, queries, rules
from portal.accounts.models import JoinInvitation, Membership, Organisation, Person
from portal.accounts.service.sessions import end_sessions_for
from portal.db import as_seen, db, new_public_id
from portal.errors import RuleBroken, WrongState
from portal.outbox import enqueue
from portal.workflow import Actor

INVITATION_LASTS = timedelta(days=14)


def invite_person(
    organisation: Organisation,
    *,
    email: str,
    name: str,
    roles: Iterable[str],
    actor: Actor,
    now: datetime,
) -> JoinInvitation:
    """Ask somebody to join; the mail goes out through the outbox and its link is signed at delivery.

    ``RuleBroken`` at ``email`` for what is no address and for somebody who is a member already.
    """
    address = rules.check_email(email)
    chosen = rules.check_roles(organisation.side, roles)
    member = db.session.scalar(
        select(Membership)
        .join(Membership.person)
        .where(
            Membership.organisation_id == organisation.id,
            Person.email == address,
            Membership.ended_at.is_(None),
        )
    )
    if member is not None:
        raise RuleBroken(_("%(email)s is a member already.", email=address), "email")
    invitation = JoinInvitation(
        organisation_id=organisation.id,
        email=address,
        name=rules.check_name(name),
        roles=chosen,
        invited_by_id=actor.person_id,
        inviter_id=actor.organisation_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    enqueue("mail", {"purpose": "join", "invitation": invitation.public_id}, due=now)
    _record(events.PersonInvited(organisation.id, invitation.id), organisation, actor, now)
    return invitation


def withdraw_invitation(invitation: JoinInvitation, *, actor: Actor, now: datetime) -> None:
    """Take an invitation back: its link lets nobody in any more. ``WrongState`` once it was used or withdrawn."""
    # Locked and read anew: somebody may be following the link at this moment.
    db.session.refresh(invitation, with_for_update=True)
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise WrongState(_("This invitation has been used or withdrawn."))
    invitation.withdrawn_at = now
    fact = events.JoinInvitationWithdrawn(invitation.organisation_id, invitation.id)
    _record(fact, invitation.organisation, actor, now)


def invite_person_again(invitation: JoinInvitation, *, actor: Actor, now: datetime) -> JoinInvitation:
    """Send a fresh link in the place of one that was not used; the old one lets nobody in any more.

    ``WrongState`` once it was used or withdrawn, ``RuleBroken`` for somebody who has become a member meanwhile.
    """
    withdraw_invitation(invitation, actor=actor, now=now)
    return invite_person(
        invitation.organisation,
        email=invitation.email,
        name=invitation.name,
        roles=invitation.roles,
        actor=actor,
        now=now,
    )


def accept_invitation(
    invitation: JoinInvitation, *, name: str, password_hash: str | None, now: datetime
) -> Membership:
    """Join: the person is found by the invited address or made, and the membership begins.

    An existing person keeps name and password. ``RuleBroken`` for an invitation that was used, withdrawn or
    has expired.
    """
    # Locked and read anew: of two who follow one link at once, the second finds it used.
    db.session.refresh(invitation, with_for_update=True)
    check_invitation(invitation, now)
    person = db.session.scalar(select(Person).where(Person.email == invitation.email))
    if person is None:
        person = Person(
            email=invitation.email,
            name=name,
            password=password_hash,
            fs_uniquifier=new_public_id(),
            created_at=now,
        )
        db.session.add(person)
        db.session.flush()
    member = _join(invitation, person, now)
    invitation.accepted_at = now
    actor = Actor(person.id, invitation.organisation_id, frozenset(member.roles))
    _record(events.PersonJoined(invitation.organisation_id, person.id), invitation.organisation, actor, now)
    return member


def _join(invitation: JoinInvitation, person: Person, now: datetime) -> Membership:
    member = db.session.scalar(
        select(Membership).where(
            Membership.person_id == person.id, Membership.organisation_id == invitation.organisation_id
        )
    )
    if member is None:
        member = Membership(
            person_id=person.id, organisation_id=invitation.organisation_id, roles=[], created_at=now
        )
        db.session.add(member)
    member.roles = invitation.roles
    member.ended_at = None
    db.session.flush()
    return member


def check_invitation(invitation: JoinInvitation, now: datetime) -> None:
    """``RuleBroken`` for an invitation that nobody can take up any more."""
    if invitation.accepted_at is not None or invitation.withdrawn_at is not None:
        raise RuleBroken(_("This invitation has been used or withdrawn."))
    if now >= invitation.expires_at:
        raise RuleBroken(_("This invitation has expired. Please ask for a new one."))


def change_roles(member: Membership, roles: Iterable[str], *, actor: Actor, now: datetime) -> None:
    """Give a member other roles; the sessions in which they act for this organisation end, but for one's own.

    ``RuleBroken`` at ``roles`` when no administrator would be left, ``WrongState`` for somebody who has left,
    ``Stale`` where somebody else has changed the roles.
    """
    chosen = rules.check_roles(member.organisation.side, roles)
    if member.ended_at is not None:
        raise WrongState(_("This person is no longer a member."))
    with as_seen(member):
        _check_admin_stays(member, chosen)
    member.roles = chosen
    if member.person_id != actor.person_id:
        end_sessions_for([member.id], now=now)
    _record(events.RolesChanged(member.organisation_id, member.person_id), member.organisation, actor, now)


def end_membership(member: Membership, *, actor: Actor, now: datetime) -> None:
    """Let a member go; their sessions for this organisation end.

    ``RuleBroken`` for the last administrator, ``WrongState`` for somebody who has left.
    """
    if member.ended_at is not None:
        raise WrongState(_("This person is no longer a member."))
    _check_admin_stays(member, [])
    member.ended_at = now
    end_sessions_for([member.id], now=now)
    _record(events.MembershipEnded(member.organisation_id, member.person_id), member.organisation, actor, now)


def _check_admin_stays(member: Membership, roles: list[str]) -> None:
    # Locked and read anew: two administrators who let each other go at once must not both succeed.
    rows = db.session.scalars(
        queries.members(member.organisation_id)
        .where(Membership.ended_at.is_(None))
        .with_for_update(of=Membership)
        .execution_options(populate_existing=True)
    )
    left = [row.roles if row is not member else roles for row in rows]
    rules.check_keeps_admin(member.organisation.side, left)


def _record(fact: Any, organisation: Organisation, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[organisation], readers=[organisation.id], actor=actor, now=now)
