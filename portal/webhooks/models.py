"""Webhooks and what they send."""

from datetime import datetime

from sqlalchemy import JSON, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Organisation
from portal.db import Key, Model, PublicId, Version, refers_to
from portal.history import Event
from portal.isolation import isolated
from portal.webhooks.workflow import WebhookState


class Webhook(Model):
    """An address of an organisation to which events of its topics are posted.

    Its secret, which signs them, is wrapped by the named portal key. ``failures`` counts the tries in a row that did
    not arrive, and until ``rests_until`` nothing is tried; neither is a change of the record, so its version stays.
    """

    __tablename__ = "webhook"
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    organisation_id: Mapped[int] = refers_to("organisation")
    url: Mapped[str] = mapped_column(String(500))
    topics: Mapped[list[str]] = mapped_column(JSON)
    state: Mapped[WebhookState] = mapped_column(default=WebhookState.ACTIVE)
    wrapped_secret: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_by: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime]
    failures: Mapped[int] = mapped_column(Integer, default=0)
    rests_until: Mapped[datetime | None]
    version: Mapped[Version] = mapped_column()
    organisation: Mapped[Organisation] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @property
    def may_send(self) -> bool:
        """Whether anything leaves here: not while it is paused, nor while nobody acts for its organisation."""
        return self.state is WebhookState.ACTIVE and self.organisation.suspended_at is None

    @property
    def is_failing(self) -> bool:
        """Whether what it last sent did not arrive."""
        return self.state is WebhookState.ACTIVE and self.failures > 0


class WebhookDelivery(Model):
    """One event on its way to one webhook. Its public id is the message's id, the same over all tries.

    ``status`` is what the receiver last answered, ``error`` why the last try did not arrive. It is over when it has
    arrived (``delivered_at``) or is tried no more (``given_up_at``). ``job_key`` is the one row of the outbox that
    sends it; an earlier one sends nothing any more.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (UniqueConstraint("webhook_id", "event_id"), isolated(part_of="webhook_id"))
    id: Mapped[Key]
    public_id: Mapped[PublicId]
    webhook_id: Mapped[int] = refers_to("webhook")
    event_id: Mapped[int] = refers_to("event")
    job_key: Mapped[str] = mapped_column(String(100))
    created_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(Integer, default=0)
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None] = mapped_column(Integer)
    error: Mapped[str] = mapped_column(String(200), default="")
    delivered_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    webhook: Mapped[Webhook] = relationship()
    event: Mapped[Event] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether it is tried no more, since it has arrived or was given up."""
        return self.delivered_at is not None or self.given_up_at is not None
