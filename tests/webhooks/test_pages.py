"""The pages of webhooks on both sides: added, tried, changed, paused, and the secret shown once."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.cli.docs import EVENTS, event_names, events_text
from portal.db import db, new_public_id, transaction
from portal.history import Event
from portal.web.sentences import SENTENCES
from portal.web.webhook_forms import WHY
from portal.webhooks import sender, service
from portal.webhooks.models import Webhook
from portal.webhooks.rules import TOPICS, shown_secret
from portal.webhooks.workflow import WebhookState
from tests.webhooks.conftest import admin, deliveries, hook

SECRET = re.compile(r"whsec_[A-Za-z0-9+/]{43}=")
FORM = {"url": "https://erp.acme.example/hook", "topics": ["orders", "certificates"]}


@pytest.fixture(params=["buyer", "supplier"])
def side(request, client, world, sign_in):
    """An administrator's browser, for each side: its blueprint, and the company."""
    buyer = request.param == "buyer"
    company = world.acme if buyer else world.alpha
    sign_in(client, company, Role.ADMIN if buyer else Role.SUPPLIER_ADMIN)
    return f"/{request.param}/webhooks", company


def only():
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Webhook)).one()


def test_one_is_added_and_its_secret_shown_this_once(client, side):
    address, company = side
    assert "No webhooks yet" in client.get(address).text
    form = {**FORM, "request_key": new_public_id()}
    answer = client.post_form(f"{address}/new", form)
    (shown,) = set(SECRET.findall(answer.text))
    made = only()
    assert (made.organisation_id, made.url) == (company.id, FORM["url"])
    assert made.topics == ["orders", "certificates"]
    assert shown_secret(service.secret_of(made)) == shown
    again = client.post_form(f"{address}/new", form)
    assert (again.status_code, again.location) == (303, f"{address}/{made.public_id}")
    for page in (address, f"{address}/{made.public_id}", f"{address}/{made.public_id}/edit"):
        assert SECRET.search(client.get(page).text) is None
    assert shown.encode() not in b"".join(db.session.scalars(select(Event.body)))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"url": "http://erp.acme.example/"}, "begins with https://"),
        ({"url": "https://10.0.0.1/"}, "not public"),
        ({"url": "https://a:b@erp.acme.example/"}, "Leave user and password out"),
        ({"url": ""}, "Please give an address."),
        ({"topics": []}, "Choose at least one topic."),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_kept(client, side, typed, said):
    address, _company = side
    answer = client.post_form(f"{address}/new", {**FORM, **typed})
    assert answer.status_code == 422
    assert said in answer.text
    if typed.get("url"):
        assert f'value="{typed["url"]}"' in answer.text
    assert db.session.scalars(select(Webhook)).all() == []


def test_it_is_tried_and_the_page_tells_what_became_of_it(client, side, now, deliver):
    address, company = side
    with transaction():
        made = hook(company, now)
    page = f"{address}/{made.public_id}"
    assert client.post_form(f"{page}/try").status_code == 303
    assert "On its way" in client.get(page).text
    sent = deliveries()[0].id
    with transaction():
        service.note_failure(sent, sender.STATUS, 503, now=now)
        service.give_up(sent, now=now)
    said = client.get(page).text
    assert "Given up" in said
    assert "refused (503)" in said
    assert "Does not arrive" in client.get(address).text
    repeat = f"{address}/deliveries/{deliveries()[0].public_id}/repeat"
    assert f'action="{repeat}"' in said
    assert client.post_form(repeat).location == page
    assert "Is tried again" in client.get(page).text
    assert client.post_form(repeat).status_code == 409
    with transaction():
        service.note_arrival(sent, 200, 0.1, now=now)
    assert "Arrived" in client.get(page).text


def test_it_is_changed_paused_resumed_and_removed(client, side, now):
    address, company = side
    with transaction():
        made = hook(company, now)
    page = f"{address}/{made.public_id}"
    changed = {"url": "https://new.example/", "topics": ["catalog"], "version": "1"}
    assert client.post_form(f"{page}/edit", changed).location == page
    assert (only().url, only().topics) == ("https://new.example/", ["catalog"])
    stale = client.post_form(f"{page}/edit", {**changed, "url": "https://mine.example/"})
    assert stale.status_code == 409
    assert "https://mine.example/" in stale.text
    for act, state in (("pause", "paused"), ("resume", "active"), ("remove", "removed")):
        assert client.post_form(f"{page}/{act}").status_code == 303
        assert only().state is WebhookState(state)
    assert "Removed" in client.get(page).text
    assert f"{page}/try" not in client.get(page).text
    assert client.get(f"{page}/edit").status_code == 409


def test_a_fresh_secret_voids_the_old_one(client, side, now):
    address, company = side
    with transaction():
        made = hook(company, now)
    before = service.secret_of(made)
    answer = client.post_form(f"{address}/{made.public_id}/secret")
    assert SECRET.search(answer.text)
    assert service.secret_of(only()) != before


def test_another_companys_is_not_there(client, side, world, now):
    address, company = side
    other = world.bolt if company is world.acme else world.beta
    with transaction():
        made = hook(other, now)
    with transaction():
        service.try_out(made, actor=admin(other), now=now)
    assert client.get(f"{address}/{made.public_id}").status_code == 404
    for act in ("edit", "secret", "try", "pause", "resume", "remove"):
        assert client.post_form(f"{address}/{made.public_id}/{act}").status_code == 404
    assert client.post_form(f"{address}/deliveries/{deliveries()[0].public_id}/repeat").status_code == 404


def test_every_reason_of_a_failure_has_words():
    kinds = {value for name, value in vars(sender).items() if name.isupper() and isinstance(value, str)}
    assert kinds == set(WHY)


def test_every_event_that_others_may_want_to_know_has_a_topic():
    told = {name for topic in TOPICS for name in event_names(topic)}
    assert SENTENCES.keys() - told == set(event_names("webhooks"))


def test_the_page_of_events_tells_what_there_is():
    assert EVENTS.read_text(encoding="utf-8") == events_text(), "run flask docs events"
