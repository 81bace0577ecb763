"""Awards: proposed by one, approved by another, published to each bidder by itself; and disqualifying."""

from datetime import timedelta
from decimal import Decimal as D

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from portal import history
from portal.accounts.roles import Role
from portal.certificates import service as certificates
from portal.certificates.workflow import Gate, Scope
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken, WrongState
from portal.notices.models import Notice
from portal.sourcing.models import RfqLine
from portal.sourcing.queries import awards as queries
from portal.sourcing.queries import opened
from portal.sourcing.service import awards, publishing
from portal.sourcing.service.awards import Share
from portal.sourcing.workflow import AwardState, BidState, RfqState
from tests.sourcing.bidding import submitted
from tests.sourcing.test_opening import HOUR, opened_scene, procurement

ALPHA, BETA = 0, 1


@pytest.fixture
def after(scene, world, now):
    """The scene after its opening: Alpha and Beta have bid on both lines."""
    with transaction():
        submitted(scene, world.alpha, now + HOUR)
        submitted(scene, world.beta, now + HOUR, scene.content("11"))
    with transaction():
        opened_scene(scene, now)
    return scene


def offer(scene, bidder, line):
    row = opened.opened_bids(scene.world.acme.id, scene.rfq)[bidder]
    return next(one for one in row.lines if one.rfq_line_id == line.id)


def proposed(scene, *shares, reason="Best value", **options):
    """Call in a write transaction."""
    given = [Share(offer(scene, bidder, line), D(quantity)) for bidder, line, quantity in shares]
    actor = procurement(scene.world)
    return awards.propose(scene.rfq, given, reason, actor=actor, now=scene.deadline + HOUR, **options)


def left(line):
    asked, awarded = db.session.execute(
        select(RfqLine.quantity, RfqLine.awarded_quantity).where(RfqLine.id == line.id)
    ).one()
    return asked - awarded


def approver(scene):
    return scene.world.acme.actor(Role.APPROVER)


def both_roles(scene, person):
    return scene.world.acme.actor(person, Role.PROCUREMENT, Role.APPROVER)


def test_a_line_is_shared_between_bidders(after, world):
    with transaction():
        award = proposed(
            after, (ALPHA, after.screws, 400), (BETA, after.screws, 600), (BETA, after.steel, 500)
        )
    assert [(line.supplier_id, line.quantity) for line in award.lines] == [
        (world.alpha.id, D(400)),
        (world.beta.id, D(600)),
        (world.beta.id, D(500)),
    ]
    assert (left(after.screws), left(after.steel)) == (D(0), D(0))
    assert queries.award(world.acme.id, award.public_id).reason == "Best value"
    for stranger in (world.bolt, world.alpha):
        with pytest.raises(Missing):
            queries.award(stranger.id, award.public_id)
    assert history.timeline(world.beta.id, award) == []


@pytest.mark.parametrize(
    ("shares", "reason", "field"),
    [
        ([(ALPHA, "screws", "1000.000001")], "Best", "shares-0-quantity"),
        ([(ALPHA, "screws", 700), (BETA, "screws", 301)], "Best", "shares-1-quantity"),
        ([(ALPHA, "screws", 0)], "Best", "shares-0-quantity"),
        ([(ALPHA, "screws", -1)], "Best", "shares-0-quantity"),
        ([(ALPHA, "screws", 1)], "  ", "reason"),
        ([], "Best", None),
    ],
)
def test_an_award_gives_no_more_than_was_asked_and_says_why(after, shares, reason, field):
    named = [(bidder, getattr(after, line), quantity) for bidder, line, quantity in shares]
    with pytest.raises(RuleBroken) as refused, transaction():
        proposed(after, *named, reason=reason)
    assert refused.value.field == field
    assert left(after.screws) == D(1000)


def test_the_database_itself_holds_the_quantity(after):
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            update(RfqLine).where(RfqLine.id == after.screws.id).values(awarded_quantity=D(1001))
        )


