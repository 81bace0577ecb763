"""Whatever a test removes: where events tell of a record that goes, its id must not be used again."""

from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session

from portal.db import db
from portal.history import EventSubject


def watch() -> None:
    """Look at every row that goes from here on."""
    event.listen(db.session, "after_flush", _look)


def _look(session: Session, _context: Any) -> None:
    for gone in session.deleted:
        table = inspect(type(gone)).local_table
        if table.dialect_options["sqlite"]["autoincrement"] or "id" not in table.columns:
            continue
        told = any((table.name, gone.id) in one.subjects for one in session.info.get("pending", ()))
        mine = (EventSubject.kind == table.name, EventSubject.subject_id == gone.id)
        earlier = select(EventSubject.event_id).where(*mine).limit(1)
        assert not told, f"{table.name} needs NEVER_AGAIN"
        assert session.connection().scalar(earlier) is None, f"{table.name} needs NEVER_AGAIN"
