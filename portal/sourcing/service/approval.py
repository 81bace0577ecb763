"""An RFQ waits for somebody else's approval where its buyer's policy says so."""

from datetime import datetime

from portal import history
from portal.accounts.queries import policy
from portal.clock import day_in
from portal.db import db
from portal.sourcing import events
from portal.sourcing.models import Rfq
from portal.sourcing.rules.awards import check_approver
from portal.sourcing.rules.drafts import check_reason
from portal.sourcing.service.audience import hold, hold_seen
from portal.sourcing.service.publishing import send_out
from portal.sourcing.workflow import RFQ
from portal.workflow import Actor


def request_approval(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """Hand a draft to those who may approve it; nobody outside sees it yet.

    Refused as publishing would be, and with ``RuleBroken`` where the buyer's policy asks for no approval.
    """
    hold_seen(rfq)
    RFQ.advance(rfq, "request_approval", actor, now)
    rfq.approval_asked_by_id, rfq.return_reason = actor.person_id, ""
    _record(events.RfqApprovalRequested(rfq.id), rfq, actor, now)


def approve(rfq: Rfq, *, actor: Actor, now: datetime) -> None:
    """Let the RFQ out to the invited suppliers.

    ``NotAllowed`` for whoever wrote it or asked for the approval, unless the buyer's policy lets one person do
    both; ``RuleBroken`` where the deadline has passed meanwhile; ``Stale`` where it was returned and changed since it
    was read.
    """
    hold_seen(rfq)
    RFQ.check(rfq, "approve", actor, now)
    joined = policy(rfq.buyer_id, day_in(now, rfq.buyer.timezone)).proposer_may_approve
    for author_id in (rfq.created_by_id, rfq.approval_asked_by_id):
        check_approver(author_id, actor.person_id, separate_duties=not joined)
    RFQ.advance(rfq, "approve", actor, now)
    _record(events.RfqApproved(rfq.id), rfq, actor, now)
    send_out(rfq, actor=actor, now=now)


def return_to_draft(rfq: Rfq, reason: str, *, actor: Actor, now: datetime) -> None:
    """Send the RFQ back to its writer. ``RuleBroken`` at ``reason`` without one."""
    hold(rfq)
    RFQ.advance(rfq, "return", actor, now)
    rfq.return_reason = check_reason(reason)
    _record(events.RfqReturned(rfq.id), rfq, actor, now)


def _record(fact: object, rfq: Rfq, actor: Actor, now: datetime) -> None:
    db.session.flush()
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)
