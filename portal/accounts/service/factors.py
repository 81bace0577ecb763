"""The verbs of the second factor: the app that shows codes, and the codes for whoever has lost it."""

import base64
import hashlib
import secrets
from datetime import datetime

from flask_babel import lazy_gettext as _
from sqlalchemy import delete, select, update

from portal import sealing
from portal.accounts import events, rules
from portal.accounts.models import Authenticator, Person, RecoveryCode
from portal.accounts.service.noting import note
from portal.accounts.service.sessions import end_other_sessions
from portal.db import db
from portal.errors import RuleBroken
from portal.outbox import enqueue
from portal.workflow import Actor

RECOVERY_CODES = 10
RECOVERY_BYTES = 15
WRONG = _("This code is wrong, or it was used before.")


def new_secret() -> bytes:
    """A secret for an authenticator: 160 bits, as RFC 4226 asks for."""
    return secrets.token_bytes(20)


def set_up(
    person: Person, secret: bytes, code: str, *, keep_id: int | None, actor: Actor, now: datetime
) -> list[str]:
    """Take an authenticator into use, in the place of an earlier one; gives fresh recovery codes, shown once.

    ``RuleBroken`` at ``code`` unless the code shows that the person's app knows the secret. All sessions but
    ``keep_id`` end, since they have not shown it.
    """
    step = rules.step_of(secret, rules.plain_code(code), now, after=0)
    if step is None:
        raise RuleBroken(
            _("This is not the code that belongs to the picture. Please try the next one."), "code"
        )
    _hold(person)
    db.session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    name, wrapped = sealing.ring().wrap(secret, _owner(person))
    db.session.add(
        Authenticator(
            person_id=person.id, wrapped_secret=wrapped, wrapped_by=name, last_step=step, created_at=now
        )
    )
    end_other_sessions(person, keep_id, actor=actor, now=now)
    note(events.SecondFactorSet(person.id), person, actor=actor, now=now)
    _tell(person, "second_factor_set", now)
    return _new_codes(person)


def check_code(person: Person, typed: str, *, actor: Actor, now: datetime) -> None:
    """Take a code of the person's app, or one of the recovery codes. Each works once, whoever sends it twice.

    ``RuleBroken`` at ``code`` for anything else.
    """
    code = rules.plain_code(typed)
    if rules.CODE.fullmatch(code):
        _take_step(person, code, now)
        return
    taken = db.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_sha256 == _hashed(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    ).first()
    if taken is None:
        raise RuleBroken(WRONG, "code")
    note(events.RecoveryCodeUsed(person.id), person, actor=actor, now=now)
    _tell(person, "recovery_code_used", now)


def _take_step(person: Person, code: str, now: datetime) -> None:
    # Locked and read anew: of two who send one code at once, the second finds its step taken.
    app = db.session.scalar(
        select(Authenticator)
        .where(Authenticator.person_id == person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    step = rules.step_of(_secret(app), code, now, app.last_step) if app else None
    if app is None or step is None:
        raise RuleBroken(WRONG, "code")
    app.last_step = step


def renew_recovery_codes(person: Person, *, actor: Actor, now: datetime) -> list[str]:
    """Fresh recovery codes in the place of all that were left; shown once, never again."""
    _hold(person)
    note(events.RecoveryCodesMade(person.id), person, actor=actor, now=now)
    return _new_codes(person)


def remove_second_factor(person: Person, *, actor: Actor, now: datetime) -> None:
    """Do without the authenticator and its recovery codes; where it is required, the next sign-in sets up another."""
    _hold(person)
    db.session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    note(events.SecondFactorRemoved(person.id), person, actor=actor, now=now)
    _tell(person, "second_factor_removed", now)


def rewrap_authenticators() -> int:
    """Wrap every authenticator's secret by the current portal key; how many were wrapped by another.

    ``sealing.Unreadable`` where one was wrapped by a key that is neither the current nor the previous one.
    """
    ring = sealing.ring()
    others = db.session.scalars(
        select(Authenticator).where(Authenticator.wrapped_by != ring.current).with_for_update()
    ).all()
    for app in others:
        app.wrapped_by, app.wrapped_secret = ring.wrap(_secret(app), _owner(app.person))
    return len(others)


def _secret(app: Authenticator) -> bytes:
    return sealing.ring().unwrap(app.wrapped_secret, app.wrapped_by, _owner(app.person))


def _owner(person: Person) -> str:
    return f"authenticator {person.public_id}"


def _hold(person: Person) -> None:
    # Of two who replace the same codes at once, the second has to see those of the first.
    db.session.flush()
    db.session.execute(select(Person.id).where(Person.id == person.id).with_for_update(key_share=True))


def _new_codes(person: Person) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    drawn = [secrets.token_bytes(RECOVERY_BYTES) for _number in range(RECOVERY_CODES)]
    codes = [base64.b32encode(one).decode().lower() for one in drawn]
    db.session.add_all([RecoveryCode(person_id=person.id, code_sha256=_hashed(code)) for code in codes])
    return ["-".join(code[at : at + 4] for at in range(0, len(code), 4)) for code in codes]


def _hashed(code: str) -> str:
    # No salt and no slow hash: 120 random bits cannot be tried.
    return hashlib.sha256(code.encode()).hexdigest()


def _tell(person: Person, purpose: str, now: datetime) -> None:
    enqueue("mail", {"purpose": purpose, "person": person.id}, due=now)
