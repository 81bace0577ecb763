"""Strict RFQs: neither the portal nor the supplier reads a bid, and any two of three openers open it, with passphrases.

The key-loss drill stands at the end: one opener gone, two gone.
"""

import hashlib
from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import select

from portal import history, sealing
from portal.accounts.models import Membership
from portal.audit import verify as verify_chains
from portal.db import db, transaction
from portal.errors import NotAllowed, RuleBroken, WrongState
from portal.sealing import KeyRing
from portal.sourcing.documents import from_bytes
from portal.sourcing.models import BidVersion, OpenerKey, OpenerPair, SealingKey
from portal.sourcing.queries import door, evidence, keys, opened
from portal.sourcing.queries import openers as queries
from portal.sourcing.service import addenda, bids, publishing, strict
from portal.sourcing.service.opening import agree_to_open, open_bids
from portal.sourcing.workflow import BidState, RfqState
from tests.sourcing import strictly
from tests.sourcing.bidding import seller
from tests.sourcing.strictly import PASSPHRASES, ROLES, key_of, strict_draft, strict_rfq, unlocked
from tests.sourcing.test_sealed import everything_stored

HOUR = timedelta(hours=1)
PROCUREMENT, APPROVER, AUDITOR = ROLES


@pytest.fixture
def scene(world, now):
    with transaction():
        return strict_rfq(world, now)


def opened_by(scene, first, second):
    with transaction():
        actor = scene.world.acme.actor(first)
        agree_to_open(scene.rfq, unlocked=unlocked(first), actor=actor, now=scene.deadline)
    with transaction():
        actor = scene.world.acme.actor(second)
        return open_bids(scene.rfq, unlocked=unlocked(second), actor=actor, now=scene.deadline)


def test_a_passphrase_opens_its_key_and_no_other_does():
    private, pair = key_of(AUDITOR)
    assert sealing.unlock(pair.locked, pair.name, pair.salt, PASSPHRASES[AUDITOR]) == private
    with pytest.raises(sealing.Unreadable):
        sealing.unlock(pair.locked, pair.name, pair.salt, PASSPHRASES[APPROVER])
    assert private not in pair.locked


def test_it_goes_out_once_three_people_have_passphrases(world, now):
    actor = world.acme.actor(PROCUREMENT)
    with transaction():
        rfq = strict_draft(world, now)
    with (
        pytest.raises(RuleBroken, match="Acme approver, Acme auditor, Acme procurement") as why,
        transaction(),
    ):
        publishing.publish(rfq, actor=actor, now=now)
    assert why.value.field == "openers"
    person = world.acme.people[AUDITOR].id
    assert queries.to_set_passphrase(world.acme.id, person, 5) == [rfq]
    with transaction():
        strict.keep_key(world.acme.id, key_of(AUDITOR)[1], actor=world.acme.actor(AUDITOR), now=now)
    assert queries.to_set_passphrase(world.acme.id, person, 5) == []
    assert [one.name for one in queries.lacking_passphrase(world.acme.id, rfq)] == [
        "Acme approver",
        "Acme procurement",
    ]


def test_the_database_and_the_portal_key_open_nothing(scene, world, now):
    with transaction():
        bid, copy = scene.sent(world.alpha, now + HOUR, price="31337.25", remark="canary-9b1c")
    key = keys.of_rfq(scene.rfq.id)
    assert (key.wrapped_private, key.wrapped_by) == (None, None)
    rows = everything_stored()
    assert b"canary-9b1c" not in rows
    # Everything that PORTAL_KEY opens, tried on every envelope.
    ring = sealing.ring()
    privates = [
        ring.unwrap(one.wrapped_private, one.wrapped_by, one.public_id)
        for kind in (SealingKey, OpenerKey)
        for one in db.session.scalars(select(kind))
        if one.wrapped_private
    ]
    names = [one.public_id for kind in (SealingKey, OpenerKey) for one in db.session.scalars(select(kind))]
    context = door._context(bid, version=1)
    envelope = db.session.scalars(select(BidVersion.document)).one()
    for private in privates:
        for name in names:
            with pytest.raises(sealing.Unreadable):
                sealing.unseal(envelope, context, name, private[:32])
    with pytest.raises(WrongState):
        door.read_own(world.alpha.id, bid.counting)
    with pytest.raises(WrongState):
        door.read_for_buyer(world.acme.id, bid.counting, now)
    assert hashlib.sha256(copy).hexdigest() == bid.counting.sha256


