"""The verbs of webhooks, and what is written with each change for those that are to be told."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import Select, func, select, update

from portal import history, sealing
from portal.accounts.models import Organisation
from portal.accounts.service import hold_organisation
from portal.db import as_seen, db, lock, new_public_id, one
from portal.errors import NotAllowed, RuleBroken, WrongState
from portal.history import Event, Linked
from portal.outbox import enqueue
from portal.webhooks import events, rules
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.workflow import ADMINS, WEBHOOK, WebhookState
from portal.workflow import PORTAL, Actor


def add(
    organisation: Organisation,
    url: str,
    topics: Collection[str],
    *,
    networks: Collection[str],
    actor: Actor,
    now: datetime,
) -> tuple[Webhook, str]:
    """A new webhook, flushed, and its secret as receivers write it; the portal shows it this once.

    ``networks`` are those of the installation that may be reached though they are not public. ``RuleBroken`` at
    ``url`` or ``topics``, and past ten webhooks; ``NotAllowed`` for anybody but administrators.
    """
    if not actor.has(ADMINS):
        raise NotAllowed(_("Your role does not allow this."))
    url, kept = rules.check_address(url, networks), rules.check_topics(topics)
    hold_organisation(organisation.id)
    standing = select(func.count(Webhook.id)).where(
        Webhook.organisation_id == organisation.id, Webhook.state != WebhookState.REMOVED
    )
    if (db.session.scalar(standing) or 0) >= rules.MOST:
        raise RuleBroken(_("There are %(most)s webhooks already. Remove one first.", most=rules.MOST))
    webhook = Webhook(
        public_id=new_public_id(), organisation_id=organisation.id, url=url, topics=kept, created_at=now
    )
    shown = _fresh_secret(webhook)
    db.session.add(webhook)
    db.session.flush()
    _note(events.WebhookAdded(webhook.id), webhook, actor, now)
    return webhook, shown


def change(
    webhook: Webhook,
    url: str,
    topics: Collection[str],
    *,
    networks: Collection[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Lead a webhook elsewhere, or let it send other topics; refusals as in ``add``. The secret stays."""
    _hold(webhook, "edit", actor, now)
    webhook.url, webhook.topics = rules.check_address(url, networks), rules.check_topics(topics)
    # What is new has not failed yet.
    webhook.failures, webhook.rests_until = 0, None
    _note(events.WebhookChanged(webhook.id), webhook, actor, now)


def replace_secret(webhook: Webhook, *, actor: Actor, now: datetime) -> str:
    """A fresh secret, shown this once. What is sent from now on is signed with it, tries of earlier messages too."""
    _hold(webhook, "secret", actor, now)
    shown = _fresh_secret(webhook)
    _note(events.WebhookSecretReplaced(webhook.id), webhook, actor, now)
    return shown


def pause(webhook: Webhook, *, actor: Actor, now: datetime) -> None:
    """Send nothing until it is resumed: what happens meanwhile is not sent later, what waits is given up."""
    _advance(webhook, "pause", events.WebhookPaused, actor, now)
    _give_up_all(webhook, now)


def resume(webhook: Webhook, *, actor: Actor, now: datetime) -> None:
    """Send again what happens from now on."""
    _advance(webhook, "resume", events.WebhookResumed, actor, now)
    webhook.failures, webhook.rests_until = 0, None


def remove(webhook: Webhook, *, actor: Actor, now: datetime) -> None:
    """Send nothing any more. What was sent stays to be read, what waits is given up."""
    _advance(webhook, "remove", events.WebhookRemoved, actor, now)
    _give_up_all(webhook, now)


def try_out(webhook: Webhook, *, actor: Actor, now: datetime) -> None:
    """Let the webhook, and no other, send that it was tried. ``WrongState`` while an earlier test is on its way."""
    _hold(webhook, "try", actor, now)
    tests = _open(webhook).join(WebhookDelivery.event).where(Event.name == events.WebhookTried.__name__)
    if db.session.scalars(tests).first() is not None:
        raise WrongState(_("A test is on its way already."))
    WEBHOOK.advance(webhook, "try", actor, now)
    _note(events.WebhookTried(webhook.id), webhook, actor, now)


def repeat(delivery: WebhookDelivery, *, actor: Actor, now: datetime) -> None:
    """Send a message again, under its id, that has arrived or was given up. ``WrongState`` for one on its way."""
    _hold(delivery.webhook, "repeat", actor, now)
    lock(delivery)
    if not delivery.is_over:
        raise WrongState(_("This message is on its way already."))
    delivery.delivered_at = delivery.given_up_at = None
    _send(delivery, now)
    _note(events.DeliveryRepeated(delivery.webhook_id, delivery.id), delivery.webhook, actor, now)


def announce(linked: list[Linked]) -> None:
    """Write a delivery for each event and each active webhook of those who may read it. In the events' transaction."""
    readers = {reader for told in linked for reader in told.readers}
    # Asked with every change there is, so for these columns alone.
    active = (
        select(Webhook.id, Webhook.organisation_id, Webhook.topics)
        .join(Webhook.organisation)
        .where(
            Webhook.organisation_id.in_(readers),
            Webhook.state == WebhookState.ACTIVE,
            Organisation.suspended_at.is_(None),
        )
        .order_by(Webhook.id)
    )
    for key, organisation_id, topics in db.session.execute(active).all() if readers else ():
        for told in linked:
            if organisation_id in told.readers and _is_sent(told.fact, key, topics):
                _send(WebhookDelivery(webhook_id=key, event_id=told.id, created_at=told.at), told.at)


