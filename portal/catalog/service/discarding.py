"""Giving up what was written and never used: drafts go, everything else is taken out of use only."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal import history
from portal.catalog import events
from portal.catalog.models import Item, Spec, SpecRevision
from portal.catalog.rules.specs import check_draft
from portal.catalog.service.revisions import hold
from portal.catalog.workflow import RevisionState
from portal.db import Model, db, is_named, lock
from portal.errors import WrongState
from portal.files.service import let_go
from portal.workflow import Actor


def item_is_used(item: Item) -> bool:
    """Whether anything names the item: a spec, an RFQ, an order, a receipt or whatever comes to name items."""
    return is_named(item, besides={"item_unit"})


def spec_is_used(spec: Spec) -> bool:
    """Whether a revision of the spec was ever released, or anything names it."""
    if any(one.state is not RevisionState.DRAFT for one in spec.revisions):
        return True
    return is_named(spec, besides={"spec_revision"}) or any(
        is_named(one, besides={"spec_file"}) for one in spec.revisions
    )


def discard_item(item: Item, *, actor: Actor, now: datetime) -> None:
    """Delete an item that was never used; its number is free again. ``WrongState`` where anything names it."""
    if item_is_used(item):
        raise WrongState(_("%(number)s is used. Take it out of use instead.", number=item.number))
    _record(events.ItemDiscarded(item.id), [item], actor, now)
    _delete(item)


def discard_spec(spec: Spec, *, actor: Actor, now: datetime) -> None:
    """Delete a spec of which nothing was ever released. ``WrongState`` for any other, ``Missing`` once it has gone."""
    lock(spec)
    for revision in spec.revisions:
        hold(revision)
    if spec_is_used(spec):
        raise WrongState(_("%(number)s is used. Take it out of use instead.", number=spec.number))
    _record(events.SpecDiscarded(spec.id), [spec, *spec.revisions], actor, now)
    for revision in list(spec.revisions):
        _empty(revision, actor, now)
        _delete(revision)
    db.session.refresh(spec, ["revisions"])
    _delete(spec)


def discard_revision(revision: SpecRevision, *, actor: Actor, now: datetime) -> None:
    """Delete a draft; its label is free again, and the revision in force stays as it is.

    ``WrongState`` for one that was released, and for the only one: a spec says something in at least one revision.
    """
    hold(revision)
    check_draft(revision)
    spec = revision.spec
    if len(spec.revisions) == 1:
        raise WrongState(_("This is the only revision. Discard the spec instead."))
    _record(events.SpecRevisionDiscarded(revision.id), [spec, revision], actor, now)
    _empty(revision, actor, now)
    _delete(revision)
    db.session.refresh(spec, ["revisions"])


def _empty(revision: SpecRevision, actor: Actor, now: datetime) -> None:
    """Take the files off a draft; those that another revision carries stay."""
    files = [row.file for row in revision.files]
    for row in list(revision.files):
        db.session.delete(row)
    db.session.flush()
    db.session.refresh(revision, ["files"])
    for file in files:
        let_go(file, actor=actor, now=now)


def _delete(record: Model) -> None:
    db.session.delete(record)
    db.session.flush()


def _record(fact: Any, about: list[Any], actor: Actor, now: datetime) -> None:
    history.record(fact, about=about, readers=[about[0].buyer_id], actor=actor, now=now)
