"""The history: every change is an event, and the events of each acting organisation are chained by hash.

``record`` only collects; one listener appends what was collected just before the commit, with the heads of the
chains locked in the order of their ids. So the head is the last lock of every transaction, and two transactions
cannot wait for each other. An event holds ids and never names, addresses, tokens or free text.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
    event,
    insert,
    select,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.canonical import canonical
from portal.db import EPOCH, MILLISECOND, BigKey, Key, Model, db, insert_into
from portal.guards import ALL
from portal.isolation import Whose, everybody, isolated
from portal.workflow import Actor

GENESIS = "0" * 64
INSTALLATION = 0


class ChainHead(Model):
    """The last link of one chain. Chain 0 is the installation's own, for what no organisation did."""

    __tablename__ = "chain_head"
    __table_args__ = isolated(owners=("chain",))
    chain: Mapped[int] = mapped_column(BigKey, primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigKey, default=0)
    hash: Mapped[str] = mapped_column(String(64), default=GENESIS)


class Event(Model):
    """One fact. ``body`` is canonical JSON, hashed as stored; the other columns repeat it for searching."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        {
            "info": {
                "whose": Whose(owners=("organisation_id",), named_by=("event_reader.event_id",)),
                "never_changes": ALL,
            }
        },
    )
    id: Mapped[Key]
    chain: Mapped[int]
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(String(60))
    schema: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[int | None]
    organisation_id: Mapped[int | None]
    body: Mapped[bytes] = mapped_column(LargeBinary)
    hash: Mapped[str] = mapped_column(String(64))

    @property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads(self.body)["facts"]
        return facts


class EventSubject(Model):
    """A record that an event is about: the table's name and the row's id."""

    __tablename__ = "event_subject"
    __table_args__ = (
        Index("ix_event_subject_kind_subject_id", "kind", "subject_id", "event_id"),
        {"info": {"whose": Whose(part_of="event_id"), "never_changes": ALL}},
    )
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("event.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    subject_id: Mapped[int] = mapped_column(BigKey, primary_key=True)


class EventReader(Model):
    """An organisation that may read an event: its audience."""

    __tablename__ = "event_reader"
    __table_args__ = ({"info": {"never_changes": ALL}},)
    event_id: Mapped[int] = mapped_column(BigKey, ForeignKey("event.id"), primary_key=True)
    organisation_id: Mapped[int] = mapped_column(BigKey, primary_key=True, index=True)


@dataclass(frozen=True)
class _Pending:
    fact: Any
    subjects: tuple[tuple[str, int], ...]
    readers: tuple[int, ...]
    actor: Actor
    now: datetime


Reaction = Callable[[Any, Actor, datetime], None]
Fact = TypeVar("Fact")
_reactions: dict[type, list[Callable[[Any, Actor, datetime], None]]] = {}


def on(
    kind: type[Fact],
) -> Callable[[Callable[[Fact, Actor, datetime], None]], Callable[[Fact, Actor, datetime], None]]:
    """Call the function within the same transaction whenever an event of this kind is recorded."""

    def register(
        function: Callable[[Fact, Actor, datetime], None],
    ) -> Callable[[Fact, Actor, datetime], None]:
        _reactions.setdefault(kind, []).append(function)
        return function

    return register


@dataclass(frozen=True)
class Linked:
    """An event as it was linked into its chain: its row's id, what happened and when, and who may read it."""

    id: int
    fact: Any
    at: datetime
    readers: tuple[int, ...]


_followers: list[Callable[[list[Linked]], None]] = []


def when_linked(function: Callable[[list[Linked]], None]) -> Callable[[list[Linked]], None]:
    """Call the function with all events of a transaction, when they have their ids and just before the commit."""
    _followers.append(function)
    return function


def record(fact: Any, *, about: Sequence[Model], readers: Iterable[int], actor: Actor, now: datetime) -> None:
    """Record that ``fact`` happened, in the transaction under way, and let the reactions to it follow.

    ``about`` are the (flushed) records on whose timelines it stands, ``readers`` the ids of the organisations
    that may read it. The acting organisation's chain carries it.
    """
    session = db.session()
    if not session.in_transaction():
        session.begin()
    subjects = tuple(sorted({(str(thing.__tablename__), _id_of(thing)) for thing in about}))
    pending = _Pending(fact, subjects, tuple(sorted(set(readers))), actor, now)
    session.info.setdefault("pending", []).append(pending)
    following = _reactions.get(type(fact), ())
    if following:
        # What follows concerns others too: it tells them, and looks at what is theirs to know whom.
        with everybody():
            for reaction in following:
                reaction(fact, actor, now)


