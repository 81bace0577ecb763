"""What follows from every event where an organisation has webhooks: it is written down, signed and posted."""

import time
from datetime import datetime

from flask import current_app

from portal import clock, outbox
from portal.accounts.roles import Role, Side
from portal.config import Settings
from portal.db import db, transaction
from portal.history import Linked, on, when_linked
from portal.notices.service import notify
from portal.webhooks import message, rules, sender, service
from portal.webhooks.events import WebhookFailing
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.sender import Undelivered
from portal.workflow import Actor


class Resting(Exception):
    """The webhook has failed, or was slow, a moment ago and is not asked again yet."""


@when_linked
def announce(linked: list[Linked]) -> None:
    """Every event goes to the webhooks of those who may read it."""
    service.announce(linked)


@outbox.handler("webhook", apart=True)
def deliver(job: outbox.Job) -> None:
    """Post one message. What has arrived or was given up is not sent, whatever became of the worker that noted it."""
    now = clock.now()
    delivery = db.session.get_one(WebhookDelivery, job.payload["delivery"])
    webhook = delivery.webhook
    if delivery.is_over or delivery.job_key != job.key:
        return
    if not webhook.may_send:
        _give_up(delivery, now)
        return
    if job.tries >= outbox.MAX_TRIES:
        # Before the last try: if its worker dies, the message can be sent again by hand.
        _give_up(delivery, now)
    elif webhook.rests_until is not None and now < webhook.rests_until:
        raise Resting
    _try(webhook, delivery, now)


def _give_up(delivery: WebhookDelivery, now: datetime) -> None:
    key = delivery.id
    with transaction():
        service.give_up(key, now=now)


def _try(webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> None:
    key, began = delivery.id, time.monotonic()
    try:
        status = _post(webhook, delivery, now)
    except Exception as failure:
        told = failure if isinstance(failure, Undelivered) else Undelivered(sender.OURS)
        with transaction():
            service.note_failure(key, told.why, told.status, now=clock.now())
        raise
    with transaction():
        service.note_arrival(key, status, time.monotonic() - began, now=clock.now())


def _post(webhook: Webhook, delivery: WebhookDelivery, now: datetime) -> int:
    body, secret = message.body_of(delivery), service.secret_of(webhook)
    headers = rules.headers(delivery.public_id, body, int(now.timestamp()), secret)
    settings: Settings = current_app.config["SETTINGS"]
    networks = rules.networks_for(webhook.organisation.side, settings.webhook_networks)
    url = webhook.url
    # Nobody waits for the receiver with a transaction open.
    db.session.rollback()
    return sender.post(url, body, headers, networks)


@on(WebhookFailing)
def tell_of_failing(fact: WebhookFailing, _actor: Actor, now: datetime) -> None:
    webhook = db.session.get_one(Webhook, fact.webhook_id)
    buyer = webhook.organisation.side is Side.BUYER
    notify(
        webhook.organisation_id,
        [Role.ADMIN] if buyer else [Role.SUPPLIER_ADMIN],
        kind="webhook_failing",
        endpoint="buyer.webhook" if buyer else "supplier.webhook",
        target=webhook.public_id,
        params={"failures": fact.failures},
        now=now,
    )
