"""The verbs of a buyer's clause library. A contract copies the text, so a change here changes no contract."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal import history
from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.db import db
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.orders import events
from portal.orders.models import Clause
from portal.workflow import Actor


def add(buyer: Organisation, title: str, text: str, *, actor: Actor, now: datetime) -> Clause:
    """A new clause. ``RuleBroken`` at ``title`` or ``text`` where it is empty."""
    _allowed(buyer.id, actor)
    _check(title, text)
    clause = Clause(buyer_id=buyer.id, title=title.strip(), text=text.strip())
    db.session.add(clause)
    _record(events.ClauseAdded, clause, actor, now)
    return clause


def change(clause: Clause, title: str, text: str, *, actor: Actor, now: datetime) -> None:
    """Word a clause otherwise, for contracts to come. ``RuleBroken`` at ``title`` or ``text`` where it is empty."""
    _allowed(clause.buyer_id, actor)
    _check(title, text)
    clause.title, clause.text = title.strip(), text.strip()
    _record(events.ClauseChanged, clause, actor, now)


def archive(clause: Clause, *, actor: Actor, now: datetime) -> None:
    """Offer a clause no longer; ``RuleBroken`` for one that is archived."""
    _allowed(clause.buyer_id, actor)
    if clause.archived_at is not None:
        raise RuleBroken(_("This clause is archived already."))
    clause.archived_at = now
    _record(events.ClauseArchived, clause, actor, now)


def _allowed(buyer_id: int, actor: Actor) -> None:
    if actor.organisation_id != buyer_id:
        raise Missing
    if not actor.has({Role.PROCUREMENT}):
        raise NotAllowed(_("Your role does not allow this."))


def _check(title: str, text: str) -> None:
    if not title.strip():
        raise RuleBroken(_("Give the clause a title."), "title")
    if not text.strip():
        raise RuleBroken(_("Give the clause a text."), "text")


def _record(kind: Any, clause: Clause, actor: Actor, now: datetime) -> None:
    db.session.flush()
    history.record(kind(clause.id), about=[clause], readers=[clause.buyer_id], actor=actor, now=now)