def _send(delivery: WebhookDelivery, now: datetime) -> None:
    """Let the outbox send it, by a row of its own."""
    delivery.job_key = f"webhook:{new_public_id()}"
    db.session.add(delivery)
    db.session.flush()
    enqueue("webhook", {"delivery": delivery.id}, due=now, key=delivery.job_key)


def _is_sent(fact: Any, webhook_id: int, topics: Collection[str]) -> bool:
    if isinstance(fact, events.WebhookTried):
        return fact.webhook_id == webhook_id
    return topic_of(type(fact)) in topics


def topic_of(kind: type) -> str:
    """The room of the house in which an event happens: the domain whose events it stands among."""
    return kind.__module__.split(".")[1]


def note_arrival(delivery_id: int, status: int, seconds: float, *, now: datetime) -> None:
    """Note that a message arrived, and let a webhook rest that took many ``seconds`` for it."""
    webhook = _tried(delivery_id, now, status=status, error="", delivered_at=now, given_up_at=None)
    rest = rules.rest_after(seconds)
    _set_health(webhook.id, failures=0, rests_until=now + timedelta(seconds=rest) if rest else None)


def note_failure(delivery_id: int, why: str, status: int | None, *, now: datetime) -> None:
    """Note that a try did not arrive, and let the webhook rest a while.

    The administrators are told once in a row of failures, by what follows from ``WebhookFailing``.
    """
    webhook = _tried(delivery_id, now, status=status, error=why)
    failures = webhook.failures + 1
    rests_until = now + timedelta(seconds=rules.rest_seconds(failures))
    _set_health(webhook.id, failures=failures, rests_until=rests_until)
    if failures == rules.FAILING:
        _note(events.WebhookFailing(webhook.id, failures), webhook, PORTAL, now)


def give_up(delivery_id: int, *, now: datetime) -> None:
    """Note that a message is not tried any more, unless it has arrived."""
    open_one = (WebhookDelivery.id == delivery_id, WebhookDelivery.delivered_at.is_(None))
    db.session.execute(update(WebhookDelivery).where(*open_one).values(given_up_at=now))


def _give_up_all(webhook: Webhook, now: datetime) -> None:
    for delivery in db.session.scalars(_open(webhook)):
        delivery.given_up_at = now


def _open(webhook: Webhook) -> Select[WebhookDelivery]:
    """What is on its way."""
    return select(WebhookDelivery).where(
        WebhookDelivery.webhook_id == webhook.id,
        WebhookDelivery.delivered_at.is_(None),
        WebhookDelivery.given_up_at.is_(None),
    )


def secret_of(webhook: Webhook) -> bytes:
    """What signs the messages of a webhook."""
    return sealing.ring().unwrap(webhook.wrapped_secret, webhook.wrapped_by, _owner(webhook))


def rewrap() -> int:
    """Wrap every secret by the current portal key; how many were wrapped by another.

    ``sealing.Unreadable`` where one was wrapped by a key that is neither the current nor the previous one.
    """
    ring = sealing.ring()
    others = db.session.scalars(
        select(Webhook).where(Webhook.wrapped_by != ring.current).with_for_update(key_share=True)
    ).all()
    for webhook in others:
        webhook.wrapped_by, webhook.wrapped_secret = ring.wrap(secret_of(webhook), _owner(webhook))
    return len(others)


def _tried(delivery_id: int, now: datetime, **values: Any) -> Webhook:
    webhook = db.session.get_one(WebhookDelivery, delivery_id).webhook
    _lock(webhook)
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id)
        .values(tries=WebhookDelivery.tries + 1, tried_at=now, **values)
    )
    return webhook


def _set_health(webhook_id: int, **values: Any) -> None:
    # Not through the record, whose version counts what people change.
    db.session.execute(update(Webhook).where(Webhook.id == webhook_id).values(**values))


def _hold(webhook: Webhook, action: str, actor: Actor, now: datetime) -> None:
    with as_seen(webhook):
        _lock(webhook)
    WEBHOOK.check(webhook, action, actor, now)


def _lock(webhook: Webhook) -> None:
    """Lock a webhook and read it again, with its key free: the deliveries of an event that happens meanwhile name it,
    and are written when the heads of the chains are locked already."""
    again = select(Webhook).where(Webhook.id == webhook.id).with_for_update(key_share=True)
    db.session.flush()
    one(again.execution_options(populate_existing=True))


def _advance(webhook: Webhook, action: str, fact: Any, actor: Actor, now: datetime) -> None:
    _hold(webhook, action, actor, now)
    WEBHOOK.advance(webhook, action, actor, now)
    _note(fact(webhook.id), webhook, actor, now)


def _fresh_secret(webhook: Webhook) -> str:
    secret = secrets.token_bytes(rules.SECRET_BYTES)
    webhook.wrapped_by, webhook.wrapped_secret = sealing.ring().wrap(secret, _owner(webhook))
    return rules.shown_secret(secret)


def _owner(webhook: Webhook) -> str:
    return f"webhook {webhook.public_id}"


def _note(fact: Any, webhook: Webhook, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[webhook], readers=[webhook.organisation_id], actor=actor, now=now)
