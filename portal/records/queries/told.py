"""The events of an RFQ in its record: as they were stored once nothing is sealed any more, until then by their hash.

An event of another organisation, and every one while bids are sealed, is told by name, instant and hash alone: the
stored text counts the acts of its writer and names rows by number, and from the gaps one could guess who bids.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import or_, select

from portal.canonical import canonical
from portal.db import EPOCH, MILLISECOND, db
from portal.history import ChainHead, Event, EventReader, EventSubject


def entries(reader_id: int, subjects: Iterable[tuple[str, int]], *, whole: bool) -> dict[str, bytes]:
    """``events.json`` with the events about the subjects that the organisation may read, the oldest first.

    Where ``whole``, the stored bytes of its own come along as ``events/N.json``, by their place in its chain.
    """
    rows = _about(reader_id, subjects)
    own = [row for row in rows if row.chain == reader_id]
    head = db.session.get(ChainHead, reader_id)
    listed = {
        "head": {"seq": head.seq, "hash": head.hash} if head else None,
        "events": [_listed(row, row.chain == reader_id, whole) for row in rows],
    }
    stored = {f"events/{row.seq}.json": row.body for row in own} if whole else {}
    return {"events.json": canonical(listed), **stored}


def _about(reader_id: int, subjects: Iterable[tuple[str, int]]) -> list[Event]:
    about = or_(
        *(
            (EventSubject.kind == kind) & (EventSubject.subject_id == subject_id)
            for kind, subject_id in subjects
        )
    )
    named = select(EventSubject.event_id).where(about)
    read = select(EventReader.event_id).where(EventReader.organisation_id == reader_id)
    return list(
        db.session.scalars(
            select(Event).where(Event.id.in_(named), Event.id.in_(read)).order_by(Event.at, Event.id)
        )
    )


def _listed(event: Event, own: bool, whole: bool) -> dict[str, Any]:
    listed = {"name": event.name, "at": (event.at - EPOCH) // MILLISECOND, "hash": event.hash}
    return {**listed, "seq": event.seq, "stored": whole} if own else listed
