"""The verbs of passkeys. What a device signed is verified before, since that knows the page it was signed for."""

from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal.accounts import events, rules
from portal.accounts.models import Passkey, Person
from portal.accounts.service.noting import note
from portal.db import db
from portal.errors import RuleBroken
from portal.outbox import enqueue
from portal.workflow import Actor


def add_passkey(
    person: Person,
    *,
    name: str,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    actor: Actor,
    now: datetime,
) -> Passkey:
    """Take a further passkey of a person into use. ``RuleBroken`` at ``name`` without one, or for one that is known."""
    if db.session.scalar(select(Passkey.id).where(Passkey.credential_id == credential_id)) is not None:
        raise RuleBroken(_("This passkey is in use already."))
    made = Passkey(
        person_id=person.id,
        name=rules.check_name(name),
        credential_id=credential_id,
        public_key=public_key,
        sign_count=sign_count,
        created_at=now,
        used_at=now,
    )
    db.session.add(made)
    note(events.PasskeyAdded(person.id), person, actor=actor, now=now)
    enqueue("mail", {"purpose": "passkey_added", "person": person.id}, due=now)
    return made


def use_passkey(passkey: Passkey, sign_count: int, *, now: datetime) -> None:
    """A passkey signed in: what its device counted is kept, and no challenge from before is answered again."""
    passkey.sign_count = sign_count
    passkey.used_at = now


def remove_passkey(passkey: Passkey, *, actor: Actor, now: datetime) -> None:
    """Let a passkey sign in no more."""
    note(events.PasskeyRemoved(passkey.person_id), passkey.person, actor=actor, now=now)
    db.session.delete(passkey)
