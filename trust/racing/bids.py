"""Races around a bid, its deadline, its opening and the award."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from portal.accounts.roles import Role
from portal.db import db
from portal.sourcing.models import (
    Award,
    Bid,
    Invitation,
    OpenedBid,
    OpenedLine,
    Opening,
    Rfq,
    RfqLine,
    RfqRound,
)
from portal.sourcing.service import awards, bids, invitations, publishing
from portal.sourcing.service.addenda import AddendumDraft, publish_addendum
from portal.sourcing.service.awards import Share
from portal.sourcing.service.opening import open_bids
from portal.sourcing.workflow import AwardState, BidState, InvitationState, RfqState
from tests.orders.scene import build_scene
from tests.sourcing.bidding import Tender, seller, submitted, tender
from trust.races import Ground, Race, Round

MS = timedelta(milliseconds=1)
HOUR = timedelta(hours=1)
LATER = date(2026, 12, 31)


def _tender(ground: Ground) -> Tender:
    return tender(ground.world, ground.now, ground.number())


def _written(ground: Ground, scene: Tender) -> int:
    """Alpha's bid, a draft that can be submitted."""
    actor = seller(ground.world.alpha)
    bid = bids.start(scene.invitation(ground.world.alpha), actor=actor, now=ground.now)
    bids.save(bid, scene.content(), actor=actor, now=ground.now)
    return bid.id


def _bid(key: int) -> Bid:
    return db.session.get_one(Bid, key)


def _rfq(key: int) -> Rfq:
    return db.session.get_one(Rfq, key)


def _receipts(key: int) -> int:
    return sum(version.received_at is not None for version in _bid(key).versions)


def _submit(ground: Ground, key: int, scene: Tender, before: timedelta = MS) -> Callable[[], object]:
    actor, at = seller(ground.world.alpha), scene.deadline - before
    return lambda: bids.submit(_bid(key), addendum=0, actor=actor, now=at)


def _withdraw(ground: Ground, key: int, scene: Tender) -> Callable[[], object]:
    actor, at = seller(ground.world.alpha), scene.deadline - MS
    return lambda: bids.withdraw(_bid(key), actor=actor, now=at)


def _open(ground: Ground, scene: Tender) -> Callable[[], object]:
    actor, key, at = ground.world.acme.actor(Role.PROCUREMENT), scene.rfq.id, scene.deadline
    return lambda: open_bids(_rfq(key), actor=actor, now=at)


def _is_opened(bid: int) -> bool:
    return db.session.scalar(select(func.count(OpenedBid.id)).where(OpenedBid.bid_id == bid)) == 1


def two_tabs_begin_a_bid(ground: Ground) -> Round:
    scene, actor = _tender(ground), seller(ground.world.alpha)
    key, rfq = scene.invitation(ground.world.alpha).id, scene.rfq.id

    def start() -> object:
        return bids.start(db.session.get_one(Invitation, key), actor=actor, now=ground.now)

    def one() -> bool:
        return db.session.scalar(select(func.count(Bid.id)).where(Bid.rfq_id == rfq)) == 1

    return Round((start, start), lambda wins: any(wins) and one())


def submit_against_submit(ground: Ground) -> Round:
    scene = _tender(ground)
    key = _written(ground, scene)
    act = _submit(ground, key, scene)
    return Round((act, act), lambda wins: sum(wins) == 1 == _receipts(key))


def submit_against_withdraw(ground: Ground) -> Round:
    scene = _tender(ground)
    key = _written(ground, scene)

    def holds(wins: list[bool]) -> bool:
        expected = BidState.WITHDRAWN if wins[1] else BidState.SUBMITTED
        return wins[0] and _bid(key).state is expected and _receipts(key) == 1

    return Round((_submit(ground, key, scene), _withdraw(ground, key, scene)), holds)


def submit_against_opening(ground: Ground) -> Round:
    scene = _tender(ground)
    key = _written(ground, scene)
    acts = (_submit(ground, key, scene), _open(ground, scene))
    return Round(acts, lambda wins: wins[1] and wins[0] == _is_opened(key))


def late_submit_against_opening(ground: Ground) -> Round:
    scene = _tender(ground)
    key = _written(ground, scene)
    acts = (_submit(ground, key, scene, before=timedelta(0)), _open(ground, scene))
    return Round(acts, lambda wins: wins == [False, True] and not _is_opened(key))


def withdraw_against_opening(ground: Ground) -> Round:
    scene = _tender(ground)
    key = submitted(scene, ground.world.alpha, ground.now).id
    acts = (_withdraw(ground, key, scene), _open(ground, scene))
    return Round(acts, lambda wins: wins[1] and wins[0] != _is_opened(key))


def opening_against_opening(ground: Ground) -> Round:
    scene = _tender(ground)
    key, rfq = submitted(scene, ground.world.alpha, ground.now).id, scene.rfq.id
    act = _open(ground, scene)

    def openings() -> int | None:
        return db.session.scalar(select(func.count(Opening.id)).where(Opening.rfq_id == rfq))

    return Round((act, act), lambda wins: sum(wins) == 1 == openings() and _is_opened(key))


def cancel_against_opening(ground: Ground) -> Round:
    scene, actor = _tender(ground), ground.world.acme.actor(Role.PROCUREMENT)
    bid, key, at = submitted(scene, ground.world.alpha, ground.now).id, scene.rfq.id, scene.deadline

    def cancel() -> None:
        publishing.cancel(_rfq(key), "No need any more", actor=actor, now=at)

    def holds(wins: list[bool]) -> bool:
        return wins[0] and _rfq(key).state is RfqState.CANCELLED and wins[1] == _is_opened(bid)

    return Round((cancel, _open(ground, scene)), holds)


