"""Telling people: a notice in the inbox and a mail by the outbox, in the transaction of what happened."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from portal.accounts.models import Person
from portal.accounts.queries import people_with
from portal.db import db
from portal.notices.models import Notice
from portal.outbox import enqueue


def notify(
    organisation_id: int,
    roles: Iterable[str],
    *,
    kind: str,
    endpoint: str,
    target: str,
    now: datetime,
    params: dict[str, Any] | None = None,
) -> None:
    """Tell everybody of an organisation who holds one of the roles.

    ``params`` fill the sentence of ``kind`` and must hold nothing that the readers may not know; ``endpoint``
    with ``target``, a public id, is where the notice leads.
    """
    people = people_with(organisation_id, roles)
    notify_people(people, organisation_id, kind=kind, endpoint=endpoint, target=target, now=now, params=params)


def notify_people(
    people: Iterable[Person],
    organisation_id: int,
    *,
    kind: str,
    endpoint: str,
    target: str,
    now: datetime,
    params: dict[str, Any] | None = None,
) -> None:
    """Tell these people, in their place in one organisation."""
    for person in people:
        notice = Notice(
            person_id=person.id,
            organisation_id=organisation_id,
            kind=kind,
            params=params or {},
            endpoint=endpoint,
            target=target,
            created_at=now,
        )
        db.session.add(notice)
        db.session.flush()
        row = {"purpose": "notice", "notice": notice.id}
        enqueue("mail", row, due=now, key=f"notice:{notice.public_id}")


def mark_read(notice: Notice, *, now: datetime) -> None:
    """Note that its reader has opened it; the first time counts."""
    if notice.read_at is None:
        notice.read_at = now


def mark_all_read(organisation_id: int, person_id: int, *, now: datetime) -> None:
    """Note that a person has seen everything in this inbox."""
    db.session.execute(
        update(Notice)
        .where(
            Notice.organisation_id == organisation_id, Notice.person_id == person_id, Notice.read_at.is_(None)
        )
        .values(read_at=now)
    )
