"""The verbs of specs. What a spec says stands in its revisions."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.catalog import events
from portal.catalog.models import Item, Spec, SpecRevision
from portal.catalog.rules.items import check_text
from portal.catalog.rules.specs import check_label
from portal.db import db
from portal.errors import Missing, RuleBroken, WrongState
from portal.workflow import Actor


def create_spec(
    buyer_id: int,
    *,
    number: str,
    title: str,
    item: Item | None,
    actor: Actor,
    now: datetime,
    label: str = "A",
    text: str = "",
) -> Spec:
    """A new spec of a buyer with a first revision as draft, flushed.

    ``RuleBroken`` at ``number``, ``title`` or ``label`` for what is missing or taken; ``Missing`` for an item of
    another buyer.
    """
    spec = Spec(buyer_id=buyer_id, created_at=now)
    _lay_over(spec, number, title, item)
    revision = SpecRevision(
        buyer_id=buyer_id, ordinal=1, label=check_label(label, set()), text=text.strip(), created_at=now
    )
    spec.revisions.append(revision)
    db.session.add(spec)
    db.session.flush()
    _record(events.SpecCreated(spec.id), spec, actor, now)
    history.record(
        events.SpecRevisionStarted(revision.id),
        about=[spec, revision],
        readers=[buyer_id],
        actor=actor,
        now=now,
    )
    return spec


def change_spec(
    spec: Spec, *, number: str, title: str, item: Item | None, actor: Actor, now: datetime
) -> None:
    """Change what names a spec; refusals as in ``create_spec``. Documents that were issued keep the old name."""
    _lay_over(spec, number, title, item)
    _record(events.SpecChanged(spec.id), spec, actor, now)


def archive_spec(spec: Spec, *, actor: Actor, now: datetime) -> None:
    """Take a spec out of use; what points at its revisions keeps them. ``WrongState`` where that was done."""
    if spec.archived_at is not None:
        raise WrongState(_("This spec is out of use already."))
    spec.archived_at = now
    _record(events.SpecArchived(spec.id), spec, actor, now)


def restore_spec(spec: Spec, *, actor: Actor, now: datetime) -> None:
    """Take a spec into use again. ``WrongState`` where it is in use."""
    if spec.archived_at is None:
        raise WrongState(_("This spec is in use."))
    spec.archived_at = None
    _record(events.SpecRestored(spec.id), spec, actor, now)


def _lay_over(spec: Spec, number: str, title: str, item: Item | None) -> None:
    wanted, title = check_text(number, "number"), check_text(title, "title")
    if item is not None and item.buyer_id != spec.buyer_id:
        raise Missing
    taken = db.session.scalar(select(Spec).where(Spec.buyer_id == spec.buyer_id, Spec.number == wanted))
    if taken is not None and taken is not spec:
        raise RuleBroken(_("You have a spec with the number %(number)s already.", number=wanted), "number")
    spec.number, spec.title, spec.item = wanted, title, item


def _record(fact: Any, spec: Spec, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[spec], readers=[spec.buyer_id], actor=actor, now=now)
