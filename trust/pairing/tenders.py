"""RFQs and bids, from the draft to the award."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.files.models import StoredFile
from portal.sourcing.models import Award, Bid, Invitation, OpenedLine, Question, Rfq
from portal.sourcing.queries import opened
from portal.sourcing.service import (
    asking,
    awards,
    bids,
    dialogue,
    invitations,
    openers,
    opening,
    publishing,
    rfqs,
)
from portal.sourcing.service.addenda import AddendumDraft, publish_addendum
from portal.sourcing.service.awards import Share
from portal.sourcing.workflow import RfqState
from tests.records import stored
from tests.sourcing.bidding import Tender, seller, submitted, tender
from trust.pairs import Act, Make, Stage, on, record
from trust.races import Ground
from trust.racing.people import partnership_with

HOUR = timedelta(hours=1)
# A bid that still holds when an award is published.
LATER = date(2026, 12, 31)


class Road:
    """An RFQ to Alpha and Beta with those who act on it, and the acts that stand in several stages."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.world, self.now = ground, ground.world, ground.now
        self.scene: Tender = tender(ground.world, ground.now, ground.number())
        self.key, self.deadline = self.scene.rfq.id, self.scene.deadline
        self.buyer = ground.world.acme.actor(Role.PROCUREMENT)
        self.approver = ground.world.acme.actor(Role.APPROVER)
        self.seller = seller(ground.world.alpha)
        self.invitation = self.scene.invitation(ground.world.alpha).id

    def stage(self, acts: dict[str, Act]) -> Stage:
        return Stage(Rfq, self.key, acts)

    def draft(self) -> None:
        rfq = self.scene.rfq
        rfq.state, rfq.number, rfq.published_at = RfqState.DRAFT, None, None
        for invitation in self.scene.invitations.values():
            invitation.invited_at = None

    def bid(self) -> Bid:
        return submitted(self.scene, self.world.alpha, self.now, self.scene.content(valid_until=LATER))

    def open(self) -> list[Share]:
        """Open the one bid; what it offers, as it would be awarded."""
        self.bid()
        opening.open_bids(self.scene.rfq, actor=self.buyer, now=self.deadline)
        (row,) = opened.opened_bids(self.world.acme.id, self.scene.rfq)
        return [Share(line, line.quantity or Decimal(0)) for line in row.lines]

    def propose(self, shares: list[Share]) -> Callable[[], Award]:
        """The act that proposes to award them."""
        lines = [(share.opened_line.id, share.quantity) for share in shares]

        def propose() -> Award:
            given = [Share(record(OpenedLine, line), quantity) for line, quantity in lines]
            return awards.propose(
                record(Rfq, self.key), given, "Best", actor=self.buyer, now=self.deadline + HOUR
            )

        return propose

    def cancel(self, at: datetime) -> Act:
        return on(Rfq, self.key, publishing.cancel, "No need any more", actor=self.buyer, now=at)

    def amend(self, at: datetime) -> Act:
        said = AddendumDraft("The coating changes.", no_extension_reason="It is small")
        return on(Rfq, self.key, publish_addendum, said, actor=self.buyer, now=at)

    def extend(self, at: datetime, by: timedelta) -> Act:
        later = self.deadline + by
        return on(Rfq, self.key, publishing.move_deadline, later, "More time", actor=self.buyer, now=at)

    def invite_gamma(self) -> Act:
        gamma = partnership_with(self.world.gamma, self.ground).supplier_id

        def invite() -> object:
            return invitations.invite(
                record(Rfq, self.key), record(Organisation, gamma), actor=self.buyer, now=self.now
            )

        return invite


def an_rfq_in_draft(ground: Ground) -> Stage:
    road = Road(ground)
    road.draft()
    file, by = stored(ground.world.acme, ground.now).id, {"actor": road.buyer, "now": road.now}
    beta = road.scene.invitation(ground.world.beta).id

    def add_file() -> object:
        return rfqs.add_file(record(Rfq, road.key), record(StoredFile, file), actor=road.buyer, now=road.now)

    return road.stage(
        {
            "publish": on(Rfq, road.key, publishing.publish, **by),
            "invite": road.invite_gamma(),
            "take off a supplier": on(Invitation, beta, invitations.uninvite, **by),
            "add a file": add_file,
            "ask for a certificate": on(Rfq, road.key, asking.ask_certificate, "ISO 9001", **by),
            "settle the opening": on(
                Rfq, road.key, openers.set_opening, openers.Terms(estimated_value=Decimal(5000)), **by
            ),
        }
    )


