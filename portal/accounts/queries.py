"""Reads of accounts. The first argument is the organisation that reads, but for signing in."""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts import events
from portal.accounts.models import (
    Authenticator,
    BuyerSetting,
    JoinInvitation,
    Membership,
    Organisation,
    Passkey,
    Person,
    RecoveryCode,
    SignIn,
    Site,
)
from portal.accounts.roles import Side
from portal.accounts.rules import LONGEST, UNUSED, BuyerPolicy, policy_of
from portal.db import db, one
from portal.errors import Missing
from portal.history import Event, EventSubject
from portal.isolation import everybody


def token_hash(token: str) -> str:
    """What is stored of a session token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(token: str) -> SignIn | None:
    """The session of a token while it stands, with person, membership and organisation, in one query.

    None once the session has ended or the person is switched off. The caller must look whether it was used and began
    lately enough, and whether its membership has ended or its organisation is suspended, which lets nobody act.
    """
    return db.session.scalars(
        select(SignIn)
        .join(SignIn.person)
        .where(SignIn.token_sha256 == token_hash(token), SignIn.ended_at.is_(None), Person.active)
        .options(
            contains_eager(SignIn.person),
            joinedload(SignIn.membership).joinedload(Membership.organisation),
        )
    ).one_or_none()


def memberships(person_id: int) -> list[Membership]:
    """Where a person may act now."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(Membership.organisation)
            .where(
                Membership.person_id == person_id,
                Membership.ended_at.is_(None),
                Organisation.suspended_at.is_(None),
            )
            .options(contains_eager(Membership.organisation))
            .order_by(Organisation.name)
        )
    )


def members(organisation_id: int) -> Select[Membership]:
    """The people of an organisation, those who left included."""
    return (
        select(Membership)
        .join(Membership.person)
        .where(Membership.organisation_id == organisation_id)
        .options(contains_eager(Membership.person))
        .order_by(Person.name)
    )


def member(organisation_id: int, public_id: str) -> Membership:
    """One person of an organisation, by the person's public id. ``Missing`` for anybody else's."""
    return one(members(organisation_id).where(Person.public_id == public_id))


def people_with(organisation_id: int, roles: Iterable[str]) -> list[Person]:
    """The active people of an organisation who hold any of the roles."""
    wanted = set(roles)
    rows = db.session.scalars(members(organisation_id).where(Membership.ended_at.is_(None), Person.active))
    return [row.person for row in rows if wanted.intersection(row.roles)]


def invitations(organisation_id: int) -> Select[JoinInvitation]:
    """Invitations of people that nobody has taken up or withdrawn yet."""
    return (
        select(JoinInvitation)
        .where(
            JoinInvitation.organisation_id == organisation_id,
            JoinInvitation.accepted_at.is_(None),
            JoinInvitation.withdrawn_at.is_(None),
        )
        .order_by(JoinInvitation.id)
    )


def invitation(organisation_id: int, public_id: str) -> JoinInvitation:
    """One invitation of a person to the organisation, whatever has become of it. ``Missing`` for any other."""
    return one(
        select(JoinInvitation).where(
            JoinInvitation.organisation_id == organisation_id, JoinInvitation.public_id == public_id
        )
    )


def last_invitation(organisation_id: int) -> JoinInvitation | None:
    """The newest invitation of a person to an organisation, whatever has become of it."""
    return db.session.scalar(
        select(JoinInvitation)
        .where(JoinInvitation.organisation_id == organisation_id)
        .order_by(JoinInvitation.id.desc())
        .limit(1)
    )


def organisation(organisation_id: int) -> Organisation:
    """The reading organisation itself."""
    return one(select(Organisation).where(Organisation.id == organisation_id))


