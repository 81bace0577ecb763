"""Edits behind the portal's back, with direct access to database and files: the audit has to find and name each.

A world is filled once. Each edit is made in a transaction with the guards off, the audit runs over all of it, and
the transaction is rolled back; a file gets its bytes back.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from portal import audit, clock, create_app
from portal.cli.audit import complaints_of
from portal.cli.demo import fill
from portal.db import db, transaction, writing
from portal.documents.models import Document
from portal.documents.service import keep_rendered
from portal.files import store
from portal.files.service import Upload
from trust.hand import Edit, Hand, Impossible
from trust.house import house
from trust.proofs import Outcome

# Each edit is followed by a whole audit.
TIMES = 1000
RENDERED = 5

Audit = Callable[[str], Iterator[str]]


def run(database: str, room: Path) -> Outcome:
    """The full run over the demo's company, as the owner of its tables."""
    with house(database, room, "edits") as made:
        app = create_app(replace(made.settings, database_url=made.owner_url))
        with app.app_context():
            fill(clock.now())
            render(made.settings.files_url)
            take_guards_off()
            outcome = edit(made.settings.files_url, TIMES, seed=1)
            db.session.remove()
            db.engine.dispose()
    return outcome


def render(files_url: str) -> None:
    """Give a few issued documents a file, as the worker does."""
    with transaction():
        for document in db.session.scalars(select(Document).order_by(Document.id).limit(RENDERED)):
            made = store.put(files_url, b"%PDF-" + document.public_id.encode())
            upload = Upload("order.pdf", "application/pdf", made.size, made.sha256, made.key)
            keep_rendered(document, upload, now=clock.now())


def take_guards_off() -> None:
    """What whoever holds the file would do first; that they stop others is tested apart. PostgreSQL is told below."""
    with transaction():
        if db.session.connection().dialect.name == "sqlite":
            for name in db.session.scalars(
                text("select name from sqlite_master where type = 'trigger'")
            ).all():
                db.session.execute(text(f"drop trigger {name}"))


def edit(files_url: str, times: int, *, seed: int, audited: Audit = complaints_of) -> Outcome:
    """Make so many random edits of the world that is there, one at a time, and let the audit look for each.

    ``audited`` is the audit that is tried. What it does not find, or does not call by name, is told.
    """
    if amiss := list(audited(files_url)):
        return Outcome("an audit of an untouched database", 1, tuple(amiss))
    hand = Hand(Random(seed), Path(files_url.removeprefix("file://")))
    kept = audit.heads()
    db.session.rollback()
    missed, tried = [], Counter[str]()
    while tried.total() < times:
        try:
            made, complaints = _tried(hand, kept, files_url, audited)
        except (Impossible, DBAPIError):
            # Nothing would change, or the database itself refuses.
            continue
        tried[made.what] += 1
        if not any(name in sentence for sentence in complaints for name in made.names):
            told = complaints[0] if complaints else "nothing"
            missed.append(f"{made.what}: {' or '.join(made.names)} was looked for, the audit says {told}")
    return Outcome(
        f"{len(tried)} kinds of edits of events, bids, receipts, openings, awards, documents, files and keys"
        " (changed, removed, replaced, re-ordered, put in, forged, put back to yesterday)",
        times,
        tuple(missed),
    )


def _tried(hand: Hand, kept: dict, files_url: str, audited: Audit) -> tuple[Edit, list[str]]:
    try:
        with writing():
            if db.session.connection().dialect.name == "postgresql":
                # Foreign keys are triggers too, and an intruder minds neither.
                db.session.execute(text("set local session_replication_role = replica"))
            else:
                db.session.execute(text("pragma defer_foreign_keys = on"))
            made = hand.edit()
            db.session.expunge_all()
            return made, [*audited(files_url), *audit.verify_against(kept)]
    finally:
        db.session.rollback()
        db.session.expunge_all()
        hand.put_back()