def a_published_rfq(ground: Ground) -> Stage:
    road = Road(ground)
    bid = bids.start(road.scene.invitation(ground.world.alpha), actor=road.seller, now=road.now)
    bids.save(bid, road.scene.content(), actor=road.seller, now=road.now)
    at = road.now + HOUR
    selling, buying = {"actor": road.seller, "now": at}, {"actor": road.buyer, "now": at}
    asked = dialogue.ask(
        road.scene.invitation(ground.world.beta), "Which?", actor=seller(ground.world.beta), now=road.now
    )
    return road.stage(
        {
            "submit": on(Bid, bid.id, bids.submit, addendum=0, **selling),
            "save": on(Bid, bid.id, bids.save, road.scene.content("13"), **selling),
            "decline": on(Invitation, road.invitation, invitations.decline, "No capacity", **selling),
            "intend to bid": on(Invitation, road.invitation, invitations.intend, **selling),
            "ask": on(Invitation, road.invitation, dialogue.ask, "Which steel?", **selling),
            "answer": on(Question, asked.id, dialogue.answer, "Any", **buying),
            "invite": road.invite_gamma(),
            "publish an addendum": road.amend(at),
            "move the deadline": road.extend(at, HOUR),
            "cancel": road.cancel(at),
        }
    )


def an_rfq_with_a_bid(ground: Ground) -> Stage:
    road = Road(ground)
    bid, at = road.bid(), road.now + HOUR
    by = {"actor": road.seller, "now": at}
    return road.stage(
        {
            "withdraw": on(Bid, bid.id, bids.withdraw, **by),
            "begin another version": on(Bid, bid.id, bids.save, road.scene.content("13"), **by),
            "publish an addendum": road.amend(at),
            "cancel": road.cancel(at),
        }
    )


def an_rfq_at_its_deadline(ground: Ground) -> Stage:
    """Some acts are of the last millisecond before it: they were asked for in time and are done now."""
    road = Road(ground)
    bid, last = road.bid(), road.deadline - timedelta(milliseconds=1)
    return road.stage(
        {
            "open": on(Rfq, road.key, opening.open_bids, actor=road.buyer, now=road.deadline),
            "withdraw": on(Bid, bid.id, bids.withdraw, actor=road.seller, now=last),
            "publish an addendum": road.amend(last),
            "move the deadline": road.extend(last, HOUR),
            "cancel": road.cancel(road.deadline),
        }
    )


def an_opened_rfq(ground: Ground) -> Stage:
    road = Road(ground)
    shares = road.open()
    at = road.deadline + HOUR
    by = {"actor": road.buyer, "now": at}
    return road.stage(
        {
            "propose an award": road.propose(shares),
            "disqualify": on(
                Bid, shares[0].opened_line.opened_bid.bid_id, awards.disqualify, "No drawings", **by
            ),
            "close as unsuccessful": on(Rfq, road.key, publishing.close_unsuccessful, "Too dear", **by),
            "cancel": road.cancel(at),
        }
    )


def a_proposed_award(ground: Ground) -> Stage:
    road = Road(ground)
    award = road.propose(road.open())()
    at = road.deadline + HOUR
    buying = {"actor": road.buyer, "now": at}
    return road.stage(
        {
            "approve": on(Award, award.id, awards.approve, actor=road.approver, now=at),
            "cancel the award": on(Award, award.id, awards.cancel, "Another is better", **buying),
            "close as unsuccessful": on(Rfq, road.key, publishing.close_unsuccessful, "Too dear", **buying),
            "cancel": road.cancel(at),
        }
    )


def an_approved_award(ground: Ground) -> Stage:
    road = Road(ground)
    award = road.propose(road.open())()
    at = road.deadline + HOUR
    awards.approve(award, actor=road.approver, now=at)
    by = {"actor": road.buyer, "now": at}
    return road.stage(
        {
            "publish": on(Award, award.id, awards.publish, **by),
            "cancel the award": on(Award, award.id, awards.cancel, "Another is better", **by),
            "cancel": road.cancel(at),
        }
    )


STAGES: tuple[Make, ...] = (
    an_rfq_in_draft,
    a_published_rfq,
    an_rfq_with_a_bid,
    an_rfq_at_its_deadline,
    an_opened_rfq,
    a_proposed_award,
    an_approved_award,
)