def test_no_more_than_was_offered(scene, world, now):
    few = scene.content()
    line = few.lines[0].__class__(**{**few.lines[0].__dict__, "quantity": D(300)})
    with transaction():
        submitted(scene, world.alpha, now + HOUR, scene.content(lines=(line, few.lines[1])))
    with transaction():
        opened_scene(scene, now)
    with transaction():
        proposed(scene, (ALPHA, scene.screws, 200))
    with pytest.raises(RuleBroken) as refused, transaction():
        proposed(scene, (ALPHA, scene.screws, 101))
    assert refused.value.field == "shares-0-quantity"


def test_an_award_needs_an_opened_rfq(scene, world, now):
    with pytest.raises(WrongState), transaction():
        awards.propose(scene.rfq, [], "Best", actor=procurement(world), now=scene.deadline)


def test_a_bid_past_its_validity_is_not_awarded(after, world):
    given = [Share(offer(after, ALPHA, after.screws), D(1))]
    late = after.deadline + timedelta(days=100)
    with pytest.raises(RuleBroken), transaction():
        awards.propose(after.rfq, given, "Best", actor=procurement(world), now=late)


def test_who_writes_an_award_does_not_approve_it(after):
    with transaction():
        award = proposed(after, (ALPHA, after.screws, 1))
    alone = both_roles(after, Role.PROCUREMENT)
    with pytest.raises(NotAllowed), transaction():
        awards.approve(award, actor=alone, now=after.deadline + HOUR)
    with pytest.raises(NotAllowed), transaction():
        awards.approve(award, actor=procurement(after.world), now=after.deadline + HOUR)
    with transaction():
        awards.approve(award, actor=approver(after), now=after.deadline + HOUR)
    assert (award.state, award.approved_by_id) == (AwardState.APPROVED, approver(after).person_id)


def test_a_policy_may_join_the_two_duties(after):
    with transaction():
        award = proposed(after, (ALPHA, after.screws, 1))
        alone = both_roles(after, Role.PROCUREMENT)
        awards.approve(award, actor=alone, now=after.deadline + HOUR, separate_duties=False)
    assert award.state is AwardState.APPROVED


def test_every_bidder_hears_its_own_outcome_only(after, world):
    when = after.deadline + 2 * HOUR
    with transaction():
        award = proposed(after, (BETA, after.screws, 1000), (BETA, after.steel, 100))
        awards.approve(award, actor=approver(after), now=when)
    with pytest.raises(NotAllowed), transaction():
        awards.publish(award, actor=approver(after), now=when)
    with transaction():
        awards.publish(award, actor=procurement(world), now=when)
    assert after.rfq.state is RfqState.AWARDED
    alpha, beta = (row.bid for row in opened.opened_bids(world.acme.id, after.rfq))
    assert (alpha.state, beta.state) == (BidState.NOT_AWARDED, BidState.AWARDED)
    assert queries.won_lines(world.alpha.id, after.rfq) == []
    assert [line.quantity for line in queries.won_lines(world.beta.id, after.rfq)] == [D(1000), D(100)]
    assert [row.name for row in history.timeline(world.alpha.id, after.rfq)][:1] == ["BidNotAwarded"]
    assert "BidAwarded" not in [row.name for row in history.timeline(world.alpha.id, after.rfq)]
    assert "BidNotAwarded" not in [row.name for row in history.timeline(world.beta.id, after.rfq)]
    kinds = {
        company.id: set(db.session.scalars(select(Notice.kind).where(Notice.organisation_id == company.id)))
        for company in (world.alpha, world.beta)
    }
    assert kinds == {world.alpha.id: {"bid_not_awarded"}, world.beta.id: {"bid_awarded"}}


