"""A strict RFQ on the pages: passphrases, a bid sent in one go with its copy, and the opening by two."""

import base64
import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
import time_machine

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.sourcing.models import Bid, Rfq
from portal.sourcing.queries import keys
from portal.sourcing.service import strict
from portal.sourcing.workflow import RfqState
from tests.records import PDF
from tests.sourcing.strictly import PASSPHRASES, key_of, strict_draft
from tests.sourcing.test_buyer_pages import text_of

PHRASE = "a new one for the auditor"

pytestmark = pytest.mark.one_database


@pytest.fixture
def rfq(world, now):
    with time_machine.travel(now, tick=False), transaction():
        rfq = strict_draft(world, now)
        for role in (Role.PROCUREMENT, Role.APPROVER):
            strict.keep_key(world.acme.id, key_of(role)[1], actor=world.acme.actor(role), now=now)
        return rfq


def read(rfq) -> Rfq:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Rfq, rfq.id)


def bid_of(rfq) -> Bid:
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Bid).one()


def typed(rfq, **more):
    line = rfq.lines[0]
    return {
        "currency": "EUR",
        "valid_until": "2026-12-31",
        "lines-0-line": line.public_id,
        "lines-0-offered": "y",
        "lines-0-price": "31337.25",
        "lines-0-price_per": "1",
        "lines-0-unit": line.unit,
        "lines-0-quantity": "100",
        "lines-0-delivery_date": line.wanted_date.isoformat(),
        "remark": "canary-51aa",
        "addendum": "0",
        **more,
    }


def with_file(values):
    return {**values, "uploads": (io.BytesIO(PDF), "offer.pdf")}


def test_the_way_of_a_strict_rfq(client, sign_in, world, rfq, now):
    there = f"/buyer/rfqs/{rfq.public_id}"
    with time_machine.travel(now, tick=False):
        sign_in(client, world.acme, Role.PROCUREMENT)
        page = text_of(client.get(there))
        assert "Its openers set their passphrases first" in page
        assert f"{there}/publish" not in page
        _set_passphrase(client, sign_in, world)
        sign_in(client, world.acme, Role.PROCUREMENT)
        assert client.post_form(f"{there}/publish").status_code == 303
        _send_bid(client, sign_in, world, rfq)
    with time_machine.travel(rfq.deadline, tick=False):
        _open(client, sign_in, world, rfq)
        sign_in(client, world.alpha, Role.SALES)
        assert "canary-51aa" in text_of(client.get(f"/supplier/bids/{bid_of(rfq).public_id}"))
    assert read(rfq).state is RfqState.OPENED


def _set_passphrase(client, sign_in, world):
    sign_in(client, world.acme, Role.AUDITOR)
    assert "Set a passphrase" in text_of(client.get("/buyer/"))
    short = client.post_form("/buyer/passphrase", {"passphrase": "short", "again": "short"})
    assert (short.status_code, "Use 12 characters or more." in text_of(short)) == (422, True)
    first = {"passphrase": "the first passphrase", "again": "the first passphrase"}
    assert client.post_form("/buyer/passphrase", first).status_code == 303
    second = {"passphrase": PHRASE, "again": PHRASE}
    for current in ("", "another passphrase"):
        refused = client.post_form("/buyer/passphrase", {**second, "current": current})
        assert (refused.status_code, "This is not your passphrase." in text_of(refused)) == (422, True)
    changed = {**second, "current": first["passphrase"]}
    assert client.post_form("/buyer/passphrase", changed).status_code == 303
    db.session.rollback()
    key = keys.of_opener(world.acme.id, world.acme.people[Role.AUDITOR].id)
    assert len(keys.unlocked(key, PHRASE)) == 32


