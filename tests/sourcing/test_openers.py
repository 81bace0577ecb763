"""The opening by named people, and by two of them: the verbs, their refusals, races and reminders."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from portal import history, outbox
from portal.accounts.roles import Role
from portal.accounts.service import set_policy
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.notices.models import Notice
from portal.sourcing.models import OpenerKey, Opening, Rfq
from portal.sourcing.queries import openers as queries
from portal.sourcing.service import publishing, rfqs
from portal.sourcing.service.openers import Terms, set_opening
from portal.sourcing.service.opening import agree_to_open, open_bids
from portal.sourcing.workflow import RfqState
from tests.sourcing.bidding import submitted
from tests.sourcing.rfqs import drafted
from tests.sourcing.test_bid_races import both

HOUR, MS = timedelta(hours=1), timedelta(milliseconds=1)
ROLES = (Role.PROCUREMENT, Role.APPROVER, Role.AUDITOR)


@pytest.fixture
def people(world):
    """Procurement, an approver and an auditor of Acme."""
    return [world.acme.people[role] for role in ROLES]


@pytest.fixture
def actors(world):
    return [world.acme.actor(role) for role in ROLES]


def two_always(world, now, value="always"):
    set_policy(world.acme.organisation, "two_openers", value, actor=world.acme.actor(Role.ADMIN), now=now)


def named(world, now, people, **terms) -> Rfq:
    """A published RFQ of Acme's with these openers."""
    rfq = drafted(world, now)
    actor = world.acme.actor(Role.PROCUREMENT)
    set_opening(rfq, Terms(people, **terms), actor=actor, now=now)
    publishing.publish(rfq, actor=actor, now=now)
    return rfq


