"""Reads of webhooks. The first argument is the organisation that reads, but for the worker."""

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.db import db, one
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.workflow import WebhookState


def webhooks(organisation_id: int) -> list[Webhook]:
    """Those of an organisation that are not removed, oldest first."""
    return list(
        db.session.scalars(
            select(Webhook)
            .where(Webhook.organisation_id == organisation_id, Webhook.state != WebhookState.REMOVED)
            .order_by(Webhook.id)
        )
    )


def webhook(organisation_id: int, public_id: str) -> Webhook:
    """One webhook, removed ones included. ``Missing`` for another organisation's."""
    return one(
        select(Webhook).where(Webhook.organisation_id == organisation_id, Webhook.public_id == public_id)
    )


def deliveries(organisation_id: int, webhook_id: int) -> Select[WebhookDelivery]:
    """What a webhook sends, with the events, newest first."""
    return (
        _deliveries(organisation_id)
        .where(WebhookDelivery.webhook_id == webhook_id)
        .options(joinedload(WebhookDelivery.event))
        .order_by(WebhookDelivery.id.desc())
    )


def delivery(organisation_id: int, public_id: str) -> WebhookDelivery:
    """One delivery with its webhook. ``Missing`` for another organisation's."""
    return one(_deliveries(organisation_id).where(WebhookDelivery.public_id == public_id))


def _deliveries(organisation_id: int) -> Select[WebhookDelivery]:
    return (
        select(WebhookDelivery)
        .join(WebhookDelivery.webhook)
        .where(Webhook.organisation_id == organisation_id)
        .options(contains_eager(WebhookDelivery.webhook))
    )
