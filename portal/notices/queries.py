"""Reads of the inbox: a person's own notices for the organisation they act for."""

from sqlalchemy import Select, func, select

from portal.db import db, one
from portal.notices.models import Notice


def inbox(organisation_id: int, person_id: int) -> Select[Notice]:
    """The notices of a person acting for an organisation, newest first."""
    return (
        select(Notice)
        .where(Notice.organisation_id == organisation_id, Notice.person_id == person_id)
        .order_by(Notice.id.desc())
    )


def notice(organisation_id: int, person_id: int, public_id: str) -> Notice:
    """One notice of the reader's own. ``Missing`` for anybody else's."""
    return one(inbox(organisation_id, person_id).where(Notice.public_id == public_id))


def unread(organisation_id: int, person_id: int) -> int:
    """How many notices the reader has not opened."""
    statement = inbox(organisation_id, person_id).where(Notice.read_at.is_(None)).order_by(None)
    return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0
