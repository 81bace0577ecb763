"""Races around webhooks: they are changed while events are written for them."""

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.accounts.service import add_site
from portal.db import db
from portal.webhooks import queries, service
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.webhooks.workflow import WebhookState
from tests.records import message_of
from trust.races import Ground, Race, Round


def _webhook(ground: Ground) -> int:
    """One of Bolt's that sends what happens to the company; earlier ones are gone."""
    bolt = ground.world.bolt
    by = {"actor": bolt.actor(Role.ADMIN), "now": ground.now}
    for standing in queries.webhooks(bolt.id):
        service.remove(standing, **by)
    url = f"https://bolt.example/{ground.number()}"
    return service.add(bolt.organisation, url, ["accounts"], networks=(), **by)[0].id


def a_webhook_is_paused_while_something_happens(ground: Ground) -> Round:
    key, bolt = _webhook(ground), ground.world.bolt
    by, name = {"actor": bolt.actor(Role.ADMIN), "now": ground.now}, f"Works {ground.number()}"

    def pause() -> None:
        service.pause(db.session.get_one(Webhook, key), **by)

    def happen() -> None:
        organisation = db.session.get_one(Organisation, bolt.id)
        add_site(organisation, name=name, country="DE", timezone="UTC", **by)

    def holds(wins: list[bool]) -> bool:
        return all(wins) and db.session.get_one(Webhook, key).state is WebhookState.PAUSED

    return Round((pause, happen), holds)


def a_message_is_sent_again_twice(ground: Ground) -> Round:
    webhook = db.session.get_one(Webhook, _webhook(ground))
    key = message_of(webhook, ground.now, delivered_at=ground.now).id
    by = {"actor": ground.world.bolt.actor(Role.ADMIN), "now": ground.now}

    def repeat() -> None:
        service.repeat(db.session.get_one(WebhookDelivery, key), **by)

    def holds(wins: list[bool]) -> bool:
        return sum(wins) == 1 and not db.session.get_one(WebhookDelivery, key).is_over

    return Round((repeat, repeat), holds)


RACES: tuple[Race, ...] = (a_webhook_is_paused_while_something_happens, a_message_is_sent_again_twice)
