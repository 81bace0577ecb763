"""An RFQ is approved by somebody else before it goes out, where its buyer's policy says so."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Record

import pytest
from sqlalchemy import select

from portal import history
from portal.accounts.models import Person
from portal.accounts.roles import Role
from portal.accounts.service import set_policy
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.notices.models import Notice
from portal.sourcing import rules
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import approval, invitations, publishing, rfqs
from portal.sourcing.workflow import RFQ, RfqState
from portal.web.notices import SENTENCES
from tests.sourcing.rfqs import drafted, written
from tests.sourcing.test_rfqs import DAY, procurement
from tests.sourcing.test_rules import refused

NOON = datetime(2026, 3, 16, 12, 0, tzinfo=UTC)
BEFORE = NOON - timedelta(milliseconds=1)


def record(needed, **values):
    plain = {"deadline": NOON, "question_cutoff": None, "lines": [1], "invitations": [1]}
    return Record(needs_approval=lambda _now: needed, **{**plain, **values})


@pytest.mark.parametrize(
    ("guard", "rfq", "now", "field"),
    [
        (rules.may_go_out, record(False), BEFORE, None),
        (rules.may_go_out, record(False, lines=[]), BEFORE, "lines"),
        (rules.may_go_out, record(True), BEFORE, ""),
        (rules.ready_for_approval, record(True), BEFORE, None),
        (rules.ready_for_approval, record(False), BEFORE, ""),
        (rules.ready_for_approval, record(True, invitations=[]), BEFORE, "invitations"),
        (rules.ready_for_approval, record(True), NOON, "deadline"),
        # The policy may have changed while it waited: what waits is approved all the same.
        (rules.can_approve, record(False), BEFORE, None),
        (rules.can_approve, record(True), NOON, ""),
        (rules.can_approve, record(True, lines=[]), BEFORE, "lines"),
    ],
)
def test_what_the_policy_and_the_clock_allow(guard, rfq, now, field):
    assert refused(guard, rfq, now) == field


def approver(world):
    return world.acme.actor(Role.APPROVER)


def both(world):
    return world.acme.actor(Role.PROCUREMENT, Role.APPROVER)


def ask_for_approvals(world, now, name="rfqs_need_approval", value=True):
    set_policy(world.acme.organisation, name, value, actor=world.acme.actor(Role.ADMIN), now=now)


@pytest.fixture
def rfq(world, now):
    """A draft of Acme's, which approves RFQs."""
    with transaction():
        ask_for_approvals(world, now)
        return drafted(world, now)


@pytest.fixture
def waiting(world, now, rfq):
    """The same, waiting for its approval."""
    with transaction():
        approval.request_approval(rfq, actor=procurement(world), now=now)
    return rfq


def told(company, kind):
    """Who reads a notice of a kind at a company, and what it says."""
    rows = db.session.execute(
        select(Person.email, Notice)
        .join(Notice, Notice.person_id == Person.id)
        .where(Notice.organisation_id == company.id, Notice.kind == kind)
        .order_by(Person.email)
    )
    return [(email.split("@")[0], str(SENTENCES[kind]) % notice.params) for email, notice in rows]


def names(reader, rfq):
    return [event.name for event in history.timeline(reader.id, rfq)]


def test_without_the_setting_an_rfq_is_published_as_ever(world, now):
    with transaction():
        rfq = drafted(world, now)
        with pytest.raises(RuleBroken, match="without an approval"):
            approval.request_approval(rfq, actor=procurement(world), now=now)
        offered = [move.action for move in RFQ.actions_for(rfq, procurement(world), now)]
        publishing.publish(rfq, actor=procurement(world), now=now)
    assert "publish" in offered
    assert "request_approval" not in offered
    assert rfq.state is RfqState.PUBLISHED


def test_with_the_setting_nobody_publishes_without_an_approval(world, now, rfq):
    with transaction(), pytest.raises(RuleBroken, match="approved before they are published"):
        publishing.publish(rfq, actor=both(world), now=now)
    offered = [move.action for move in RFQ.actions_for(rfq, procurement(world), now)]
    assert "publish" not in offered
    assert "request_approval" in offered


def test_the_setting_holds_from_its_day_in_the_buyers_zone(world, now):
    with transaction():
        rfq = drafted(world, now)
        ask_for_approvals(world, now + 2 * DAY)
        # 23:00 UTC is the next day in Berlin, which is where Acme is.
        evening = (now + DAY).replace(hour=22, minute=59)
        assert not rfq.needs_approval(evening)
        assert rfq.needs_approval(evening.replace(hour=23, minute=0))
        ask_for_approvals(world, now + 5 * DAY, value=False)
        db.session.expire(rfq)
        assert rfq.needs_approval(now + 4 * DAY)
        assert not rfq.needs_approval(now + 5 * DAY)
        publishing.publish(rfq, actor=procurement(world), now=now + 5 * DAY)


