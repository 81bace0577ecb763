"""What follows from events of sourcing: who is told.

What all invited hear is word for word the same to each, and nothing in it tells who else was invited, who asked or
who bid.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.accounts.models import Person
from portal.accounts.queries import people_with
from portal.accounts.roles import Role
from portal.db import db
from portal.history import on
from portal.notices.service import notify, notify_people
from portal.reactions.lines import asked, fact_of, first
from portal.sourcing import events
from portal.sourcing.models import Addendum, Award, Bid, Invitation, Rfq
from portal.sourcing.queries.awards import won_lines
from portal.sourcing.service.audience import audience, everyone_invited
from portal.workflow import Actor

SALES = (Role.SALES, Role.SUPPLIER_ADMIN)


def _tell_suppliers(rfq: Rfq, supplier_ids: Iterable[int], kind: str, now: datetime, **more: Any) -> None:
    """Tell suppliers about an RFQ; ``more`` is what the mail says beside the sentence."""
    params = {"number": rfq.number, "title": rfq.title, "buyer": rfq.buyer.name, **more}
    for supplier_id in supplier_ids:
        if supplier_id != rfq.buyer_id:
            notify(
                supplier_id,
                SALES,
                kind=kind,
                endpoint="supplier.rfq",
                target=rfq.public_id,
                params=params,
                now=now,
            )


def _invite(rfq: Rfq, supplier_ids: Iterable[int], now: datetime) -> None:
    more: dict[str, Any] = {"deadline": _in_zone(rfq, rfq.deadline), "lines": first(asked(rfq.lines))}
    if rfq.question_cutoff is not None:
        more["cutoff"] = _in_zone(rfq, rfq.question_cutoff)
    _tell_suppliers(rfq, supplier_ids, "rfq_invited", now, **more)


def _in_zone(rfq: Rfq, when: datetime) -> list[str]:
    """An instant with the zone in which the RFQ states its deadline."""
    return [when.isoformat(), rfq.current_round.zone]


def _tell_buyer(rfq: Rfq, kind: str, now: datetime, role: Role = Role.PROCUREMENT) -> None:
    params = {"number": rfq.number}
    notify(
        rfq.buyer_id, [role], kind=kind, endpoint="buyer.rfq", target=rfq.public_id, params=params, now=now
    )


def _rfq(rfq_id: int) -> Rfq:
    return db.session.get_one(Rfq, rfq_id)


@on(events.RfqApprovalRequested)
def ask_for_rfq_approval(fact: events.RfqApprovalRequested, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    _tell_of_approval(rfq, people_with(rfq.buyer_id, [Role.APPROVER]), "rfq_for_approval", now)


@on(events.RfqApproved)
def tell_writer_of_approval(fact: events.RfqApproved, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    _tell_of_approval(rfq, _writers(rfq), "rfq_approved", now)


@on(events.RfqReturned)
def tell_writer_of_return(fact: events.RfqReturned, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    _tell_of_approval(rfq, _writers(rfq), "rfq_returned", now)


def _writers(rfq: Rfq) -> list[Person]:
    """Who wrote the RFQ and who asked for its approval; once both have left, everybody who could go on with it."""
    people = people_with(rfq.buyer_id, [Role.PROCUREMENT])
    return [one for one in people if one.id in (rfq.created_by_id, rfq.approval_asked_by_id)] or people


def _tell_of_approval(rfq: Rfq, people: Iterable[Person], kind: str, now: datetime) -> None:
    # There is no number before the RFQ is out.
    notify_people(
        people,
        rfq.buyer_id,
        kind=kind,
        endpoint="buyer.rfq",
        target=rfq.public_id,
        params={"title": rfq.title},
        now=now,
    )


@on(events.RfqPublished)
def invite_everybody(fact: events.RfqPublished, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    _invite(rfq, everyone_invited(rfq), now)


@on(events.SupplierInvited)
def invite_latecomer(fact: events.SupplierInvited, _actor: Actor, now: datetime) -> None:
    invitation = db.session.get_one(Invitation, fact.invitation_id)
    if invitation.invited_at is not None:
        _invite(invitation.rfq, [invitation.supplier_id], now)


@on(events.QuestionAsked)
def tell_of_question(fact: events.QuestionAsked, _actor: Actor, now: datetime) -> None:
    _tell_buyer(_rfq(fact.rfq_id), "question_asked", now)


@on(events.QuestionAnswered)
def tell_of_answer(fact: events.QuestionAnswered, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    _tell_suppliers(rfq, audience(rfq), "question_answered", now)


@on(events.AddendumPublished)
def tell_of_addendum(fact: events.AddendumPublished, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    addendum = db.session.get_one(Addendum, fact.addendum_id)
    _tell_suppliers(
        rfq,
        audience(rfq),
        "addendum_published",
        now,
        text=addendum.text,
        returns_bids=addendum.material,
        deadline=_in_zone(rfq, rfq.deadline),
    )


@on(events.DeadlineMoved)
def tell_of_deadline(fact: events.DeadlineMoved, _actor: Actor, now: datetime) -> None:
    rfq = _rfq(fact.rfq_id)
    deadline, before = _in_zone(rfq, fact.after), _in_zone(rfq, fact.before)
    _tell_suppliers(rfq, everyone_invited(rfq), "deadline_moved", now, deadline=deadline, before=before)


@on(events.RfqCancelled)
def tell_of_cancellation(fact: events.RfqCancelled, _actor: Actor, now: datetime) -> None:
    if fact.was_published:
        rfq = _rfq(fact.rfq_id)
        _tell_suppliers(rfq, everyone_invited(rfq), "rfq_cancelled", now)


@on(events.InvitationDeclined)
def tell_of_decline(fact: events.InvitationDeclined, _actor: Actor, now: datetime) -> None:
    _tell_buyer(_rfq(fact.rfq_id), "invitation_declined", now)


@on(events.BidDisqualified)
def tell_of_disqualification(fact: events.BidDisqualified, _actor: Actor, now: datetime) -> None:
    _tell_bidder(fact.bid_id, "bid_disqualified", now)


@on(events.BidAwarded)
def tell_winner(fact: events.BidAwarded, _actor: Actor, now: datetime) -> None:
    bid = db.session.get_one(Bid, fact.bid_id)
    won = won_lines(bid.supplier_id, bid.rfq)
    lines = first([fact_of(line.rfq_line, line.quantity) for line in won])
    _tell_bidder(fact.bid_id, "bid_awarded", now, lines=lines)


@on(events.BidNotAwarded)
def tell_others(fact: events.BidNotAwarded, _actor: Actor, now: datetime) -> None:
    _tell_bidder(fact.bid_id, "bid_not_awarded", now)


def _tell_bidder(bid_id: int, kind: str, now: datetime, **more: Any) -> None:
    bid = db.session.get_one(Bid, bid_id)
    _tell_suppliers(bid.rfq, [bid.supplier_id], kind, now, **more)


@on(events.AwardProposed)
def ask_for_approval(fact: events.AwardProposed, _actor: Actor, now: datetime) -> None:
    _tell_of_award(fact.award_id, "award_proposed", Role.APPROVER, now)


@on(events.AwardApproved)
def tell_of_award_approval(fact: events.AwardApproved, _actor: Actor, now: datetime) -> None:
    _tell_of_award(fact.award_id, "award_approved", Role.PROCUREMENT, now)


def _tell_of_award(award_id: int, kind: str, role: Role, now: datetime) -> None:
    award = db.session.get_one(Award, award_id)
    notify(
        award.buyer_id,
        [role],
        kind=kind,
        endpoint="buyer.award",
        target=award.public_id,
        params={"number": award.rfq.number},
        now=now,
    )