def notices(kind):
    return sorted(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def refused(kind, verb, rfq, actor, at):
    with pytest.raises(kind), transaction():
        verb(rfq, actor=actor, now=at)


def test_only_who_is_named_opens_and_not_before_the_time_set(world, now, people, actors):
    procurement, approver, auditor = actors
    with transaction():
        later = now + timedelta(days=14, hours=2)
        rfq = named(world, now, people[1:2], not_before=later)
    assert (rfq.opens_at, rfq.openers_needed) == (later, 1)
    assert notices("named_to_open") == [people[1].id]
    refused(RuleBroken, open_bids, rfq, approver, rfq.deadline)
    refused(RuleBroken, open_bids, rfq, approver, later - MS)
    refused(RuleBroken, agree_to_open, rfq, approver, later)
    for other in (procurement, auditor):
        refused(NotAllowed, open_bids, rfq, other, later)
    with transaction():
        open_bids(rfq, actor=approver, now=later)
    assert rfq.state is RfqState.OPENED


def test_two_different_people_open_where_the_policy_says_so(world, now, people, actors):
    procurement, approver, auditor = actors
    with transaction():
        two_always(world, now)
        rfq = named(world, now, people[:2])
        two_always(world, now, "never")
    assert rfq.openers_needed == 2, "settled when it went out"
    at = rfq.deadline
    for verb, kind in ((open_bids, RuleBroken), (agree_to_open, NotAllowed)):
        refused(kind, verb, rfq, auditor, at)
    refused(RuleBroken, open_bids, rfq, approver, at)
    with transaction():
        agree_to_open(rfq, actor=approver, now=at)
    assert notices("opening_agreed") == [people[0].id]
    event = history.timeline(world.acme.id, rfq)[0]
    # It names no bids: there may be none, and nobody is to know.
    assert (event.name, event.person_id, sorted(event.facts)) == (
        "OpeningAgreed",
        approver.person_id,
        ["rfq_id", "round_id"],
    )
    refused(RuleBroken, agree_to_open, rfq, procurement, at + MS)
    refused(NotAllowed, open_bids, rfq, approver, at + MS)
    refused(NotAllowed, open_bids, rfq, auditor, at + MS)
    with transaction():
        open_bids(rfq, actor=procurement, now=at + HOUR)
    event = history.timeline(world.acme.id, rfq)[0]
    assert (event.name, event.facts["opener_ids"]) == ("BidsOpened", sorted(one.id for one in people[:2]))
    refused(WrongState, open_bids, rfq, procurement, at + HOUR)
    refused(WrongState, agree_to_open, rfq, approver, at + HOUR)


def test_the_hashes_of_the_opening_are_those_on_the_receipts(scene, world, now, people, actors):
    with transaction():
        bids = [submitted(scene, supplier, now + HOUR) for supplier in (world.alpha, world.beta)]
        scene.rfq.openers_needed = 2
        set_opening(scene.rfq, Terms(people), actor=actors[0], now=now)
    with transaction():
        agree_to_open(scene.rfq, actor=actors[2], now=scene.deadline)
        open_bids(scene.rfq, actor=actors[1], now=scene.deadline)
    facts = history.timeline(world.acme.id, scene.rfq)[0].facts
    assert facts["hashes"] == sorted(bid.counting.sha256 for bid in bids)
    for bid in bids:
        own = [one.facts.get("sha256") for one in history.timeline(bid.supplier_id, bid)]
        assert bid.counting.sha256 in own


def test_two_need_two_people_who_may(world, now, people, actors):
    with transaction():
        two_always(world, now)
        rfq = drafted(world, now)
    assert queries.needed(rfq, now) == 2
    refused(RuleBroken, publishing.publish, rfq, actors[0], now)
    with transaction():
        set_opening(rfq, Terms(people[:1]), actor=actors[0], now=now)
    refused(RuleBroken, publishing.publish, rfq, actors[0], now)
    with pytest.raises(Missing), transaction():
        set_opening(rfq, Terms([world.alpha.people[Role.SALES]]), actor=actors[0], now=now)
    with pytest.raises(Missing), transaction():
        set_opening(rfq, Terms([world.acme.people[Role.GOODS_IN]]), actor=actors[0], now=now)
    for terms, field in (
        (Terms(people, not_before=rfq.deadline - MS), "not_before"),
        (Terms(people, estimated_value=D(-1)), "estimated_value"),
    ):
        with pytest.raises(RuleBroken) as why, transaction():
            set_opening(rfq, terms, actor=actors[0], now=now)
        assert why.value.field == field
    with transaction():
        set_opening(rfq, Terms(people), actor=actors[0], now=now)
        publishing.publish(rfq, actor=actors[0], now=now)
    with pytest.raises(RuleBroken), transaction():
        set_opening(rfq, Terms(people[:1]), actor=actors[0], now=now)


def test_whoever_is_no_longer_named_has_not_agreed(world, now, people, actors):
    procurement, approver, auditor = actors
    with transaction():
        two_always(world, now)
        rfq = named(world, now, people)
    with transaction():
        agree_to_open(rfq, actor=auditor, now=rfq.deadline)
        set_opening(rfq, Terms(people[:2]), actor=procurement, now=rfq.deadline)
    refused(RuleBroken, open_bids, rfq, procurement, rfq.deadline)
    with transaction():
        agree_to_open(rfq, actor=approver, now=rfq.deadline)
        open_bids(rfq, actor=procurement, now=rfq.deadline)


def test_a_value_decides_and_a_copy_keeps_the_openers(world, now, people, actors):
    with transaction():
        two_always(world, now, "from_value")
        buyer, admin = world.acme.organisation, world.acme.actor(Role.ADMIN)
        set_policy(buyer, "two_openers_from", D(50000), actor=admin, now=now)
        rfq = named(world, now, people, estimated_value=D(49999))
        made = rfqs.copy(rfq, now + timedelta(days=20), "Europe/Berlin", actor=actors[0], now=now)
    assert rfq.openers_needed == 1
    assert made.estimated_value == D(49999)
    assert {row.person_id for row in made.openers} == {person.id for person in people}


def test_of_two_who_open_at_once_one_does(app, world, now, people, actors):
    with transaction():
        two_always(world, now)
        rfq = named(world, now, people)
        agree_to_open(rfq, actor=actors[2], now=rfq.deadline)
    key, at = rfq.id, rfq.deadline
    db.session.rollback()

    def by(verb, actor):
        def act(barrier):
            barrier.wait()
            with transaction():
                verb(db.session.get_one(Rfq, key), actor=actor, now=at)

        return act

    assert sorted(both(app, *(by(open_bids, one) for one in actors[:2])), key=str) == [WrongState, None]
    assert db.session.scalar(select(func.count(Opening.id))) == 1


def test_of_two_who_agree_at_once_one_does_and_the_other_opens(app, world, now, people, actors):
    with transaction():
        two_always(world, now)
        rfq = named(world, now, people)
    key, at = rfq.id, rfq.deadline
    db.session.rollback()
    done = []

    def by(actor):
        def act(barrier):
            barrier.wait()
            with transaction():
                agree_to_open(db.session.get_one(Rfq, key), actor=actor, now=at)
                done.append(actor)

        return act

    assert sorted(both(app, *(by(one) for one in actors[:2])), key=str) == [RuleBroken, None]
    db.session.rollback()
    db.session.expire_all()
    (other,) = set(actors[:2]) - set(done)
    with transaction():
        open_bids(db.session.get_one(Rfq, key), actor=other, now=at)


def test_openers_are_told_when_it_is_time_and_once(app, world, now, people, actors):
    with transaction():
        rfq = named(world, now, people[:2])
    with transaction():
        moved = rfq.deadline + timedelta(days=1)
        publishing.move_deadline(rfq, moved, "More time", actor=actors[0], now=now)

    def deliver(at):
        with time_machine.travel(at, tick=False):
            while outbox.drain(lambda: at):
                pass
        db.session.rollback()

    deliver(moved - HOUR)
    assert notices("bids_to_open") == []
    deliver(moved)
    assert notices("bids_to_open") == sorted(one.id for one in people[:2])
    row = select(outbox.OutboxRow).where(outbox.OutboxRow.kind == "opening.due").order_by(outbox.OutboxRow.id)
    again = db.session.scalars(row).all()[-1]
    with time_machine.travel(moved + HOUR, tick=False):
        outbox._handlers["opening.due"](outbox.Job(again.id, again.key, again.kind, {"rfq": rfq.id}, 2))
    assert len(notices("bids_to_open")) == 2


def test_an_opening_waits_for_those_who_may_act(world, now, people, actors):
    with transaction():
        two_always(world, now)
        rfq = named(world, now, people[:2], not_before=now + timedelta(days=15))

    def waits(at):
        roles = [(person.id, role is Role.PROCUREMENT) for person, role in zip(people, ROLES, strict=True)]
        return [[one.id for one in queries.to_open(world.acme.id, *who, at, 10)] for who in roles]

    assert waits(rfq.deadline) == [[], [], []]
    assert waits(rfq.opens_at) == [[rfq.id], [rfq.id], []]
    with transaction():
        agree_to_open(rfq, actor=actors[0], now=rfq.opens_at)
    assert waits(rfq.opens_at) == [[], [rfq.id], []]
    assert queries.to_open(world.bolt.id, people[1].id, True, rfq.opens_at, 10) == []


def test_the_database_keeps_one_key_of_a_person_in_force(world, now):
    """Two windows in which somebody chooses a first passphrase at once."""
    person, buyer = world.acme.actor(Role.AUDITOR).person_id, world.acme.id
    locked = {"public_key": b"public", "salt": b"salt", "wrapped_private": b"locked", "wrapped_by": "test"}
    first, second = (
        OpenerKey(buyer_id=buyer, person_id=person, created_at=now, **locked) for _window in range(2)
    )
    with transaction():
        db.session.add(first)
    with pytest.raises(IntegrityError), transaction():
        db.session.add(second)
