"""The verbs of accounts: organisations, sites, people and their sessions."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite

from portal import history
from portal.accounts import events, queries, rules
from portal.accounts.models import (
    BuyerSetting,
    JoinInvitation,
    Membership,
    NumberRange,
    Organisation,
    Person,
    SignIn,
    Site,
)
from portal.accounts.roles import Side
from portal.clock import zone
from portal.db import db, new_public_id
from portal.errors import RuleBroken
from portal.outbox import enqueue
from portal.workflow import Actor

INVITATION_LASTS = timedelta(days=14)


def create_organisation(
    side: Side, name: str, *, actor: Actor, now: datetime, **profile: Any
) -> Organisation:
    """A new organisation, flushed. Buyers are created by the operator, suppliers by a buyer's invitation."""
    organisation = Organisation(side=side, name=name, created_at=now, **{"legal_name": name, **profile})
    db.session.add(organisation)
    db.session.flush()
    fact = events.OrganisationCreated(organisation.id)
    readers = {organisation.id, actor.organisation_id or organisation.id}
    history.record(fact, about=[organisation], readers=readers, actor=actor, now=now)
    return organisation


def change_profile(organisation: Organisation, *, actor: Actor, now: datetime, **profile: Any) -> None:
    """Change what the organisation says of itself. ``RuleBroken`` at the field that does not hold."""
    rules.check_country(profile["country"])
    rules.check_currency(profile["currency"])
    zone(profile["timezone"])
    profile["vat_number"] = rules.check_vat(profile["vat_number"])
    for name, value in profile.items():
        setattr(organisation, name, value)
    _record(events.ProfileChanged(organisation.id), organisation, actor, now)


def add_site(organisation: Organisation, *, actor: Actor, now: datetime, **values: Any) -> Site:
    """A further site. ``RuleBroken`` at ``name`` where the organisation has one of that name."""
    _check_site(organisation, values, None)
    site = Site(organisation_id=organisation.id, **values)
    db.session.add(site)
    db.session.flush()
    _record(events.SiteAdded(organisation.id, site.id), organisation, actor, now)
    return site


def change_site(site: Site, *, actor: Actor, now: datetime, **values: Any) -> None:
    """Change a site; refusals as in ``add_site``."""
    _check_site(site.organisation, values, site)
    for name, value in values.items():
        setattr(site, name, value)
    _record(events.SiteChanged(site.organisation_id, site.id), site.organisation, actor, now)


def _check_site(organisation: Organisation, values: dict[str, Any], same: Site | None) -> None:
    rules.check_country(values["country"])
    zone(values["timezone"])
    taken = db.session.scalar(
        select(Site).where(Site.organisation_id == organisation.id, Site.name == values["name"])
    )
    if taken is not None and taken is not same:
        raise RuleBroken(_("There is a site of that name already."), "name")


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

    ``RuleBroken`` at ``email`` for somebody who is a member already.
    """
    address = email.strip().lower()
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
        name=name,
        roles=chosen,
        invited_by_id=actor.person_id,
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    enqueue("mail", {"purpose": "join", "invitation": invitation.public_id}, due=now)
    _record(events.PersonInvited(organisation.id, invitation.id), organisation, actor, now)
    return invitation


def accept_invitation(
    invitation: JoinInvitation, *, name: str, password_hash: str | None, now: datetime
) -> Membership:
    """Join: the person is found by the invited address or made, and the membership begins.

    An existing person keeps name and password. ``RuleBroken`` for an invitation that was used, withdrawn or
    has expired.
    """
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
    """Give a member other roles. ``RuleBroken`` at ``roles`` when no administrator would be left."""
    chosen = rules.check_roles(member.organisation.side, roles)
    _check_admin_stays(member, chosen)
    member.roles = chosen
    _record(events.RolesChanged(member.organisation_id, member.person_id), member.organisation, actor, now)


def end_membership(member: Membership, *, actor: Actor, now: datetime) -> None:
    """Let a member go; their sessions for this organisation end. ``RuleBroken`` for the last administrator."""
    _check_admin_stays(member, [])
    member.ended_at = now
    db.session.execute(
        update(SignIn)
        .where(SignIn.membership_id == member.id, SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
    _record(events.MembershipEnded(member.organisation_id, member.person_id), member.organisation, actor, now)


def _check_admin_stays(member: Membership, roles: list[str]) -> None:
    rows = db.session.scalars(queries.members(member.organisation_id).where(Membership.ended_at.is_(None)))
    left = [row.roles if row is not member else roles for row in rows]
    rules.check_keeps_admin(member.organisation.side, left)


def begin_session(person: Person, agent: str, *, now: datetime) -> tuple[SignIn, str]:
    """A new session and its token, acting for the person's only membership when there is just one."""
    token = secrets.token_urlsafe(32)
    places = queries.memberships(person.id)
    signed_in = SignIn(
        token_sha256=queries.token_hash(token),
        person_id=person.id,
        membership_id=places[0].id if len(places) == 1 else None,
        agent=agent[:200],
        created_at=now,
    )
    db.session.add(signed_in)
    db.session.flush()
    actor = Actor(person.id, places[0].organisation_id if len(places) == 1 else None)
    history.record(events.SignedIn(person.id), about=[person], readers=[], actor=actor, now=now)
    return signed_in, token


def act_for(signed_in: SignIn, member: Membership) -> None:
    """Let a session act for another of the person's memberships."""
    signed_in.membership = member


def end_session(signed_in: SignIn, *, now: datetime) -> None:
    """End one session; its cookie lets nobody in any more."""
    signed_in.ended_at = now
    actor = Actor(signed_in.person_id, None)
    history.record(
        events.SignedOut(signed_in.person_id), about=[signed_in.person], readers=[], actor=actor, now=now
    )


def end_other_sessions(person_id: int, keep_id: int | None, *, now: datetime) -> None:
    """End all sessions of a person but one: after a change of password."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.person_id == person_id, SignIn.ended_at.is_(None), SignIn.id != (keep_id or 0))
        .values(ended_at=now)
    )


def set_policy(buyer: Organisation, name: str, value: Any, *, actor: Actor, now: datetime) -> None:
    """Put a setting in force from today (UTC) on; what was in force before stays readable."""
    db.session.merge(BuyerSetting(buyer_id=buyer.id, name=name, valid_from=now.date(), value=value))
    db.session.flush()
    _record(events.SettingChanged(buyer.id, name), buyer, actor, now)


def next_number(buyer_id: int, kind: str, year: int) -> int:
    """The next number of a buyer's range for a kind of document and a year; gaps come of rollbacks only.

    One statement begins the range or counts it up, so that two who ask at once wait for each other.
    """
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    begin = dialect.insert(NumberRange).values(buyer_id=buyer_id, kind=kind, year=year, last=1)
    return db.session.execute(
        begin.on_conflict_do_update(
            index_elements=["buyer_id", "kind", "year"], set_={"last": NumberRange.last + 1}
        ).returning(NumberRange.last)
    ).scalar_one()


def _record(fact: Any, organisation: Organisation, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[organisation], readers=[organisation.id], actor=actor, now=now)
