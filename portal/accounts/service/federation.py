"""Who signs in by the identity provider of the installation. It vouches for people; it makes none."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal.accounts import events, queries
from portal.accounts.models import FederatedIdentity, Person
from portal.accounts.service.noting import note
from portal.db import db
from portal.errors import RuleBroken
from portal.outbox import enqueue
from portal.workflow import Actor

UNKNOWN = _("Nobody here belongs to that account. Ask for an invitation to the address it has.")


def vouched_for(issuer: str, subject: str, verified_email: str, *, now: datetime) -> Person:
    """The member whom an identity provider names: by issuer and subject, the first time by the address it verified.

    ``verified_email`` is empty where it verified none. ``RuleBroken`` for somebody who acts for no organisation
    here, and where the person of that address is bound to another account of the provider.
    """
    bound = db.session.scalar(
        select(FederatedIdentity).where(
            FederatedIdentity.issuer == issuer, FederatedIdentity.subject == subject
        )
    )
    if bound is not None:
        return _member(bound.person)
    address = verified_email.strip().lower()
    person = db.session.scalar(select(Person).where(Person.email == address)) if address else None
    if person is None:
        raise RuleBroken(UNKNOWN)
    other = select(FederatedIdentity.id).where(
        FederatedIdentity.person_id == person.id, FederatedIdentity.issuer == issuer
    )
    if db.session.scalar(other) is not None:
        raise RuleBroken(UNKNOWN)
    _member(person)
    db.session.add(FederatedIdentity(person_id=person.id, issuer=issuer, subject=subject, created_at=now))
    actor = Actor(person.id, None)
    note(events.IdentityBound(person.id), person, actor=actor, now=now)
    enqueue("mail", {"purpose": "identity_bound", "person": person.id}, due=now)
    return person


def _member(person: Person) -> Person:
    if not person.active or not queries.memberships(person.id):
        raise RuleBroken(UNKNOWN)
    return person