def _send_bid(client, sign_in, world, rfq):
    sign_in(client, world.alpha, Role.SALES)
    begun = client.post_form(f"/supplier/rfqs/{rfq.public_id}/bid")
    edit = begun.location
    assert "the portal keeps no draft" in text_of(client.get(edit))
    assert client.get(edit.replace("/edit", "/submit")).location == edit
    refused = client.post_form(edit, typed(rfq, **{"lines-0-price": ""}))
    assert (refused.status_code, "canary-51aa" in text_of(refused)) == (422, True)
    values = typed(rfq, request_key="a" * 32)
    sent = client.post_form(edit, with_file(values), content_type="multipart/form-data")
    page = text_of(sent)
    assert sent.status_code == 200, page
    bid = bid_of(rfq)
    version = bid.counting
    link = re.search(
        r'href="data:application/json;base64,([^"]+)" download="([^"]+)"', sent.get_data(as_text=True)
    )
    copy = base64.b64decode(link[1])
    assert hashlib.sha256(copy).hexdigest() == version.sha256
    assert json.loads(copy)["remark"] == "canary-51aa"
    assert link[2] == f"{version.receipt_number}.json"
    # Sent twice it has one effect; the copy is not to be had a second time.
    again = client.post_form(edit, with_file(values), content_type="multipart/form-data")
    assert (again.status_code, again.location.endswith("/receipt")) == (303, True)
    assert len(bid_of(rfq).versions) == 1
    own = f"/supplier/bids/{bid.public_id}"
    shown = [own, f"{own}/versions/{version.public_id}", again.location, "/supplier/bids", edit]
    for url in shown:
        page = client.get(url)
        assert (page.status_code, "canary-51aa" in page.text) == (200, False), url
    for url in (f"{own}/versions/{version.public_id}/document", f"{own}/files/{bid.files[0].file.public_id}"):
        assert client.get(url).status_code == 409, url


def _open(client, sign_in, world, rfq):
    there = f"/buyer/rfqs/{rfq.public_id}"
    sign_in(client, world.acme, Role.AUDITOR)
    assert f"{there}/unseal" in text_of(client.get(there))
    assert client.post_form(f"{there}/agree").status_code == 422
    wrong = client.post_form(f"{there}/unseal", {"passphrase": "not at all the one"})
    assert (wrong.status_code, "This is not your passphrase." in text_of(wrong)) == (422, True)
    assert client.post_form(f"{there}/unseal", {"passphrase": PHRASE}).location == there
    assert client.get(f"{there}/unseal").status_code == 303
    sign_in(client, world.acme, Role.APPROVER)
    assert client.post_form(f"{there}/open").status_code == 422
    opened = client.post_form(f"{there}/unseal", {"passphrase": PASSPHRASES[Role.APPROVER]})
    assert opened.location.endswith("/comparison"), text_of(opened)
    assert "31,337.25" in text_of(client.get(opened.location))


def test_the_page_says_plainly_that_the_bids_are_lost(client, sign_in, world, rfq, now):
    with time_machine.travel(now, tick=False):
        sign_in(client, world.acme, Role.AUDITOR)
        chosen = {"passphrase": PHRASE, "again": PHRASE}
        assert client.post_form("/buyer/passphrase", chosen).status_code == 303
        sign_in(client, world.acme, Role.PROCUREMENT)
        assert client.post_form(f"/buyer/rfqs/{rfq.public_id}/publish").status_code == 303
        for role in (Role.AUDITOR, Role.APPROVER):
            assert "Nobody can open" not in text_of(client.get(f"/buyer/rfqs/{rfq.public_id}"))
            sign_in(client, world.acme, role)
            anew = {"passphrase": "begun anew, alas", "again": "begun anew, alas", "lost": "y"}
            assert client.post_form("/buyer/passphrase", anew).status_code == 303
            sign_in(client, world.acme, Role.PROCUREMENT)
    with time_machine.travel(rfq.deadline + timedelta(days=1), tick=False):
        sign_in(client, world.acme, Role.PROCUREMENT)
        page = text_of(client.get(f"/buyer/rfqs/{rfq.public_id}"))
        assert "Nobody can open these bids any more" in page
        assert "Cannot open it any more" in page
        refused = client.post_form(f"/buyer/rfqs/{rfq.public_id}/cancel", {"reason": "We ask again."})
        assert refused.status_code == 303
    assert read(rfq).state is RfqState.CANCELLED