def test_nothing_is_published_while_another_award_waits(after, world):
    when = after.deadline + 2 * HOUR
    with transaction():
        first = proposed(after, (ALPHA, after.screws, 500))
        second = proposed(after, (BETA, after.screws, 500))
        awards.approve(first, actor=approver(after), now=when)
    with pytest.raises(WrongState), transaction():
        awards.publish(first, actor=procurement(world), now=when)
    with transaction():
        awards.approve(second, actor=approver(after), now=when)
        awards.publish(first, actor=procurement(world), now=when)
    assert (first.state, second.state) == (AwardState.PUBLISHED, AwardState.PUBLISHED)
    assert {line.supplier_id for line in queries.won_lines(world.beta.id, after.rfq)} == {world.beta.id}


def test_a_cancelled_award_gives_its_quantity_back(after, world):
    with transaction():
        award = proposed(after, (ALPHA, after.screws, 1000))
    with pytest.raises(RuleBroken), transaction():
        awards.cancel(award, "", actor=procurement(world), now=after.deadline + HOUR)
    with transaction():
        awards.cancel(award, "Alpha cannot deliver", actor=procurement(world), now=after.deadline + HOUR)
    assert (award.state, left(after.screws)) == (AwardState.CANCELLED, D(1000))
    with transaction():
        proposed(after, (ALPHA, after.screws, 600), (BETA, after.screws, 400))


def test_a_winner_without_a_certificate_that_blocks_needs_a_reason_that_is_kept(after, world):
    with transaction():
        certificates.ask_for(
            world.acme.id,
            scope=Scope.SUPPLIER,
            supplier_id=world.alpha.id,
            standard="ISO 9001",
            at_award=Gate.BLOCK,
            actor=world.acme.actor(Role.QUALITY_ENGINEER),
            now=after.deadline,
        )
    with pytest.raises(RuleBroken) as refused, transaction():
        proposed(after, (ALPHA, after.screws, 1))
    assert refused.value.field == "override_reason"
    with transaction():
        award = proposed(after, (ALPHA, after.screws, 1), override_reason="Audit is booked")
        other = proposed(after, (BETA, after.screws, 1), override_reason="Not needed")
    assert (award.override_reason, other.override_reason) == ("Audit is booked", "")


def test_a_disqualified_bid_is_out_with_a_reason(after, world):
    bid = opened.opened_bids(world.acme.id, after.rfq)[ALPHA].bid
    with pytest.raises(RuleBroken) as refused, transaction():
        awards.disqualify(bid, " ", actor=procurement(world), now=after.deadline)
    assert refused.value.field == "reason"
    with transaction():
        awards.disqualify(bid, "Wrong material", actor=procurement(world), now=after.deadline)
    assert (bid.state, bid.disqualified_reason) == (BidState.DISQUALIFIED, "Wrong material")
    alpha, beta = opened.comparison(world.acme.id, after.rfq)
    assert (alpha.rank, beta.rank) == (None, 1)
    with pytest.raises(RuleBroken), transaction():
        proposed(after, (ALPHA, after.screws, 1))


def test_a_bid_that_an_award_counts_on_is_not_disqualified(after, world):
    with transaction():
        proposed(after, (ALPHA, after.screws, 1))
    bid = opened.opened_bids(world.acme.id, after.rfq)[ALPHA].bid
    with pytest.raises(RuleBroken), transaction():
        awards.disqualify(bid, "Wrong material", actor=procurement(world), now=after.deadline)


def test_closing_unsuccessful_turns_every_bid_down_and_drops_awards_under_way(after, world):
    with transaction():
        award = proposed(after, (ALPHA, after.screws, 1000))
        publishing.close_unsuccessful(
            after.rfq, "All too dear", actor=procurement(world), now=after.deadline + HOUR
        )
    assert (after.rfq.state, award.state) == (RfqState.UNSUCCESSFUL, AwardState.CANCELLED)
    states = {row.bid.state for row in opened.opened_bids(world.acme.id, after.rfq)}
    assert states == {BidState.NOT_AWARDED}
    assert left(after.screws) == D(1000)
