"""RFQs as either side may read them. Nothing here touches a bid."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.db import one
from portal.sourcing.models import Invitation, Rfq, RfqLine, RfqRound
from portal.sourcing.workflow import RfqState

# What an invited supplier may know of: from the publishing on, whatever became of it.
_OUT = tuple(state for state in RfqState if state not in (RfqState.DRAFT, RfqState.AWAITING_APPROVAL))


def rfqs(buyer_id: int) -> Select[Rfq]:
    """All RFQs of a buyer with their rounds; the caller orders and pages."""
    return select(Rfq).where(Rfq.buyer_id == buyer_id).options(selectinload(Rfq.rounds))


def _whole(statement: Select[Rfq]) -> Select[Rfq]:
    return statement.options(
        joinedload(Rfq.buyer),
        selectinload(Rfq.rounds),
        selectinload(Rfq.currencies),
        selectinload(Rfq.lines).joinedload(RfqLine.item),
        selectinload(Rfq.lines).joinedload(RfqLine.spec_revision),
        selectinload(Rfq.lines).joinedload(RfqLine.site),
        selectinload(Rfq.addenda),
    )


def rfq(buyer_id: int, public_id: str) -> Rfq:
    """One RFQ of a buyer with its lines. ``Missing`` for anybody else's."""
    return one(_whole(select(Rfq).where(Rfq.buyer_id == buyer_id, Rfq.public_id == public_id)))


def _invited(supplier_id: int) -> Select[Rfq]:
    return (
        select(Rfq)
        .join(Invitation, Invitation.rfq_id == Rfq.id)
        .where(Invitation.supplier_id == supplier_id, Invitation.invited_at.is_not(None), Rfq.state.in_(_OUT))
    )


def rfqs_for_supplier(supplier_id: int) -> Select[Rfq]:
    """The RFQs to which a supplier has been invited by any buyer, published ones only."""
    return _invited(supplier_id).options(joinedload(Rfq.buyer), selectinload(Rfq.rounds))


def rfq_for_supplier(supplier_id: int, public_id: str) -> Rfq:
    """One RFQ for a supplier. ``Missing`` unless it is published and the supplier is invited."""
    return one(_whole(_invited(supplier_id).where(Rfq.public_id == public_id)))


def closed(now: datetime) -> ColumnElement[bool]:
    """The SQL reading of ``rules.is_closed`` for published RFQs: the deadline of the last round has passed."""
    last = (
        select(func.max(RfqRound.ordinal)).where(RfqRound.rfq_id == Rfq.id).correlate(Rfq).scalar_subquery()
    )
    deadline = (
        select(RfqRound.deadline)
        .where(RfqRound.rfq_id == Rfq.id, RfqRound.ordinal == last)
        .correlate(Rfq)
        .scalar_subquery()
    )
    return and_(Rfq.state == RfqState.PUBLISHED, deadline <= now)
