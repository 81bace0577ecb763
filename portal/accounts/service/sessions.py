"""The verbs of sessions: signing in and out, and for whom one acts."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update

from portal.accounts import events, queries
from portal.accounts.models import Membership, Person, SignIn
from portal.accounts.service.noting import note
from portal.db import db
from portal.workflow import Actor


def begin_session(person: Person, agent: str, *, now: datetime, awaits: bool = False) -> tuple[SignIn, str]:
    """A new session and its token, acting for the person's only membership when there is just one.

    One that ``awaits`` the second factor lets nobody in before ``admit``.
    """
    token = secrets.token_urlsafe(32)
    places = queries.memberships(person.id)
    signed_in = SignIn(
        token_sha256=queries.token_hash(token),
        person_id=person.id,
        membership_id=places[0].id if len(places) == 1 else None,
        agent=agent[:200],
        awaits=awaits,
        created_at=now,
        confirmed_at=now,
        seen_at=now,
    )
    db.session.add(signed_in)
    db.session.flush()
    actor = Actor(person.id, places[0].organisation_id if len(places) == 1 else None)
    note(events.SignedIn(person.id), person, actor=actor, now=now)
    return signed_in, token


def confirm(signed_in: SignIn, *, now: datetime) -> None:
    """The person of a session has shown anew who they are: binding acts are open for a while."""
    signed_in.confirmed_at = signed_in.seen_at = now


def note_use(session_id: int, *, now: datetime) -> None:
    """A session was used, which puts off its end."""
    db.session.execute(update(SignIn).where(SignIn.id == session_id).values(seen_at=now))


def admit(signed_in: SignIn, *, now: datetime) -> None:
    """The person of a session has shown the second factor: from now on it lets them in."""
    signed_in.awaits = False
    confirm(signed_in, now=now)


def act_for(signed_in: SignIn, member: Membership) -> None:
    """Let a session act for another of the person's memberships."""
    signed_in.membership = member


def end_session(signed_in: SignIn, *, now: datetime) -> None:
    """End one session; its cookie lets nobody in any more."""
    signed_in.ended_at = now
    actor = Actor(signed_in.person_id, None)
    note(events.SignedOut(signed_in.person_id), signed_in.person, actor=actor, now=now)


def end_other_sessions(person: Person, keep_id: int | None, *, actor: Actor, now: datetime) -> None:
    """End all sessions of a person but one: after a change of password."""
    ended = db.session.scalars(
        update(SignIn)
        .where(SignIn.person_id == person.id, SignIn.ended_at.is_(None), SignIn.id != (keep_id or 0))
        .values(ended_at=now)
        .returning(SignIn.id)
    ).all()
    if ended:
        note(events.OtherSessionsEnded(person.id), person, actor=actor, now=now)


def end_sessions_for(memberships: Iterable[int], *, now: datetime) -> None:
    """End every session that acts for one of the memberships, by their ids: what it may do has changed."""
    db.session.execute(
        update(SignIn)
        .where(SignIn.membership_id.in_(list(memberships)), SignIn.ended_at.is_(None))
        .values(ended_at=now)
    )
