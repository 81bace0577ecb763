"""Inviting suppliers, and what they answer."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from portal import history
from portal.accounts.models import Organisation
from portal.db import db
from portal.errors import Missing, RuleBroken
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from portal.sourcing import events
from portal.sourcing.models import Invitation, Rfq
from portal.sourcing.queries.bids import bid_for
from portal.sourcing.rules.drafts import ALREADY_INVITED, BID_STANDS, NOT_ACTIVE, check_reason
from portal.sourcing.service.audience import hold
from portal.sourcing.workflow import INVITATION, RFQ, RfqState
from portal.workflow import Actor

Gate = Callable[[Rfq, Organisation], None]


def no_gate(rfq: Rfq, supplier: Organisation) -> None:
    """The gate of an RFQ that asks for no certificates."""


def invite(
    rfq: Rfq,
    supplier: Organisation,
    *,
    actor: Actor,
    now: datetime,
    gate: Gate = no_gate,
    override_reason: str = "",
) -> Invitation:
    """Invite a supplier with whom the buyer has an active partnership.

    In a draft the invitation waits for the publishing; afterwards it goes out at once. ``gate`` raises
    ``RuleBroken`` where a certificate that blocks is missing, unless an ``override_reason`` is given.
    ``Missing`` for a supplier that is none of the buyer's; ``RuleBroken`` at ``supplier`` for one whose
    partnership is not active or who is invited already.
    """
    hold(rfq)
    RFQ.advance(rfq, "invite", actor, now)
    _check_partner(rfq, supplier)
    overridden = _pass(gate, rfq, supplier, override_reason)
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


def _pass(gate: Gate, rfq: Rfq, supplier: Organisation, override_reason: str) -> bool:
    """Whether the gate had to be overridden; it stays shut without a reason."""
    try:
        gate(rfq, supplier)
    except RuleBroken:
        if not override_reason.strip():
            raise
        return True
    return False


def uninvite(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """Take a supplier off a draft's list. ``WrongState`` once the RFQ is out: what went out stays."""
    rfq = invitation.rfq
    RFQ.check(rfq, "edit", actor, now)
    rfq.invitations.remove(invitation)
    db.session.delete(invitation)
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
    bid = bid_for(invitation.supplier_id, invitation.rfq.current_round.id)
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
