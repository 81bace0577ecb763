"""The verbs of spec revisions: a draft is written and released; a released revision never changes.

Every verb that writes a draft or releases one holds the revision as its caller has seen it, so that nothing comes in
beside a release, and nothing is released that nobody has looked at.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from portal import history
from portal.canonical import canonical
from portal.catalog import events
from portal.catalog.models import Spec, SpecFile, SpecRevision
from portal.catalog.rules.specs import check_draft, check_label
from portal.catalog.workflow import SPEC_REVISION
from portal.db import as_seen, db, lock, touch
from portal.errors import WrongState
from portal.files.service import Upload, keep, let_go
from portal.workflow import PORTAL, Actor


def hold(revision: SpecRevision) -> None:
    """Lock a revision until the transaction ends. ``Stale`` where somebody else has changed it meanwhile."""
    with as_seen(revision):
        lock(revision)


def start_revision(spec: Spec, *, label: str, change_note: str, actor: Actor, now: datetime) -> SpecRevision:
    """A new draft that begins as a copy of the last revision, text and files, flushed.

    ``RuleBroken`` at ``label`` for none or one in use; ``WrongState`` while there is a draft, or for a spec that
    is out of use.
    """
    if spec.archived_at is not None:
        raise WrongState(_("This spec is out of use."))
    if spec.draft is not None:
        raise WrongState(_("Revision %(label)s is still a draft.", label=spec.draft.label))
    last = spec.revisions[0]
    files = [SpecFile(file=one.file, drawing=one.drawing) for one in last.files]
    revision = SpecRevision(
        buyer_id=spec.buyer_id,
        spec=spec,
        ordinal=last.ordinal + 1,
        label=check_label(label, {one.label for one in spec.revisions}),
        text=last.text,
        change_note=change_note.strip(),
        created_at=now,
        files=files,
    )
    db.session.add(revision)
    db.session.flush()
    db.session.refresh(spec, ["revisions"])
    _record(events.SpecRevisionStarted(revision.id), revision, actor, now, spec_too=True)
    return revision


def change_revision(
    revision: SpecRevision, *, label: str, text: str, change_note: str, actor: Actor, now: datetime
) -> None:
    """Write a draft. ``RuleBroken`` at ``label``; ``WrongState`` for a revision that was released."""
    hold(revision)
    check_draft(revision)
    taken = {one.label for one in revision.spec.revisions if one is not revision}
    revision.label = check_label(label, taken)
    revision.text = text.strip()
    revision.change_note = change_note.strip()
    _record(events.SpecRevisionChanged(revision.id), revision, actor, now)


def add_files(
    revision: SpecRevision, uploads: Sequence[Upload], *, drawing: bool, actor: Actor, now: datetime
) -> None:
    """Add checked and stored uploads to a draft. ``WrongState`` for a revision that was released."""
    hold(revision)
    check_draft(revision)
    for upload in uploads:
        stored = keep(upload, organisation_id=revision.buyer_id, actor=actor, now=now)
        revision.files.append(SpecFile(file=stored, drawing=drawing))
        touch(revision)
        db.session.flush()
        _record(events.SpecFileAdded(revision.id, stored.id), revision, actor, now)


def remove_file(revision: SpecRevision, file: SpecFile, *, actor: Actor, now: datetime) -> None:
    """Take a file off a draft; an earlier revision keeps it.

    ``WrongState`` for a revision that was released, ``Missing`` for a file that was taken off meanwhile.
    """
    hold(revision)
    check_draft(revision)
    lock(file)
    stored = file.file
    db.session.delete(file)
    touch(revision)
    db.session.flush()
    db.session.refresh(revision, ["files"])
    _record(events.SpecFileRemoved(revision.id, stored.id), revision, actor, now)
    let_go(stored, actor=actor, now=now)


def release(revision: SpecRevision, *, actor: Actor, now: datetime) -> None:
    """Put a draft in force; the revision in force until now is superseded in the same transaction.

    ``RuleBroken`` for an empty draft, ``WrongState`` for what is no draft or whose spec is out of use,
    ``NotAllowed`` without the role.
    """
    hold(revision)
    if revision.spec.archived_at is not None:
        raise WrongState(_("This spec is out of use."))
    before = revision.spec.released
    SPEC_REVISION.advance(revision, "release", actor, now)
    revision.released_at, revision.released_by_id = now, actor.person_id
    if before is not None:
        SPEC_REVISION.advance(before, "supersede", PORTAL, now)
        superseded = events.SpecRevisionSuperseded(before.id, revision.id)
        _record(superseded, before, actor, now)
    db.session.flush()
    released = events.SpecRevisionReleased(revision.id, content_sha256(revision))
    _record(released, revision, actor, now, spec_too=True)


def content_sha256(revision: SpecRevision) -> str:
    """The SHA-256 over label, text and files of a revision, in canonical JSON."""
    content = {
        "label": revision.label,
        "text": revision.text,
        "files": [[one.file.name, one.file.sha256, one.drawing] for one in revision.files],
    }
    return hashlib.sha256(canonical(content)).hexdigest()


def _record(
    fact: Any, revision: SpecRevision, actor: Actor, now: datetime, *, spec_too: bool = False
) -> None:
    # What is written on a draft stands on the revision's own timeline; the spec's tells how the revisions went.
    about = [revision.spec, revision] if spec_too else [revision]
    history.record(fact, about=about, readers=[revision.buyer_id], actor=actor, now=now)
