"""A webhook of Acme that leads to a listener on this machine."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock, outbox
from portal.accounts.roles import Role, Side
from portal.db import db, transaction
from portal.webhooks import service
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.rules import TOPICS
from portal.workflow import Actor
from tests.world import Company, World
from trust.listener import Listener, listening

HERE = ("127.0.0.0/8",)


@pytest.fixture
def here(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let buyers' webhooks reach this machine."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], webhook_networks=HERE))


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening(Listener()) as made:
        yield made


def admin(company: Company) -> Actor:
    """Whoever administers the company."""
    buyer = company.organisation.side is Side.BUYER
    return company.actor(Role.ADMIN if buyer else Role.SUPPLIER_ADMIN)


def hook(company: Company, now: datetime, url: str = "https://erp.example/hook", *topics: str) -> Webhook:
    """A webhook of the company, for all topics unless some are named. Call in a write transaction."""
    made, _secret = service.add(
        company.organisation, url, topics or tuple(TOPICS), networks=HERE, actor=admin(company), now=now
    )
    return made


@pytest.fixture
def webhook(here: None, world: World, now: datetime, listener: Listener) -> Webhook:
    """Acme's, of every topic, with the listener knowing its secret."""
    with transaction():
        made, listener.secret = service.add(
            world.acme.organisation,
            listener.address,
            tuple(TOPICS),
            networks=HERE,
            actor=admin(world.acme),
            now=now,
        )
    return made


@pytest.fixture
def deliver(now: datetime) -> Callable[..., int]:
    """Let the worker deliver what is due, so long after ``now``; the number of rows it took."""

    def drained(later: timedelta = timedelta()) -> int:
        at = now + later
        with clock.read_from(lambda: at):
            return outbox.drain(most=100)

    return drained


def deliveries(company: Company | None = None) -> list[WebhookDelivery]:
    """All that is on its way or has been, in order, to one company's webhooks or to everybody's."""
    db.session.rollback()
    db.session.expire_all()
    found = select(WebhookDelivery).join(WebhookDelivery.webhook).order_by(WebhookDelivery.id)
    if company is not None:
        found = found.where(Webhook.organisation_id == company.id)
    return list(db.session.scalars(found))
