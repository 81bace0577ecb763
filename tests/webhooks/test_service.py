"""The verbs of webhooks: who may, what is refused, and that secrets are kept and wrapped anew."""

import pytest
from sqlalchemy import select

from portal import sealing
from portal.accounts.roles import Role
from portal.db import db, transaction, writing
from portal.errors import Missing, NotAllowed, RuleBroken, Stale, WrongState
from portal.history import timeline
from portal.sealing import KeyRing
from portal.webhooks import queries, rules, service
from portal.webhooks.models import Webhook
from portal.webhooks.workflow import WebhookState
from tests.webhooks.conftest import admin, deliveries, hook
from trust.listener import is_ours


@pytest.fixture
def made(world, now):
    with transaction():
        return hook(world.acme, now, "https://erp.acme.example/hook", "orders")


def by(company, now):
    return {"actor": admin(company), "now": now}


def test_a_webhook_signs_with_the_secret_that_was_shown(world, now):
    with transaction():
        webhook, shown = service.add(
            world.acme.organisation, "https://erp.example/", ["orders"], networks=(), **by(world.acme, now)
        )
    assert is_ours(rules.headers("1", b"{}", 1, service.secret_of(webhook)), b"{}", shown)
    with transaction():
        another = service.replace_secret(webhook, **by(world.acme, now))
    assert another != shown
    assert is_ours(rules.headers("1", b"{}", 1, service.secret_of(webhook)), b"{}", another)


def test_the_database_holds_no_secret_as_it_is(made):
    assert service.secret_of(made) not in made.wrapped_secret
    assert made.wrapped_by == sealing.ring().current


def test_another_portal_key_wraps_every_secret_anew(app, made, monkeypatch):
    before = service.secret_of(made)
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("q" * 64, "p" * 64))
    with transaction():
        assert service.rewrap() == 1
    with transaction():
        assert service.rewrap() == 0
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("q" * 64))
    assert service.secret_of(db.session.get_one(Webhook, made.id, populate_existing=True)) == before


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.AUDITOR, Role.APPROVER])
def test_only_administrators_add_one(world, now, role):
    with pytest.raises(NotAllowed), transaction():
        service.add(
            world.acme.organisation,
            "https://erp.example/",
            ["orders"],
            networks=(),
            actor=world.acme.actor(role),
            now=now,
        )


def test_no_more_than_ten(world, now, made):
    with transaction():
        for number in range(rules.MOST - 1):
            hook(world.acme, now, f"https://erp.example/{number}")
    with pytest.raises(RuleBroken), transaction():
        hook(world.acme, now)
    with transaction():
        service.remove(db.session.get_one(Webhook, made.id), **by(world.acme, now))
    with transaction():
        hook(world.acme, now)


def test_it_is_led_elsewhere_and_its_history_tells(world, now, made):
    with transaction():
        service.change(
            made, "https://new.example/", ["sourcing", "orders"], networks=(), **by(world.acme, now)
        )
    assert (made.url, made.topics, made.version) == ("https://new.example/", ["sourcing", "orders"], 2)
    names = [event.name for event in timeline(world.acme.id, made)]
    assert names == ["WebhookChanged", "WebhookAdded"]
    assert timeline(world.alpha.id, made) == []


def test_who_changes_what_another_has_changed_is_told(world, now, made):
    read = db.session.get_one(Webhook, made.id, populate_existing=True)
    db.session.expunge(read)
    with transaction():
        service.pause(db.session.get_one(Webhook, made.id), **by(world.acme, now))
    db.session.rollback()
    db.session.add(read)
    with pytest.raises(Stale), writing():
        service.change(read, "https://new.example/", ["orders"], networks=(), **by(world.acme, now))


@pytest.mark.parametrize(
    ("after", "verb"),
    [
        ("pause", "pause"),
        ("pause", "try_out"),
        ("remove", "pause"),
        ("remove", "resume"),
        ("remove", "remove"),
        ("remove", "replace_secret"),
    ],
)
def test_what_its_state_does_not_allow_is_refused(world, now, made, after, verb):
    with transaction():
        getattr(service, after)(made, **by(world.acme, now))
    with pytest.raises(WrongState), transaction():
        getattr(service, verb)(db.session.get_one(Webhook, made.id), **by(world.acme, now))


def test_paused_and_resumed(world, now, made):
    with transaction():
        service.pause(made, **by(world.acme, now))
    with transaction():
        service.resume(made, **by(world.acme, now))
    assert made.state is WebhookState.ACTIVE


def test_one_test_at_a_time(world, now, made):
    with transaction():
        service.try_out(made, **by(world.acme, now))
    with pytest.raises(WrongState), transaction():
        service.try_out(db.session.get_one(Webhook, made.id), **by(world.acme, now))
    (sent,) = deliveries()
    with transaction():
        service.note_arrival(sent.id, 200, 0.1, now=now)
    with transaction():
        service.try_out(db.session.get_one(Webhook, made.id), **by(world.acme, now))


def test_a_message_on_its_way_is_not_sent_twice(world, now, made):
    with transaction():
        service.try_out(made, **by(world.acme, now))
    with pytest.raises(WrongState), transaction():
        service.repeat(deliveries()[0], **by(world.acme, now))


def test_another_organisation_finds_neither_webhook_nor_message(world, now, made):
    with transaction():
        service.try_out(made, **by(world.acme, now))
    (sent,) = deliveries()
    assert queries.webhook(world.acme.id, made.public_id).id == made.id
    assert queries.delivery(world.acme.id, sent.public_id).id == sent.id
    for other in (world.bolt, world.alpha):
        assert queries.webhooks(other.id) == []
        assert db.session.scalars(queries.deliveries(other.id, made.id)).all() == []
        with pytest.raises(Missing):
            queries.webhook(other.id, made.public_id)
        with pytest.raises(Missing):
            queries.delivery(other.id, sent.public_id)


def test_a_removed_one_is_no_longer_listed(world, now, made):
    with transaction():
        service.remove(made, **by(world.acme, now))
    assert queries.webhooks(world.acme.id) == []
    assert db.session.scalars(select(Webhook)).one().state is WebhookState.REMOVED
