"""An event goes to the webhooks of those who may read it, signed, until it has arrived, and is told once."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from portal import outbox
from portal.accounts.models import Organisation
from portal.accounts.service import add_site, suspend
from portal.cli import worker
from portal.db import db, transaction
from portal.history import Event
from portal.notices.models import Notice
from portal.outbox import OutboxRow
from portal.sealing import KeyRing
from portal.webhooks import rules, sender, service
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.workflow import PORTAL
from tests.webhooks.conftest import admin, deliveries, hook

SITE = {"country": "DE", "timezone": "UTC", "street": "", "postcode": "", "city": ""}


def happen(company, now, name="Lager"):
    with transaction():
        add_site(company.organisation, actor=admin(company), now=now, name=name, **SITE)


def standing(webhook):
    db.session.rollback()
    return db.session.get_one(Webhook, webhook.id, populate_existing=True)


def test_an_event_arrives_signed_and_once(world, now, webhook, listener, deliver):
    happen(world.acme, now)
    assert deliver() == 1
    assert deliver(timedelta(hours=2)) == 0
    (sent,) = deliveries()
    assert (dict(listener.arrived), listener.forged) == ({sent.public_id: 1}, 0)
    assert json.loads(listener.bodies[sent.public_id]) == {
        "type": "SiteAdded",
        "timestamp": "2026-03-02T09:00:00Z",
        "data": {"about": []},
    }
    assert (sent.tries, sent.status, sent.error, sent.delivered_at) == (1, 204, "", now)


def test_what_others_do_and_other_topics_are_not_sent(world, now, webhook):
    with transaction():
        hook(world.alpha, now, "https://erp.alpha.example/", "orders")
    happen(world.bolt, now)
    happen(world.alpha, now)
    assert deliveries() == []


def test_each_webhook_gets_its_own(world, now, webhook):
    with transaction():
        hook(world.acme, now)
    happen(world.acme, now)
    assert len(deliveries(world.acme)) == 2


def test_a_rollback_takes_the_message_along(world, now, webhook):
    with transaction():
        add_site(world.acme.organisation, actor=admin(world.acme), now=now, name="Lager", **SITE)
        db.session.rollback()
    assert deliveries() == []
    assert db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "webhook")).all() == []


def test_what_fails_is_tried_again_under_its_id(world, now, webhook, listener, deliver):
    happen(world.acme, now)
    listener.status = 503
    deliver()
    (sent,) = deliveries()
    assert (sent.tries, sent.status, sent.error, sent.delivered_at) == (1, 503, sender.STATUS, None)
    assert (standing(webhook).failures, standing(webhook).is_failing) == (1, True)
    listener.status = 200
    deliver(timedelta(seconds=3))
    (sent,) = deliveries()
    assert (sent.tries, sent.status, sent.error) == (2, 200, "")
    assert dict(listener.arrived) == {sent.public_id: 1}
    assert (standing(webhook).failures, standing(webhook).rests_until) == (0, None)


def test_one_that_failed_rests_so_that_others_need_not_wait_for_it(world, now, webhook, listener, deliver):
    listener.status = 500
    for number in range(5):
        happen(world.acme, now, f"Lager {number}")
    assert deliver() == 5
    assert sum(one.tries for one in deliveries()) == 1
    listener.status = 200
    deliver(timedelta(seconds=5))
    assert len(listener.arrived) == 5


def test_the_state_of_a_webhook_is_no_change_of_the_record(world, now, webhook, listener, deliver):
    listener.status = 500
    happen(world.acme, now)
    deliver()
    assert standing(webhook).version == webhook.version


def test_the_administrators_are_told_once_in_a_row_of_failures(world, now, webhook, listener, deliver):
    listener.status = 500
    happen(world.acme, now)
    for hours in range(1, 9):
        deliver(timedelta(hours=hours))
    notices = db.session.scalars(select(Notice)).all()
    assert [(one.kind, one.params, one.target) for one in notices] == [
        ("webhook_failing", {"failures": 5}, webhook.public_id)
    ]
    assert notices[0].person_id == admin(world.acme).person_id
    assert standing(webhook).failures == 8


def test_what_never_arrives_is_given_up_and_may_be_sent_again(
    world, now, webhook, listener, deliver, monkeypatch
):
    monkeypatch.setattr(outbox, "MAX_TRIES", 2)
    listener.status = 500
    happen(world.acme, now)
    deliver()
    deliver(timedelta(hours=1))
    (sent,) = deliveries()
    assert (sent.tries, sent.given_up_at) == (2, now + timedelta(hours=1))
    listener.status = 200
    with transaction():
        (again,) = db.session.scalars(select(WebhookDelivery))
        service.repeat(again, actor=admin(world.acme), now=now + timedelta(hours=2))
    deliver(timedelta(hours=2))
    assert dict(listener.arrived) == {sent.public_id: 1}
    assert deliveries()[0].delivered_at == now + timedelta(hours=2)


def test_what_was_noted_as_arrived_is_not_sent_again(world, now, webhook, listener, deliver):
    happen(world.acme, now)
    with transaction():
        service.note_arrival(deliveries()[0].id, 200, 0.1, now=now)
    assert deliver() == 1
    assert dict(listener.arrived) == {}


def test_the_last_try_is_given_up_before_it_is_made(world, now, webhook, listener, deliver, monkeypatch):
    monkeypatch.setattr(outbox, "MAX_TRIES", 1)
    happen(world.acme, now)
    seen, take = [], listener.take

    def look(headers, body):
        seen.append(True)
        return take(headers, body)

    def die(*_told, **_how):
        raise SystemExit

    listener.take = look
    monkeypatch.setattr(service, "note_arrival", die)
    with pytest.raises(SystemExit):
        deliver()
    assert seen
    assert deliveries()[0].given_up_at == now


def test_what_cannot_even_be_written_counts_as_a_failure_and_is_given_up(
    app, world, now, webhook, deliver, monkeypatch
):
    monkeypatch.setattr(outbox, "MAX_TRIES", 2)
    happen(world.acme, now)
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("q" * 64))
    deliver()
    assert (deliveries()[0].error, standing(webhook).failures) == (sender.OURS, 1)
    deliver(timedelta(hours=1))
    assert deliveries()[0].is_over


def test_a_slow_one_is_asked_less_often(world, now, webhook, listener, deliver, monkeypatch):
    monkeypatch.setattr(rules, "SLOW", 0)
    happen(world.acme, now)
    happen(world.acme, now, "Halle")
    deliver()
    assert len(listener.arrived) == 1
    assert standing(webhook).rests_until > now
    assert not standing(webhook).is_failing
    deliver(timedelta(minutes=1))
    assert len(listener.arrived) == 2


def test_an_earlier_row_of_the_outbox_sends_nothing(world, now, webhook, listener, deliver):
    happen(world.acme, now)
    with transaction():
        mine = db.session.get_one(Webhook, webhook.id)
        service.pause(mine, actor=admin(world.acme), now=now)
        service.resume(mine, actor=admin(world.acme), now=now)
        (sent,) = db.session.scalars(select(WebhookDelivery))
        service.repeat(sent, actor=admin(world.acme), now=now)
    assert deliver() == 2
    assert list(listener.arrived.values()) == [1]


def test_while_nobody_acts_for_a_company_nothing_leaves(world, now, webhook, listener, deliver):
    happen(world.acme, now)
    with transaction():
        organisation = db.session.get_one(Organisation, world.acme.id)
        suspend(organisation, actor=PORTAL, now=now)
    assert len(deliveries()) == 1
    deliver()
    assert (deliveries()[0].is_over, dict(listener.arrived)) == (True, {})


def test_mails_do_not_wait_behind_strangers(world, now, webhook):
    happen(world.acme, now)
    with transaction():
        outbox.enqueue("mail", {"purpose": "none"}, due=now)
    with transaction():
        assert [job.kind for job in outbox.claim(now, apart=False)] == ["mail"]
    with transaction():
        assert [job.kind for job in outbox.claim(now, apart=True)] == ["webhook"]


def test_a_worker_that_no_longer_sends_to_strangers_ends(app, monkeypatch):
    def break_down(_stop, *, apart):
        raise ZeroDivisionError

    stop = []
    monkeypatch.setattr(worker, "_deliver", break_down)
    with pytest.raises(ZeroDivisionError):
        worker._deliver_beside(app, stop)
    assert stop


@pytest.mark.parametrize("verb", [service.pause, service.remove])
def test_one_that_rests_or_is_gone_sends_nothing_more(world, now, webhook, listener, deliver, verb):
    happen(world.acme, now)
    with transaction():
        verb(db.session.get_one(Webhook, webhook.id), actor=admin(world.acme), now=now)
    assert deliveries()[0].given_up_at == now
    happen(world.acme, now, "Halle")
    deliver()
    (sent,) = deliveries()
    assert (sent.given_up_at, sent.tries, dict(listener.arrived)) == (now, 0, {})


def test_a_test_goes_to_the_one_that_is_tried(world, now, webhook, listener, deliver):
    with transaction():
        other = hook(world.acme, now)
    with transaction():
        service.try_out(db.session.get_one(Webhook, webhook.id), actor=admin(world.acme), now=now)
    (sent,) = deliveries()
    assert sent.webhook_id == webhook.id != other.id
    deliver()
    body = json.loads(listener.bodies[sent.public_id])
    assert body["type"] == "WebhookTried"
    assert body["data"] == {"about": [{"kind": "webhook", "id": webhook.public_id}]}


def test_no_suppliers_webhook_reaches_the_house(here, world, now, listener, deliver):
    url = listener.address.replace("http:", "https:")
    with transaction():
        hook(world.alpha, now, url)
    happen(world.alpha, now)
    deliver()
    assert (deliveries()[0].error, dict(listener.arrived)) == (sender.NOT_PUBLIC, {})


def test_no_log_holds_the_address(world, now, webhook, listener, deliver):
    listener.status = 500
    happen(world.acme, now)
    with capture_logs() as said:
        deliver()
    assert said
    assert "of=portal" not in str(said)
    row = db.session.scalars(select(OutboxRow).where(OutboxRow.kind == "webhook")).one()
    assert "of=portal" not in f"{row.error}{row.payload}"
    assert db.session.scalars(select(Event.body)).all()
    assert all(b"of=portal" not in body for body in db.session.scalars(select(Event.body)))
