"""The supplier's verbs on its bid, on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import attributes

from portal import history
from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, Stale, WrongState
from portal.history import Event, EventReader
from portal.sourcing.documents import to_bytes
from portal.sourcing.models import Bid, Invitation, Rfq
from portal.sourcing.queries import door
from portal.sourcing.service import bids as service
from portal.sourcing.workflow import BidState, InvitationState, RfqState
from tests.sourcing.bidding import again, seller, submitted

MS = timedelta(milliseconds=1)


@pytest.fixture
def actor(world):
    return seller(world.alpha)


@pytest.fixture
def bid(scene, world, actor, now):
    """A bid of Alpha with one complete draft."""
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=actor, now=now)
        service.save(bid, scene.content(), actor=actor, now=now)
    return again(bid)


def names(bid):
    return [event.name for event in reversed(history.timeline(bid.supplier_id, bid))]


def test_a_bid_is_begun_once(scene, world, actor, now):
    with transaction():
        first = service.start(scene.invitation(world.alpha), actor=actor, now=now)
        second = service.start(scene.invitation(world.alpha), actor=actor, now=now)
    assert first is second
    assert (first.state, first.buyer_id, first.supplier_id) == (
        BidState.DRAFT,
        world.acme.id,
        world.alpha.id,
    )
    assert names(first) == ["BidStarted"]


def test_each_save_is_a_new_version_and_the_old_one_stays(bid, scene, actor, now):
    with transaction():
        service.save(bid, scene.content("13"), actor=actor, now=now + MS)
    bid = again(bid)
    prices = [door.read_own(bid.supplier_id, version).lines[0].price for version in bid.versions]
    assert [version.ordinal for version in bid.versions] == [1, 2]
    assert [str(price) for price in prices] == ["12.5", "13"]
    assert bid.latest.saved_at == now + MS
    assert names(bid) == ["BidStarted", "BidDraftSaved", "BidDraftSaved"]


def test_the_document_says_whose_it_is_whatever_the_form_said(bid, scene, world):
    document = door.read_own(world.alpha.id, bid.latest)
    assert (document.rfq, document.round, document.supplier, document.addendum) == (
        scene.rfq.public_id,
        1,
        world.alpha.organisation.public_id,
        0,
    )


def test_a_submission_gets_a_receipt(bid, actor, now):
    draft = bid.latest
    with transaction():
        sent = service.submit(bid, addendum=0, actor=actor, now=now + MS)
    bid = again(bid)
    assert bid.state == BidState.SUBMITTED
    assert bid.counting.id == bid.latest.id == sent.id != draft.id
    assert bid.counting.received_at == now + MS
    assert bid.counting.receipt_number.startswith("R-")
    assert len(bid.counting.receipt_number) == 12
    assert bid.counting.sha256 != draft.sha256, "every version has a salt of its own"
    said = [door.read_own(bid.supplier_id, version).lines for version in bid.versions[-2:]]
    assert said[0] == said[1]
    assert names(bid)[-1] == "BidSubmitted"


@pytest.mark.parametrize(("offset", "in_time"), [(-MS, True), (0 * MS, False), (MS, False)])
def test_the_deadline_holds_to_the_millisecond(bid, scene, actor, offset, in_time):
    at = scene.deadline + offset
    if in_time:
        with transaction():
            service.submit(bid, addendum=0, actor=actor, now=at)
        assert again(bid).counting.received_at == at
        return
    with pytest.raises(RuleBroken), transaction():
        service.submit(bid, addendum=0, actor=actor, now=at)
    bid = again(bid)
    assert (bid.state, bid.counting, bid.last_ordinal) == (BidState.DRAFT, None, 1)


def test_a_late_attempt_stays_a_draft(bid, scene, actor):
    with transaction():
        service.save(bid, scene.content("9"), actor=actor, now=scene.deadline + MS)
    bid = again(bid)
    assert (bid.state, bid.last_ordinal, bid.counting) == (BidState.DRAFT, 2, None)


def test_no_bid_is_begun_after_the_deadline(scene, world, actor):
    with pytest.raises(RuleBroken), transaction():
        service.start(scene.invitation(world.alpha), actor=actor, now=scene.deadline)


def test_a_draft_after_the_submission_does_not_unsubmit(bid, scene, actor, now):
    with transaction():
        sent = service.submit(bid, addendum=0, actor=actor, now=now)
    bid = again(bid)
    with transaction():
        draft = service.save(bid, scene.content("11"), actor=actor, now=now + MS)
    bid = again(bid)
    assert (bid.state, bid.counting.id, bid.latest.id) == (BidState.SUBMITTED, sent.id, draft.id)
    with transaction():
        newer = service.submit(bid, addendum=0, actor=actor, now=now + 2 * MS)
    bid = again(bid)
    assert bid.counting.id == newer.id
    assert bid.counting.receipt_number != next(v for v in bid.versions if v.id == sent.id).receipt_number


def test_the_same_is_not_submitted_twice(bid, actor, now):
    with transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    bid = again(bid)
    with pytest.raises(RuleBroken), transaction():
        service.submit(bid, addendum=0, actor=actor, now=now + MS)
    assert len(again(bid).versions) == 2


def test_a_tab_that_has_seen_an_older_bid_is_refused(bid, scene, actor, now):
    """The other tab saves between our reading the bid and our locking it."""
    seen = bid.version
    with transaction():
        service.save(bid, scene.content("11"), actor=actor, now=now)
    bid = again(bid)
    committed_value(bid, "version", seen)
    with pytest.raises(Stale), transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    bid = again(bid)
    assert (bid.state, bid.last_ordinal) == (BidState.DRAFT, 2)


def committed_value(record, name, value):
    """Let the session hold an older value than the database does, as after reading before another's commit."""
    db.session.rollback()
    attributes.set_committed_value(record, name, value)


