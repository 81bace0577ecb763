"""The verbs of one's own account, and what is noted there of those who try to get into it."""

from datetime import datetime

from portal.accounts import events
from portal.accounts.models import Person
from portal.accounts.service.noting import note
from portal.accounts.service.sessions import end_other_sessions
from portal.clock import zone
from portal.db import db
from portal.workflow import PORTAL, Actor


def change_person(person: Person, *, name: str, timezone: str, actor: Actor, now: datetime) -> None:
    """Set a person's own name and zone; an empty zone is the organisation's.

    ``RuleBroken`` at ``zone`` for the name of none.
    """
    if timezone:
        zone(timezone)
    person.name = name
    person.timezone = timezone
    note(events.PersonChanged(person.id), person, actor=actor, now=now)


def password_was_changed(person: Person, keep_id: int | None, *, actor: Actor, now: datetime) -> None:
    """A person has a new password: their sessions end, but for ``keep_id``."""
    note(events.PasswordChanged(person.id), person, actor=actor, now=now)
    end_other_sessions(person, keep_id, actor=actor, now=now)


def note_refused_try(person_id: int, what: str, *, now: datetime) -> None:
    """Somebody tried in vain to sign in as a person, or to show in a session who they are.

    Who it was is not known, so the portal is the actor.
    """
    person = db.session.get_one(Person, person_id)
    note(events.TryRefused(person.id, what), person, actor=PORTAL, now=now)
