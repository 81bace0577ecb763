"""The audit: walk the chains of events and say what does not hold."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.db import EPOCH, MILLISECOND, db
from portal.history import GENESIS, ChainHead, Event, EventReader, EventSubject


def verify() -> Iterator[str]:
    """Walk every chain and yield one sentence for each place that does not hold; nothing when all is well."""
    heads = {head.chain: head for head in db.session.scalars(select(ChainHead))}
    last: dict[int, tuple[int, str]] = {}
    rows = db.session.execute(
        select(Event).order_by(Event.chain, Event.seq).execution_options(yield_per=1000)
    )
    for (found,) in rows:
        seq, previous = last.get(found.chain, (0, GENESIS))
        yield from _check_link(found, seq, previous)
        last[found.chain] = (found.seq, found.hash)
    yield from _check_sides()
    for chain, head in sorted(heads.items()):
        if last.get(chain, (0, GENESIS)) != (head.seq, head.hash):
            yield f"Chain {chain} ends at event {last.get(chain, (0, GENESIS))[0]}, but its head says {head.seq}."
    for chain in sorted(last.keys() - heads.keys()):
        yield f"Chain {chain} has no head."


def heads() -> dict[str, dict[str, Any]]:
    """The last link of every chain, for somebody to keep elsewhere: what has been shown once cannot be undone."""
    rows = db.session.scalars(select(ChainHead).order_by(ChainHead.chain))
    return {str(head.chain): {"seq": head.seq, "hash": head.hash} for head in rows}


def verify_against(kept: dict[str, dict[str, Any]]) -> Iterator[str]:
    """One sentence for each head that was kept elsewhere and is not part of its chain now: an older database."""
    for chain, head in kept.items():
        found = db.session.scalar(
            select(Event.hash).where(Event.chain == int(chain), Event.seq == head["seq"])
        )
        if head["seq"] and found != head["hash"]:
            yield f"Chain {chain}: event {head['seq']}, which was kept elsewhere, is not part of it."


def told(*names: str) -> Iterator[tuple[Event, dict[str, Any]]]:
    """The events of these names with their facts, the oldest first; those whose text is none are named elsewhere."""
    for found in db.session.scalars(select(Event).where(Event.name.in_(names)).order_by(Event.id)):
        facts = (_parsed(found.body) or {}).get("facts")
        if isinstance(facts, dict):
            yield found, facts


def listed(facts: dict[str, Any], name: str) -> list[str]:
    """A list of hashes that an event tells; an empty one where somebody has written something else."""
    found = facts.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []


def _parsed(text: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(text)
    except ValueError:
        return None
    return body if isinstance(body, dict) else None


def _check_link(found: Event, seq: int, previous: str) -> Iterator[str]:
    place = f"Chain {found.chain}, event {found.seq}"
    if found.seq != seq + 1:
        yield f"{place}: event {seq + 1} is missing before it."
    if hashlib.sha256(found.body).hexdigest() != found.hash:
        yield f"{place}: its text does not have the hash that stands beside it."
        return
    body = _parsed(found.body)
    if body is None:
        yield f"{place}: its text is not that of an event."
        return
    if body.get("previous") != previous:
        yield f"{place}: it does not follow the event before it."
    columns = {
        "chain": found.chain,
        "seq": found.seq,
        "at": (found.at - EPOCH) // MILLISECOND,
        "name": found.name,
        "schema": found.schema,
        "person": found.person_id,
        "organisation": found.organisation_id,
    }
    for name, value in columns.items():
        if body.get(name, "") != value:
            yield f"{place}: the column “{name}” says something else than its text."


def _check_sides() -> Iterator[str]:
    """Subjects and readers decide who sees an event where, so they must be what the hashed text says."""
    subjects: dict[int, list[list[Any]]] = {}
    for side in db.session.execute(select(EventSubject.event_id, EventSubject.kind, EventSubject.subject_id)):
        subjects.setdefault(side.event_id, []).append([side.kind, side.subject_id])
    readers: dict[int, list[int]] = {}
    for reader in db.session.execute(select(EventReader.event_id, EventReader.organisation_id)):
        readers.setdefault(reader.event_id, []).append(reader.organisation_id)
    for event_id, chain, seq, text, digest in db.session.execute(
        select(Event.id, Event.chain, Event.seq, Event.body, Event.hash)
    ):
        its_subjects, its_readers = subjects.pop(event_id, []), readers.pop(event_id, [])
        body = _parsed(text)
        if body is None or hashlib.sha256(text).hexdigest() != digest:
            continue
        if sorted(its_subjects) != body.get("subjects"):
            yield f"Chain {chain}, event {seq}: its subjects are not those of its text."
        if sorted(its_readers) != body.get("readers"):
            yield f"Chain {chain}, event {seq}: its readers are not those of its text."
    for what, left in (("subjects", subjects), ("readers", readers)):
        yield from (f"Event {event_id}: it has {what}, but there is no such event." for event_id in left)
