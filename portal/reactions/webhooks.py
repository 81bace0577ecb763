"""What follows from every event where an organisation has webhooks: it is written down, signed and posted."""

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
from portal.webhooks.workflow import WebhookState
from portal.workflow import Actor


class Resting(Exception):
    """The webhook has failed a moment ago and is not asked again yet."""


@when_linked
def announce(linked: list[Linked]) -> None:
    """Every event goes to the webhooks of those who may read it."""
    service.announce(linked)


@outbox.handler("webhook")
def deliver(job: outbox.Job) -> None:
    """Post one message. What was noted as arrived is not sent again, whatever became of the worker that noted it."""
    now, last = clock.now(), job.tries >= outbox.MAX_TRIES
    delivery = db.session.get_one(WebhookDelivery, job.payload["delivery"])
    webhook = delivery.webhook
    if delivery.delivered_at is not None:
        return
    if webhook.state is not WebhookState.ACTIVE:
        with transaction():
            service.give_up(delivery.id, now=now)
        return
    if webhook.rests_until is not None and now < webhook.rests_until and not last:
        raise Resting
    _post(webhook, delivery, now, last=last)


def _post(webhook: Webhook, delivery: WebhookDelivery, now: datetime, *, last: bool) -> None:
    body, secret = message.body_of(delivery), service.secret_of(webhook)
    headers = rules.headers(delivery.public_id, body, int(now.timestamp()), secret)
    settings: Settings = current_app.config["SETTINGS"]
    networks = rules.networks_for(webhook.organisation.side, settings.webhook_networks)
    key, url = delivery.id, webhook.url
    # Nobody waits for the receiver with a transaction open.
    db.session.rollback()
    try:
        status = sender.post(url, body, headers, networks)
    except Undelivered as failure:
        with transaction():
            service.note_failure(key, failure.why, failure.status, last=last, now=clock.now())
        raise
    with transaction():
        service.note_arrival(key, status, now=clock.now())


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
