"""Who is told what becomes of an RFQ, and the lock under which it is told."""

from sqlalchemy import select

from portal.db import as_seen, db
from portal.sourcing.models import Rfq, RfqRound
from portal.sourcing.workflow import InvitationState


def hold(rfq: Rfq) -> None:
    """Lock the RFQ and read it and its round again, so that two who act at once act one after the other.

    Whoever submits a bid takes the same lock, so that an addendum or a new deadline is either before it or after.
    """
    db.session.flush()
    for statement in (
        select(Rfq).where(Rfq.id == rfq.id),
        select(RfqRound).where(RfqRound.rfq_id == rfq.id),
    ):
        # Their keys stay free: whoever stores something that names the RFQ has the round and waits for nobody.
        locked = statement.with_for_update(key_share=True)
        db.session.execute(locked, execution_options={"populate_existing": True}).all()


def hold_seen(rfq: Rfq) -> None:
    """Hold the RFQ for an act that sends out what it says: ``Stale`` where somebody else has changed it since."""
    with as_seen(rfq):
        hold(rfq)


def audience(rfq: Rfq) -> list[int]:
    """The buyer and everyone invited who has not declined."""
    listening = [
        row.supplier_id
        for row in rfq.invitations
        if row.invited_at is not None and row.state is not InvitationState.DECLINED
    ]
    return [rfq.buyer_id, *listening]


def everyone_invited(rfq: Rfq) -> list[int]:
    """The buyer and everyone to whom an invitation has gone out, those who declined included."""
    return [rfq.buyer_id, *(row.supplier_id for row in rfq.invitations if row.invited_at is not None)]