def _id_of(thing: Any) -> int:
    if thing.id is None:
        raise ValueError(f"Flush {thing!r} before recording an event about it")
    return int(thing.id)


def timeline(reader_id: int, thing: Any) -> list[Event]:
    """What happened to ``thing``, newest first, as far as the reading organisation may know."""
    return list(
        db.session.scalars(
            select(Event)
            .join(EventSubject)
            .join(EventReader, EventReader.event_id == Event.id)
            .where(
                EventReader.organisation_id == reader_id,
                EventSubject.kind == thing.__tablename__,
                EventSubject.subject_id == thing.id,
            )
            .order_by(Event.at.desc(), Event.id.desc())
        )
    )


@event.listens_for(db.session, "after_transaction_create")
def _mark(session: Session, transaction: Any) -> None:
    transaction.portal_mark = len(session.info.get("pending", ()))


@event.listens_for(db.session, "after_soft_rollback")
def _forget(session: Session, transaction: Any) -> None:
    # What a rolled-back savepoint or transaction collected never happened.
    del session.info.get("pending", [])[transaction.portal_mark :]


@event.listens_for(db.session, "before_commit")
def _append(session: Session) -> None:
    # This also fires for savepoints, whose events wait for the transaction around them.
    if session.in_nested_transaction() or not session.info.get("pending"):
        return
    session.flush()
    pending: list[_Pending] = session.info.pop("pending")
    # An event names all its readers, and some stand in the chain of the installation.
    with everybody():
        heads = _lock_heads(session, {_chain_of(one) for one in pending})
        rows = [_link(heads[_chain_of(one)], one) for one in pending]
        keys = session.scalars(insert(Event).returning(Event.id, sort_by_parameter_order=True), rows).all()
        named = list(zip(keys, pending, strict=True))
        subjects = [
            {"event_id": key, "kind": kind, "subject_id": subject}
            for key, one in named
            for kind, subject in one.subjects
        ]
        readers = [{"event_id": key, "organisation_id": who} for key, one in named for who in one.readers]
        for table, told in ((EventSubject, subjects), (EventReader, readers)):
            if told:
                session.execute(insert(table), told)
        linked = [Linked(key, one.fact, one.now, one.readers) for key, one in named]
        for follower in _followers:
            follower(linked)
        session.flush()


def _chain_of(pending: _Pending) -> int:
    return pending.actor.organisation_id or INSTALLATION


def _lock_heads(session: Session, chains: set[int]) -> dict[int, ChainHead]:
    for chain in sorted(chains):
        session.execute(
            insert_into(ChainHead).values(chain=chain, seq=0, hash=GENESIS).on_conflict_do_nothing()
        )
    rows = session.scalars(
        select(ChainHead)
        .where(ChainHead.chain.in_(chains))
        .order_by(ChainHead.chain)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {head.chain: head for head in rows}


def _link(head: ChainHead, one: _Pending) -> dict[str, Any]:
    """The row of one event, the next of its chain, whose head moves on to it."""
    seq = head.seq + 1
    schema = getattr(one.fact, "schema", 1)
    body = canonical(
        {
            "chain": head.chain,
            "seq": seq,
            "previous": head.hash,
            "at": (one.now - EPOCH) // MILLISECOND,
            "name": type(one.fact).__name__,
            "schema": schema,
            "person": one.actor.person_id,
            "organisation": one.actor.organisation_id,
            "subjects": one.subjects,
            "readers": one.readers,
            "facts": asdict(one.fact),
        }
    )
    head.seq, head.hash = seq, hashlib.sha256(body).hexdigest()
    return {
        "chain": head.chain,
        "seq": seq,
        "at": one.now,
        "name": type(one.fact).__name__,
        "schema": schema,
        "person_id": one.actor.person_id,
        "organisation_id": one.actor.organisation_id,
        "body": body,
        "hash": head.hash,
    }