def test_no_bidder_sees_anything_while_it_waits(world, now, waiting):
    assert (waiting.state, waiting.number, waiting.published_at) == (RfqState.AWAITING_APPROVAL, None, None)
    for supplier in (world.alpha, world.beta):
        with pytest.raises(Missing):
            queries.rfq_for_supplier(supplier.id, waiting.public_id)
        assert db.session.scalars(queries.rfqs_for_supplier(supplier.id)).all() == []
        assert names(supplier, waiting) == []
        assert db.session.scalars(select(Notice).where(Notice.organisation_id == supplier.id)).all() == []
    assert told(world.acme, "rfq_for_approval") == [
        ("approver", "The RFQ “Brackets” waits for your approval")
    ]
    with transaction():
        for act in (
            lambda: rfqs.edit(waiting, written(now), actor=procurement(world), now=now),
            lambda: invitations.uninvite(waiting.invitations[0], actor=procurement(world), now=now),
            lambda: invitations.invite(waiting, world.gamma.organisation, actor=procurement(world), now=now),
            lambda: publishing.publish(waiting, actor=procurement(world), now=now),
        ):
            with pytest.raises(WrongState):
                act()


def test_an_approval_publishes_and_tells_the_invited_and_the_writer(world, now, waiting):
    later = now + DAY
    with transaction():
        approval.approve(waiting, actor=approver(world), now=later)
    assert (waiting.state, waiting.number, waiting.published_at) == (
        RfqState.PUBLISHED,
        "RFQ-2026-0001",
        later,
    )
    assert {row.invited_at for row in waiting.invitations} == {later}
    assert {sentence for _who, sentence in told(world.alpha, "rfq_invited")} == {
        "Acme invites you to bid on RFQ-2026-0001: Brackets"
    }
    assert told(world.acme, "rfq_approved") == [
        ("procurement", "The RFQ “Brackets” was approved and is published")
    ]
    assert names(world.alpha, waiting) == ["RfqPublished"]
    assert names(world.acme, waiting)[:3] == ["RfqPublished", "RfqApproved", "RfqApprovalRequested"]


def test_somebody_else_than_writer_and_asker_approves(world, now, rfq):
    """The roles are one person's, and the writer's colleague has asked."""
    with transaction():
        approval.request_approval(rfq, actor=both(world), now=now)
        with pytest.raises(NotAllowed, match="Somebody else"):
            approval.approve(rfq, actor=both(world), now=now)
        rfq.created_by_id = None
        with pytest.raises(NotAllowed, match="Somebody else"):
            approval.approve(rfq, actor=both(world), now=now)
        with pytest.raises(NotAllowed, match="Your role"):
            approval.approve(rfq, actor=procurement(world), now=now)
        ask_for_approvals(world, now, "proposer_may_approve")
        approval.approve(rfq, actor=both(world), now=now)
    assert rfq.state is RfqState.PUBLISHED


def test_a_return_has_a_reason_that_stays_until_it_is_asked_for_again(world, now, waiting):
    with transaction():
        with pytest.raises(NotAllowed):
            approval.return_to_draft(waiting, "No", actor=procurement(world), now=now)
        approval.return_to_draft(waiting, " Name the alloy. ", actor=approver(world), now=now)
        assert (waiting.state, waiting.return_reason) == (RfqState.DRAFT, "Name the alloy.")
        assert told(world.acme, "rfq_returned") == [
            ("procurement", "The RFQ “Brackets” came back from approval")
        ]
        assert names(world.alpha, waiting) == []
        rfqs.edit(waiting, written(now, title="Brackets, S235"), actor=procurement(world), now=now)
        approval.request_approval(waiting, actor=procurement(world), now=now)
        assert waiting.return_reason == ""
        approval.approve(waiting, actor=approver(world), now=now)
    assert waiting.state is RfqState.PUBLISHED


def test_a_return_without_a_reason_is_refused_at_its_field(world, now, waiting):
    with pytest.raises(RuleBroken) as missing, transaction():
        approval.return_to_draft(waiting, "  ", actor=approver(world), now=now)
    assert missing.value.field == "reason"
    db.session.expire_all()
    assert waiting.state is RfqState.AWAITING_APPROVAL


def test_once_the_deadline_has_passed_it_can_only_come_back(world, now, waiting):
    late = waiting.deadline
    with transaction():
        with pytest.raises(RuleBroken, match="deadline has passed while the RFQ waited"):
            approval.approve(waiting, actor=approver(world), now=late)
        assert [move.action for move in RFQ.actions_for(waiting, approver(world), late)] == ["return"]
        approval.return_to_draft(waiting, "Set another deadline.", actor=approver(world), now=late)
    assert waiting.state is RfqState.DRAFT


def test_cancelled_while_it_waits_it_was_never_out(world, now, waiting):
    with transaction():
        publishing.cancel(waiting, "Not needed", actor=procurement(world), now=now)
    assert told(world.alpha, "rfq_cancelled") == []
    assert names(world.alpha, waiting) == []
    (fact,) = [
        event.facts for event in history.timeline(world.acme.id, waiting) if event.name == "RfqCancelled"
    ]
    assert fact["was_published"] is False
