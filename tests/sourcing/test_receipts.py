"""Receipts of bids: signed by the portal, and checked by whoever holds one."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal import signing
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import RuleBroken
from portal.sourcing.models import SigningKey
from portal.sourcing.queries import receipts
from portal.sourcing.rules.receipts import pasted
from tests.sourcing.bidding import submitted

CHECK = "/receipts/check"


@pytest.fixture
def bid(scene, world, now):
    with transaction():
        return submitted(scene, world.alpha, now)


@pytest.fixture
def text(bid, world, client, sign_in):
    """The receipt as Alpha downloads it; afterwards nobody is signed in."""
    sign_in(client, world.alpha, Role.SALES)
    sent = bid.counting
    text = client.get(f"/supplier/bids/{bid.public_id}/versions/{sent.public_id}/receipt.txt").text
    client.delete_cookie("session")
    return text


def test_a_receipt_is_checked_without_an_account(text, bid, client):
    assert f"http://127.0.0.1:8000{CHECK}" in text
    page = client.post_form(CHECK, {"receipt": text})
    assert page.status_code == 200
    assert "The receipt is genuine" in page.text
    for said in (bid.counting.receipt_number, bid.counting.sha256, bid.rfq.number):
        assert said in page.text


def test_line_ends_and_quoting_of_mails_do_no_harm(text):
    for sent in (text.replace("\n", "\r\n"), f"Dear all,\n\n{text}\n-- \nA."):
        assert receipts.check(sent).version == 2


def test_an_altered_receipt_is_refused_and_what_was_pasted_stays(text, bid, client):
    altered = text.replace(bid.counting.sha256, "0" * 64)
    page = client.post_form(CHECK, {"receipt": altered})
    assert page.status_code == 422
    assert "did not give this receipt" in page.text
    assert "0" * 64 in page.text


@pytest.mark.parametrize(
    "change", ["receipt", "rfq", "rfq_number", "round", "version", "received_at", "sha256"]
)
def test_nothing_that_is_signed_may_be_another(text, change):
    found = pasted(text)
    facts = json.loads(found.content)
    facts[change] = facts[change] + 1 if isinstance(facts[change], int) else f"{facts[change]}1"
    other = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    with pytest.raises(RuleBroken, match="did not give"):
        receipts.check(text.replace(found.content.decode(), other))


def test_a_key_of_somebody_else_signs_nothing_here(text, now):
    found, strange = pasted(text), signing.new_signing_pair()
    with pytest.raises(RuleBroken, match="did not give"):
        receipts.check(text.replace(found.signature, signing.sign(strange.private, found.content)))


@given(st.text(max_size=400))
def test_any_other_text_is_no_receipt(text):
    with pytest.raises(RuleBroken) as refusal:
        pasted(text)
    assert refusal.value.field == "receipt"


def test_every_receipt_is_signed_by_one_key(bid, scene, world, now):
    with transaction():
        submitted(scene, world.beta, now)
    (key,) = db.session.query(SigningKey).all()
    assert [version.signing_key_id for version in bid.versions] == [None, key.id]


def test_the_public_keys_stand_on_the_page(bid, client):
    page = client.get(CHECK)
    assert page.status_code == 200
    assert receipts.public_keys()[0].public_key.hex() in page.text
