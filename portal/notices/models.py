"""The inbox of each person."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Key, Model, PublicId, refers_to


class Notice(Model):
    """One thing a person should know, acting for one organisation.

    ``kind`` picks the sentence, ``params`` fills it, and ``endpoint`` with ``target`` (a public id) is where it
    leads. A mail goes out beside it through the outbox.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_inbox", "person_id", "organisation_id", "id"),)
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    person_id: Mapped[int] = refers_to("person")
    organisation_id: Mapped[int] = refers_to("organisation")
    kind: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    endpoint: Mapped[str] = mapped_column(String(80))
    target: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