def late_submit_against_extension(ground: Ground) -> Round:
    scene, actor = _tender(ground), ground.world.acme.actor(Role.PROCUREMENT)
    key, rfq, old = _written(ground, scene), scene.rfq.id, scene.deadline

    def extend() -> None:
        publishing.move_deadline(_rfq(rfq), old + HOUR, "More time", actor=actor, now=old - MS)

    def holds(wins: list[bool]) -> bool:
        moved = db.session.scalars(select(RfqRound.deadline).where(RfqRound.rfq_id == rfq)).one()
        return wins[1] and moved == old + HOUR and wins[0] == (_receipts(key) == 1)

    return Round((_submit(ground, key, scene, before=timedelta(0)), extend), holds)


def submit_against_addendum(ground: Ground) -> Round:
    scene, actor = _tender(ground), ground.world.acme.actor(Role.PROCUREMENT)
    key, rfq = _written(ground, scene), scene.rfq.id
    written = AddendumDraft("The coating changes.", no_extension_reason="It is small")

    def amend() -> object:
        return publish_addendum(_rfq(rfq), written, actor=actor, now=ground.now + HOUR)

    def holds(wins: list[bool]) -> bool:
        # Who came first is returned by the addendum; who came after it was told to read it.
        return wins[1] and wins[0] == (_receipts(key) == 1) == (_bid(key).returned_by is not None)

    return Round((_submit(ground, key, scene), amend), holds)


def decline_against_submit(ground: Ground) -> Round:
    scene, actor = _tender(ground), seller(ground.world.alpha)
    key, invitation = _written(ground, scene), scene.invitation(ground.world.alpha).id

    def decline() -> None:
        found = db.session.get_one(Invitation, invitation)
        invitations.decline(found, "No capacity", actor=actor, now=ground.now)

    def holds(wins: list[bool]) -> bool:
        declined = db.session.get_one(Invitation, invitation).state is InvitationState.DECLINED
        return sum(wins) == 1 and wins[0] == declined and wins[1] == (_receipts(key) == 1)

    return Round((decline, _submit(ground, key, scene)), holds)


def _decided(ground: Ground) -> Award:
    """An award of an opened RFQ, proposed, and written plainly, since all the way to it takes five times as long."""
    award = build_scene(ground.world, ground.now, f"-{ground.number()}").award
    award.rfq.state, award.state, award.published_at = RfqState.OPENED, AwardState.PROPOSED, None
    award.proposed_by_id = ground.world.acme.actor(Role.PROCUREMENT).person_id
    for given in award.lines:
        given.rfq_line.awarded_quantity = given.quantity
        given.opened_line.opened_bid.bid.state = BidState.SUBMITTED
    db.session.flush()
    return award


def _open_bids(ground: Ground) -> tuple[int, Callable[[], object]]:
    """An opened RFQ, and the act that proposes to award all that is offered."""
    award = _decided(ground)
    rfq, actor, at = award.rfq_id, ground.world.acme.actor(Role.PROCUREMENT), ground.now + HOUR
    lines = [(given.opened_line_id, given.quantity) for given in award.lines]
    for given in award.lines:
        given.rfq_line.awarded_quantity = Decimal(0)
        db.session.delete(given)
    db.session.delete(award)
    db.session.flush()

    def propose() -> object:
        shares = [Share(db.session.get_one(OpenedLine, line), quantity) for line, quantity in lines]
        return awards.propose(_rfq(rfq), shares, "Best value", actor=actor, now=at)

    return rfq, propose


def award_against_award(ground: Ground) -> Round:
    rfq, act = _open_bids(ground)

    def holds(wins: list[bool]) -> bool:
        given = db.session.execute(
            select(RfqLine.quantity, RfqLine.awarded_quantity).where(RfqLine.rfq_id == rfq)
        )
        return sum(wins) == 1 and all(asked == awarded for asked, awarded in given)

    return Round((act, act), holds)


def _award(key: int) -> Award:
    return db.session.get_one(Award, key)


def approve_against_approve(ground: Ground) -> Round:
    key = _decided(ground).id
    actor, at = ground.world.acme.actor(Role.APPROVER), ground.now + HOUR

    def approve() -> None:
        awards.approve(_award(key), actor=actor, now=at)

    return Round((approve, approve), lambda wins: sum(wins) == 1 and _award(key).state is AwardState.APPROVED)


def approve_against_cancel_of_an_award(ground: Ground) -> Round:
    award = _decided(ground)
    key, rfq = award.id, award.rfq_id
    approver, at = ground.world.acme.actor(Role.APPROVER), ground.now + HOUR
    buyer = ground.world.acme.actor(Role.PROCUREMENT)

    def approve() -> None:
        awards.approve(_award(key), actor=approver, now=at)

    def cancel() -> None:
        awards.cancel(_award(key), "Another one is better", actor=buyer, now=at)

    def holds(wins: list[bool]) -> bool:
        given = db.session.scalars(select(RfqLine.awarded_quantity).where(RfqLine.rfq_id == rfq)).all()
        cancelled = _award(key).state is AwardState.CANCELLED
        return wins[1] == cancelled == (not any(given)) and any(wins)

    return Round((approve, cancel), holds)


RACES: tuple[Race, ...] = (
    two_tabs_begin_a_bid,
    submit_against_submit,
    submit_against_withdraw,
    submit_against_opening,
    late_submit_against_opening,
    withdraw_against_opening,
    opening_against_opening,
    cancel_against_opening,
    late_submit_against_extension,
    submit_against_addendum,
    decline_against_submit,
    award_against_award,
    approve_against_approve,
    approve_against_cancel_of_an_award,
)