def buyer_named(name: str) -> Organisation:
    """For the operator's commands: the one buyer of that name, whatever its case and spacing.

    ``Missing`` for none, and where several bear it.
    """
    found = bearing(db.session.scalars(select(Organisation).where(Organisation.side == Side.BUYER)), name)
    if len(found) != 1:
        raise Missing(
            _("Several buyers are named “%(name)s”.", name=name)
            if found
            else _("There is no buyer named “%(name)s”.", name=name)
        )
    return found[0]


def bearing(organisations: Iterable[Organisation], name: str) -> list[Organisation]:
    """Those of exactly that name; where there is none, those that bear it but for case and spacing."""
    known = list(organisations)
    exact = [one for one in known if one.name == name]
    # Databases differ in what they take for the same letter, so that Python compares.
    return exact or [one for one in known if _folded(one.name) == _folded(name)]


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


def sites(organisation_id: int) -> Select[Site]:
    """The sites of an organisation that are in use."""
    return (
        select(Site)
        .where(Site.organisation_id == organisation_id, Site.archived_at.is_(None))
        .order_by(Site.name)
    )


def site(organisation_id: int, public_id: str) -> Site:
    """One site of an organisation, archived ones included. ``Missing`` for anybody else's."""
    return one(select(Site).where(Site.organisation_id == organisation_id, Site.public_id == public_id))


def policy(buyer_id: int, on: date) -> BuyerPolicy:
    """The buyer's settings as they were in force on a day."""
    rows = db.session.scalars(
        select(BuyerSetting)
        .where(BuyerSetting.buyer_id == buyer_id, BuyerSetting.valid_from <= on)
        .order_by(BuyerSetting.valid_from)
    )
    return policy_of({row.name: row.value for row in rows})


def settings(buyer_id: int) -> list[BuyerSetting]:
    """Every setting that a buyer has ever put in force, the newest first."""
    return list(
        db.session.scalars(
            select(BuyerSetting)
            .where(BuyerSetting.buyer_id == buyer_id)
            .order_by(BuyerSetting.valid_from.desc(), BuyerSetting.name)
        )
    )


def sessions(person_id: int, now: datetime) -> list[SignIn]:
    """A person's own sessions that stand, newest first."""
    return list(
        db.session.scalars(
            select(SignIn)
            .where(
                SignIn.person_id == person_id,
                SignIn.ended_at.is_(None),
                SignIn.seen_at > now - UNUSED,
                SignIn.created_at > now - LONGEST,
            )
            .order_by(SignIn.id.desc())
        )
    )


@everybody()
def lately(person: Person, most: int = 20, tries: int = 200) -> list[Event]:
    """The last events that stand on a person's own record, newest first, whatever company they acted for.

    Tries in vain are counted apart, so that nobody can push by them off the page what else was done.
    """
    own = select(Event).join(EventSubject)
    own = own.where(EventSubject.kind == Person.__tablename__, EventSubject.subject_id == person.id)
    own = own.order_by(Event.at.desc(), Event.id.desc())
    tried = Event.name == events.TryRefused.__name__
    found = [
        *db.session.scalars(own.where(~tried).limit(most)),
        *db.session.scalars(own.where(tried).limit(tries)),
    ]
    return sorted(found, key=lambda event: (event.at, event.id), reverse=True)


def authenticator(person_id: int) -> Authenticator | None:
    """The app that shows a person's codes, where one is set up."""
    return db.session.scalar(select(Authenticator).where(Authenticator.person_id == person_id))


def recovery_codes_left(person_id: int) -> int:
    """How many of a person's recovery codes have not been used."""
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return int(db.session.scalar(left) or 0)


def passkeys(person_id: int) -> list[Passkey]:
    """A person's passkeys, the newest first."""
    return list(
        db.session.scalars(select(Passkey).where(Passkey.person_id == person_id).order_by(Passkey.id.desc()))
    )


def passkey(person_id: int, public_id: str) -> Passkey:
    """One of a person's own passkeys. ``Missing`` for anybody else's."""
    return one(select(Passkey).where(Passkey.person_id == person_id, Passkey.public_id == public_id))
