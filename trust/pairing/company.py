"""What an organisation keeps of itself: sites, categories, clauses, and webhooks with what they sent."""

from portal.accounts import service as accounts
from portal.accounts.models import Site
from portal.accounts.roles import Role
from portal.catalog import service as catalog
from portal.catalog.models import Category
from portal.orders.models import Clause
from portal.orders.service import clauses
from portal.webhooks import queries
from portal.webhooks import service as webhooks
from portal.webhooks.models import Webhook, WebhookDelivery
from tests.records import message_of
from trust.pairs import Act, Make, Stage, on
from trust.races import Ground

PLACE = {"country": "DE", "timezone": "UTC"}
ADDRESS = "https://erp.acme.example/hook"


def a_site(ground: Ground) -> Stage:
    acme, name = ground.world.acme, f"Works {ground.number()}"
    by = {"actor": acme.actor(Role.ADMIN), "now": ground.now}
    key = accounts.add_site(acme.organisation, name=name, **PLACE, **by).id
    changed = {**PLACE, "name": f"{name}, hall 2", "country": "FR"}
    return Stage(
        Site,
        key,
        {
            "change": on(Site, key, accounts.change_site, **changed, **by),
            "take out of use": on(Site, key, accounts.archive_site, **by),
        },
    )


def a_category(ground: Ground) -> Stage:
    by = {"actor": ground.world.acme.actor(Role.PROCUREMENT), "now": ground.now}
    code = f"30{ground.number() % 10**6:06}"
    key = catalog.create_category(ground.world.acme.id, cpv=code, name="Bearings", **by).id

    return Stage(
        Category,
        key,
        {
            "rename": on(Category, key, catalog.change_category, cpv=code, name="Roller bearings", **by),
            "take out of use": on(Category, key, catalog.archive_category, **by),
        },
    )


def a_clause(ground: Ground) -> Stage:
    acme = ground.world.acme
    by = {"actor": acme.actor(Role.PROCUREMENT), "now": ground.now}
    key = clauses.add(acme.organisation, "Warranty", "Two years.", **by).id
    return Stage(
        Clause,
        key,
        {
            "change": on(Clause, key, clauses.change, "Warranty", "Three years.", **by),
            "archive": on(Clause, key, clauses.archive, **by),
        },
    )


def _webhook(ground: Ground) -> tuple[Webhook, dict[str, Act]]:
    """One of Bolt's, none of whose other ones stands, and what may be done to it in every state."""
    bolt = ground.world.bolt
    by = {"actor": bolt.actor(Role.ADMIN), "now": ground.now}
    for standing in queries.webhooks(bolt.id):
        webhooks.remove(standing, **by)
    webhook, _secret = webhooks.add(bolt.organisation, ADDRESS, ["orders"], networks=(), **by)
    key = webhook.id
    return webhook, {
        "change": on(Webhook, key, webhooks.change, ADDRESS, ["catalog"], networks=(), **by),
        "replace the secret": on(Webhook, key, webhooks.replace_secret, **by),
        "remove": on(Webhook, key, webhooks.remove, **by),
    }


def an_active_webhook(ground: Ground) -> Stage:
    webhook, acts = _webhook(ground)
    by = {"actor": ground.world.bolt.actor(Role.ADMIN), "now": ground.now}
    tried = on(Webhook, webhook.id, webhooks.try_out, **by)
    pause = on(Webhook, webhook.id, webhooks.pause, **by)
    return Stage(Webhook, webhook.id, {**acts, "pause": pause, "send a test": tried})


def a_message_that_was_given_up(ground: Ground) -> Stage:
    webhook, acts = _webhook(ground)
    by = {"actor": ground.world.bolt.actor(Role.ADMIN), "now": ground.now}
    key = message_of(webhook, ground.now, given_up_at=ground.now).id
    return Stage(
        Webhook,
        webhook.id,
        {
            "remove": acts["remove"],
            "pause": on(Webhook, webhook.id, webhooks.pause, **by),
            "send it again": on(WebhookDelivery, key, webhooks.repeat, **by),
            "arrive": on(
                WebhookDelivery, key, lambda one: webhooks.note_arrival(one.id, 200, 0.1, now=ground.now)
            ),
        },
    )


STAGES: tuple[Make, ...] = (a_site, a_category, a_clause, an_active_webhook, a_message_that_was_given_up)