def test_a_bid_without_any_line_is_refused(bid, scene, actor, now):
    nothing = [replace(line, offered=False) for line in scene.content().lines]
    with transaction():
        service.save(bid, scene.content(lines=tuple(nothing)), actor=actor, now=now)
    bid = again(bid)
    with pytest.raises(RuleBroken) as refusal, transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    assert refusal.value.field == "lines"


def test_an_empty_bid_is_refused(scene, world, actor, now):
    with transaction():
        bid = service.start(scene.invitation(world.alpha), actor=actor, now=now)
    with pytest.raises(RuleBroken), transaction():
        service.submit(again(bid), addendum=0, actor=actor, now=now)


def test_a_withdrawn_bid_counts_no_more_and_may_come_again(bid, actor, now, scene):
    with transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    bid = again(bid)
    with transaction():
        service.withdraw(bid, actor=actor, now=scene.deadline - MS)
    bid = again(bid)
    assert (bid.state, bid.counting) == (BidState.WITHDRAWN, None)
    assert names(bid)[-1] == "BidWithdrawn"
    with transaction():
        service.submit(bid, addendum=0, actor=actor, now=scene.deadline - MS)
    assert again(bid).counting is not None


def test_nothing_is_withdrawn_after_the_deadline(bid, actor, now, scene):
    with transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    bid = again(bid)
    with pytest.raises(RuleBroken), transaction():
        service.withdraw(bid, actor=actor, now=scene.deadline)
    assert again(bid).state == BidState.SUBMITTED


def test_a_draft_cannot_be_withdrawn(bid, actor, now):
    with pytest.raises(WrongState), transaction():
        service.withdraw(bid, actor=actor, now=now)


@pytest.mark.parametrize(
    ("table", "values"),
    [(Rfq, {"state": RfqState.CANCELLED}), (Invitation, {"state": InvitationState.DECLINED})],
)
def test_a_cancelled_rfq_or_a_declined_invitation_takes_no_bid(bid, scene, actor, now, table, values):
    with transaction():
        db.session.execute(update(table).values(**values))
    bid = again(bid)
    with pytest.raises((RuleBroken, WrongState)), transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    invitation = db.session.get(Invitation, scene.invitations[bid.supplier_id].id)
    with transaction():
        db.session.execute(update(Bid).values(round_id=bid.round_id, supplier_id=scene.world.gamma.id))
    with pytest.raises((RuleBroken, WrongState)), transaction():
        service.start(invitation, actor=actor, now=now)


def test_submitting_tells_the_invitation_nothing(bid, actor, now, scene):
    with transaction():
        service.submit(bid, addendum=0, actor=actor, now=now)
    db.session.remove()
    invitation = db.session.get(Invitation, scene.invitations[bid.supplier_id].id)
    assert (invitation.state, invitation.version) == (InvitationState.INVITED, 1)


def test_another_supplier_or_another_role_moves_nothing(bid, scene, world, now):
    for verb in (service.submit, service.confirm):
        with pytest.raises(Missing), transaction():
            verb(again(bid), addendum=0, actor=seller(world.beta), now=now)
    with pytest.raises(Missing), transaction():
        service.save(again(bid), scene.content(), actor=seller(world.beta), now=now)
    with pytest.raises(Missing), transaction():
        service.start(scene.invitation(world.alpha), actor=seller(world.beta), now=now)
    with pytest.raises(NotAllowed), transaction():
        service.save(again(bid), scene.content(), actor=world.alpha.actor(Role.LOGISTICS), now=now)
    assert again(bid).last_ordinal == 1


def test_events_of_a_bid_are_in_the_suppliers_chain_and_for_the_supplier_alone(scene, world, now):
    with transaction():
        bid = submitted(scene, world.alpha, now)
        service.withdraw(bid, actor=seller(world.alpha), now=now)
    rows = db.session.execute(
        select(Event.name, Event.chain, EventReader.organisation_id, Event.body).join(EventReader)
    ).all()
    assert {row.name for row in rows} == {"BidStarted", "BidDraftSaved", "BidSubmitted", "BidWithdrawn"}
    assert {(row.chain, row.organisation_id) for row in rows} == {(world.alpha.id, world.alpha.id)}
    assert not any(b"12.5" in row.body or b"R-" in row.body for row in rows)
    assert history.timeline(world.acme.id, bid) == []


def test_the_first_view_is_noted_once_for_both_sides(scene, world, actor, now):
    with transaction():
        invitation = db.session.get(Invitation, scene.invitation(world.alpha).id)
        service.view(invitation, actor=actor, now=now)
    with transaction():
        service.view(invitation, actor=actor, now=now + MS)
    assert invitation.viewed_at == now
    for reader in (world.acme, world.alpha):
        assert [event.name for event in history.timeline(reader.id, scene.rfq)] == ["InvitationViewed"]
    assert history.timeline(world.beta.id, scene.rfq) == []


def test_a_version_never_changes(bid):
    with pytest.raises(TypeError, match="never changes"), transaction():
        bid.latest.sha256 = "0" * 64
    version = again(bid).latest
    with pytest.raises(TypeError, match="never changes"), transaction():
        db.session.delete(version)


def test_the_stored_bytes_are_the_document(bid, world):
    data = door.bytes_own(world.alpha.id, bid.latest)
    assert data == to_bytes(door.read_own(world.alpha.id, bid.latest))