def test_the_portal_keeps_no_draft_and_what_is_sent_is_sent_at_once(scene, world, now):
    actor = seller(world.alpha)
    with transaction():
        bid = scene.begun(world.alpha, now)
    for refused in (
        lambda: bids.save(bid, scene.document(), actor=actor, now=now),
        lambda: bids.submit(bid, addendum=0, actor=actor, now=now),
        lambda: bids.send(bid, scene.document(), addendum=0, actor=actor, now=scene.deadline),
        lambda: bids.send(bid, scene.document(price="-1"), addendum=0, actor=actor, now=now),
        lambda: bids.send(bid, scene.document(), addendum=1, actor=actor, now=now),
    ):
        with pytest.raises(RuleBroken), transaction():
            refused()
        db.session.expire_all()
        assert bid.versions == []
    with transaction():
        first, copy = bids.send(bid, scene.document("9"), addendum=0, actor=actor, now=now)
        second, other = bids.send(bid, scene.document("8"), addendum=0, actor=actor, now=now + HOUR)
    assert (first.ordinal, second.ordinal, bid.state) == (1, 2, BidState.SUBMITTED)
    assert [from_bytes(one).lines[0].price for one in (copy, other)] == [D(9), D(8)]
    assert second.receipt_signature
    assert bid.counting is second
    assert [event.name for event in history.timeline(world.alpha.id, bid)][:2] == [
        "BidSubmitted",
        "BidSubmitted",
    ]


@pytest.mark.parametrize(("first", "second"), [(PROCUREMENT, AUDITOR), (AUDITOR, APPROVER)])
def test_any_two_open_it(scene, world, now, first, second):
    with transaction():
        bid, _copy = scene.sent(world.alpha, now + HOUR, price="7.5")
    opened_by(scene, first, second)
    assert scene.rfq.state is RfqState.OPENED
    (row,) = opened.opened_bids(world.acme.id, scene.rfq)
    assert row.lines[0].price == D("7.5")
    # From now on the bids are read as any others, by their supplier too.
    assert door.read_own(world.alpha.id, bid.counting).lines[0].price == D("7.5")
    assert door.read_for_buyer(world.acme.id, bid.counting, scene.deadline).currency == "EUR"
    assert list(evidence.verify()) == []
    assert list(verify_chains()) == []


def test_one_alone_opens_nothing(scene, world, now):
    rfq, at = scene.rfq, scene.deadline
    with transaction():
        scene.sent(world.alpha, now + HOUR)

    def refused(kind, verb, role, by):
        with pytest.raises(kind), transaction():
            verb(rfq, unlocked=by, actor=world.acme.actor(role), now=at)

    refused(RuleBroken, agree_to_open, APPROVER, {})
    refused(RuleBroken, agree_to_open, APPROVER, {"0" * 32: b"0" * 32})
    with transaction():
        agree_to_open(rfq, unlocked=unlocked(APPROVER), actor=world.acme.actor(APPROVER), now=at)
    refused(NotAllowed, open_bids, APPROVER, unlocked(APPROVER))
    refused(RuleBroken, open_bids, AUDITOR, {})
    # Even a portal that let the same person act twice could not open it.
    with pytest.raises(RuleBroken):
        strict.recover(rfq, unlocked(APPROVER))
    db.session.rollback()
    assert rfq.state is RfqState.PUBLISHED
    left = db.session.scalars(select(OpenerPair).where(OpenerPair.loosened.is_not(None))).all()
    for pair in left:
        place = strict._place(rfq, pair.first, pair.second)
        with pytest.raises(sealing.Unreadable):
            sealing.unseal(pair.loosened, place, pair.second.public_id, key_of(APPROVER)[0])


def test_an_addendum_is_confirmed_without_reading(scene, world, now):
    actor, buyer = seller(world.alpha), world.acme.actor(PROCUREMENT)
    with transaction():
        bid, _copy = scene.sent(world.alpha, now + HOUR, price="6")
        written = addenda.AddendumDraft(
            "More of them.",
            lines={scene.rfq.lines[0].public_id: addenda.LineChange(quantity=D(120))},
            no_extension_reason="It is a small change.",
        )
        addenda.publish_addendum(scene.rfq, written, actor=buyer, now=now + 2 * HOUR)
    db.session.expire_all()
    assert bid.returned_by is not None
    with transaction():
        confirmed = bids.confirm(bid, addendum=1, actor=actor, now=now + 3 * HOUR)
    assert (confirmed.ordinal, confirmed.sealed_ordinal, confirmed.addendum_ordinal) == (2, 1, 1)
    assert list(evidence.verify()) == []
    for version, wrong in ((confirmed, None), (confirmed, 2), (confirmed, 7), (bid.versions[0], 1)):
        complaint = f"Bid version {version.id}: it does not name the version whose envelope it keeps."
        assert complaint in strictly.complaints_with(version, sealed_ordinal=wrong)
    assert confirmed.sha256 == bid.versions[0].sha256
    assert bid.returned_by is None
    opened_by(scene, APPROVER, PROCUREMENT)
    (row,) = opened.opened_bids(world.acme.id, scene.rfq)
    assert (row.version_id, row.lines[0].price) == (confirmed.id, D(6))
    assert list(evidence.verify()) == []


