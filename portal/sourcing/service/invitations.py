"""Inviting suppliers, and what they answer."""

from datetime import datetime

from sqlalchemy import select

from portal import history
from portal.accounts.models import Organisation
from portal.certificates.rules import Standing, Step, check_gate
from portal.clock import day_in
from portal.db import db, lock, touch
from portal.errors import Missing, RuleBroken
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing import events
from portal.sourcing.models import Invitation, Rfq
from portal.sourcing.queries.bids import bid_for
from portal.sourcing.queries.standings import standings_for
from portal.sourcing.rules.drafts import ALREADY_INVITED, BID_STANDS, NOT_ACTIVE, check_reason
from portal.sourcing.service.audience import hold
from portal.sourcing.workflow import INVITATION, RFQ, RfqState
from portal.workflow import Actor


def invite(
    rfq: Rfq,
    supplier: Organisation,
    *,
    actor: Actor,
    now: datetime,
    override_reason: str = "",
) -> Invitation:
    """Invite a supplier with whom the buyer has an active partnership.

    In a draft the invitation waits for the publishing; afterwards it goes out at once. ``RuleBroken`` at
    ``override_reason`` where a certificate that blocks is missing on the day (in the buyer's zone) and no reason
    is given. ``Missing`` for a supplier that is none of the buyer's; ``RuleBroken`` at ``supplier`` for one whose
    partnership is not active or who is invited already.
    """
    hold(rfq)
    RFQ.advance(rfq, "invite", actor, now)
    _check_partner(rfq, supplier)
    today = day_in(now, rfq.buyer.timezone)
    overridden = overrides(
        standings_for(rfq.buyer_id, rfq, supplier.id, Step.INVITATION, today), override_reason
    )
    out = rfq.state is RfqState.PUBLISHED
    made = Invitation(
        buyer_id=rfq.buyer_id,
        supplier=supplier,
        supplier_id=supplier.id,
        override_reason=override_reason.strip() if overridden else "",
        invited_at=now if out else None,
        state=INVITATION.initial,
    )
    rfq.invitations.append(made)
    if not out:
        touch(rfq)
    db.session.flush()
    history.record(
        events.SupplierInvited(rfq.id, made.id, overridden),
        about=[rfq, made],
        readers=[rfq.buyer_id, supplier.id] if out else [rfq.buyer_id],
        actor=actor,
        now=now,
    )
    return made


def _check_partner(rfq: Rfq, supplier: Organisation) -> None:
    partnership = db.session.scalar(
        select(Partnership).where(
            Partnership.buyer_id == rfq.buyer_id, Partnership.supplier_id == supplier.id
        )
    )
    if partnership is None:
        raise Missing
    if partnership.state is not PartnershipState.ACTIVE:
        raise RuleBroken(NOT_ACTIVE, "supplier")
    if any(row.supplier_id == supplier.id for row in rfq.invitations):
        raise RuleBroken(ALREADY_INVITED, "supplier")


def overrides(standings: list[Standing], reason: str) -> bool:
    """Whether the reason is needed to pass what blocks. ``RuleBroken`` where it is needed and not given."""
    check_gate(standings, reason)
    return any(standing.blocks and not standing.in_order for standing in standings)


def uninvite(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Take a supplier off a draft's list. ``WrongState`` once the RFQ is out: what went out stays."""
    rfq = invitation.rfq
    hold(rfq)
    RFQ.check(rfq, "edit", actor, now)
    if invitation not in rfq.invitations:
        raise Missing
    rfq.invitations.remove(invitation)
    db.session.delete(invitation)
    touch(rfq)
    db.session.flush()
    fact = events.InvitationRemoved(rfq.id, invitation.supplier_id)
    history.record(fact, about=[rfq], readers=[rfq.buyer_id], actor=actor, now=now)


def intend(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Say that the supplier intends to bid. ``RuleBroken`` after the deadline."""
    INVITATION.advance(invitation, "intend", actor, now)
    invitation.answered_at = invitation.answered_at or now
    invitation.decline_reason = ""
    _record(events.BidIntended(invitation.rfq_id, invitation.id), invitation, actor, now)


def decline(invitation: Invitation, reason: str, *, actor: Actor, now: datetime) -> None:
    """Say with a reason that the supplier will not bid; until the deadline it may think again.

    ``RuleBroken`` at ``reason`` without one, and while a bid of the supplier's stands.
    """
    # Whoever submits in another tab holds the invitation: it is declined before that, or the bid stands.
    lock(invitation)
    bid = bid_for(invitation.supplier_id, invitation.rfq.current_round.id)
    if bid is not None:
        db.session.refresh(bid)
    if bid is not None and bid.counting is not None:
        raise RuleBroken(BID_STANDS)
    INVITATION.advance(invitation, "decline", actor, now)
    invitation.decline_reason = check_reason(reason)
    invitation.answered_at = invitation.answered_at or now
    _record(events.InvitationDeclined(invitation.rfq_id, invitation.id), invitation, actor, now)


def _record(fact: object, invitation: Invitation, actor: Actor, now: datetime) -> None:
    db.session.flush()
    history.record(
        fact,
        about=[invitation.rfq, invitation],
        readers=[invitation.buyer_id, invitation.supplier_id],
        actor=actor,
        now=now,
    )
