"""Closing drains what is under way, and a doubted clock opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from portal import clock, timekeeping, underway
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Busy
from portal.sourcing.models import OpenedBid, Rfq
from portal.sourcing.service import bids as service
from portal.sourcing.workflow import RfqState
from portal.web import uploads
from tests.conftest import PortalClient
from tests.sourcing.bidding import seller

MS = timedelta(milliseconds=1)
KEY = "0123456789abcdef" * 2


@pytest.fixture
def bid(scene, world, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=seller(world.alpha), now=now)
        service.save(bid, scene.content(), actor=seller(world.alpha), now=now)
    return bid.public_id


@pytest.fixture
def hands(monkeypatch, scene):
    """The clock's hands: ``hands["now"]``, at first a moment before the deadline."""
    hands = {"now": scene.deadline - MS}
    monkeypatch.setattr(clock, "now", lambda: hands["now"])
    return hands


@pytest.fixture
def people(app, world, sign_in, hands):
    """Alpha's sales and Acme's procurement, each at a browser of its own."""
    app.test_client_class = PortalClient
    alpha, acme = app.test_client(), app.test_client()
    sign_in(alpha, world.alpha, Role.SALES)
    sign_in(acme, world.acme, Role.PROCUREMENT)
    db.session.remove()
    return alpha, acme


def test_what_was_received_in_time_is_among_the_opened(app, scene, bid, people, hands, monkeypatch):
    alpha, acme = people
    rfq, received, opening_waits = scene.rfq.public_id, Event(), Event()
    take, is_free = uploads.take, underway._is_free

    def slowly():
        # The submission is here, with its time; its transaction comes when the opening has begun to wait.
        received.set()
        assert opening_waits.wait(30)
        take()

    def look(key):
        free = is_free(key)
        if not free:
            opening_waits.set()
        return free

    monkeypatch.setattr(underway, "_is_free", look)
    with ThreadPoolExecutor(2) as pool:
        monkeypatch.setattr(uploads, "take", slowly)
        sent = pool.submit(alpha.post_form, f"/supplier/bids/{bid}/submit", {"addendum": "0"})
        assert received.wait(30)
        monkeypatch.setattr(uploads, "take", take)
        hands["now"] = scene.deadline
        opened = pool.submit(acme.post_form, f"/buyer/rfqs/{rfq}/open")
        assert (sent.result().status_code, opened.result().status_code) == (303, 303)
    db.session.rollback()
    assert [one.bid.public_id for one in db.session.scalars(select(OpenedBid))] == [bid]


def test_nobody_waits_for_an_opening_that_comes_too_early(scene, bid, people, monkeypatch):
    _alpha, acme = people

    def looked(_key):
        raise AssertionError("it waited")

    monkeypatch.setattr(underway, "_is_free", looked)
    assert acme.post_form(f"/buyer/rfqs/{scene.rfq.public_id}/open").status_code == 422


def test_an_opening_does_not_wait_for_ever(app, monkeypatch):
    monkeypatch.setattr(underway, "SECONDS_TO_WAIT", 0.01)
    with underway.marked(KEY), underway.marked(KEY):
        underway.wait_for([KEY[::-1]])
        with pytest.raises(Busy):
            underway.wait_for([KEY])
    underway.wait_for([KEY])


def test_a_doubted_clock_opens_nothing_and_says_so(app, scene, bid, people, hands, monkeypatch):
    _alpha, acme = people
    hands["now"] = scene.deadline
    monkeypatch.setitem(app.extensions, "timekeeper", timekeeping.Timekeeper(False, 0.0, 0.0))
    page = f"/buyer/rfqs/{scene.rfq.public_id}"

    refused = acme.post_form(f"{page}/open")

    assert (refused.status_code, "clock was set" in refused.text) == (409, True)
    db.session.rollback()
    assert db.session.get_one(Rfq, scene.rfq.id).state is RfqState.PUBLISHED
    assert "clock was set" in acme.get(page).text
    assert "clock was set" in acme.get("/readyz").json["openings"]

    monkeypatch.setitem(app.extensions, "timekeeper", timekeeping.start(by_database=False))
    assert acme.get("/readyz").json["openings"] == "ok"
    assert "clock was set" not in acme.get(page).text
    assert acme.post_form(f"{page}/open").status_code == 303