def test_the_portal_key_is_replaced_and_passphrases_stay(scene, world, app, now, monkeypatch):
    with transaction():
        scene.sent(world.alpha, now + HOUR)
    before = app.config["SETTINGS"].portal_key
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("n" * 64, before))
    result = app.test_cli_runner().invoke(args=["keys", "rotate"])
    # Three openers' keys, and the one that signs receipts.
    assert result.output.startswith("4 keys are wrapped anew."), result.output
    monkeypatch.setitem(app.extensions, "portal_keys", KeyRing("n" * 64))
    db.session.expire_all()
    key = keys.of_opener(world.acme.id, world.acme.people[AUDITOR].id)
    assert keys.unlocked(key, PASSPHRASES[AUDITOR]) == key_of(AUDITOR)[0]
    opened_by(scene, AUDITOR, APPROVER)


def test_a_passphrase_is_changed_and_the_key_stays(scene, world, now):
    private, pair = key_of(AUDITOR)
    again = sealing.lock(private, pair.name, "another one altogether")
    with transaction():
        actor = world.acme.actor(AUDITOR)
        key = strict.keep_key(world.acme.id, again, actor=actor, now=now)
    assert key is scene.keys[AUDITOR]
    assert keys.unlocked(key, "another one altogether") == private
    other = sealing.lock(sealing.new_key_pair().private, "f" * 32, "another one altogether")
    with pytest.raises(RuleBroken) as why, transaction():
        strict.keep_key(world.acme.id, other, actor=actor, now=now)
    assert why.value.field == "current"


def lose(scene, now, role):
    """The person has lost the passphrase, and begins anew with another key."""
    other = sealing.lock(sealing.new_key_pair().private, f"{role!s:0>32}"[:32], "begun anew with this")
    with transaction():
        actor = scene.world.acme.actor(role)
        strict.keep_key(scene.world.acme.id, other, actor=actor, now=now, lost=True)


def leave(scene, now, role):
    """The person leaves the company."""
    with transaction():
        held = select(Membership).where(Membership.person_id == scene.world.acme.people[role].id)
        db.session.scalars(held).one().ended_at = now


def is_lost(scene):
    db.session.expire_all()
    able = queries.still_able(scene.world.acme.id, scene.rfq)
    return queries.is_lost(scene.rfq, able)


@pytest.mark.parametrize("go", [lose, leave])
def test_key_loss_drill_with_one_opener_gone_the_others_open(scene, world, now, go):
    with transaction():
        scene.sent(world.alpha, now + HOUR, price="5")
    go(scene, now, APPROVER)
    assert not is_lost(scene)
    opened_by(scene, AUDITOR, PROCUREMENT)
    assert opened.opened_bids(world.acme.id, scene.rfq)[0].lines[0].price == D(5)


def test_key_loss_drill_with_two_gone_nobody_opens_and_the_rfq_is_cancelled(scene, world, now):
    with transaction():
        bid, _copy = scene.sent(world.alpha, now + HOUR)
    leave(scene, now, APPROVER)
    lose(scene, now, AUDITOR)
    assert is_lost(scene)
    with transaction():
        actor = world.acme.actor(PROCUREMENT)
        agree_to_open(scene.rfq, unlocked=unlocked(PROCUREMENT), actor=actor, now=scene.deadline)
    assert is_lost(scene)
    # The new passphrase opens a new key, to which nothing of this RFQ is sealed.
    for role, by in ((AUDITOR, {}), (APPROVER, unlocked(APPROVER))):
        with pytest.raises((RuleBroken, NotAllowed)), transaction():
            open_bids(scene.rfq, unlocked=by, actor=world.acme.actor(role), now=scene.deadline)
    with pytest.raises(WrongState):
        door.read_for_buyer(world.acme.id, bid.counting, scene.deadline)
    with transaction():
        publishing.cancel(scene.rfq, "We ask again.", actor=actor, now=scene.deadline)
    assert scene.rfq.state is RfqState.CANCELLED


def test_one_gone_after_agreeing_leaves_one_who_opens(scene, world, now):
    with transaction():
        agree_to_open(
            scene.rfq, unlocked=unlocked(AUDITOR), actor=world.acme.actor(AUDITOR), now=scene.deadline
        )
    lose(scene, now, APPROVER)
    assert not is_lost(scene)
    with transaction():
        actor = world.acme.actor(PROCUREMENT)
        open_bids(scene.rfq, unlocked=unlocked(PROCUREMENT), actor=actor, now=scene.deadline)
    assert scene.rfq.state is RfqState.OPENED
