"""Invitations that may be spoken of, and orders with the instants of issue and first answer."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from portal.db import db
from portal.history import Event, EventSubject
from portal.measures.queries.readers import by_supplier, check_reader
from portal.measures.responsiveness import Invited, Issued, Reply
from portal.orders.models import PurchaseOrder
from portal.orders.workflow import OrderState
from portal.sourcing.models import Bid, Invitation, Rfq, RfqRound
from portal.sourcing.workflow import SENT, BidState, InvitationState, RfqState

SETTLED = (RfqState.OPENED, RfqState.AWARDED, RfqState.UNSUCCESSFUL, RfqState.CANCELLED)
ANSWERED = (*SENT, BidState.WITHDRAWN)


def invited(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, list[Invited]]:
    """The invitations to RFQs that were opened or cancelled: of all others nobody may learn who has answered.

    A bid in a later round that is still sealed tells nothing either. One query.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    opened_at = (
        select(func.min(RfqRound.opened_at)).where(RfqRound.rfq_id == Rfq.id).correlate(Rfq).scalar_subquery()
    )
    statement = (
        select(
            Invitation.id,
            Invitation.supplier_id,
            case(
                (_has_bid(), literal(str(Reply.BID))),
                (Invitation.state == InvitationState.DECLINED, literal(str(Reply.DECLINED))),
                else_=literal(str(Reply.NONE)),
            ).label("reply"),
            opened_at.label("opened_at"),
            _cancelled_at().label("cancelled_at"),
        )
        .join(Rfq, Rfq.id == Invitation.rfq_id)
        .where(
            Invitation.buyer_id == buyer_id,
            Invitation.supplier_id.in_(supplier_ids),
            Invitation.invited_at.is_not(None),
            Rfq.state.in_(SETTLED),
        )
        .order_by(Invitation.id)
    )
    return by_supplier(
        supplier_ids,
        (
            (row.supplier_id, Invited(row.id, Reply(row.reply), row.opened_at or row.cancelled_at))
            for row in db.session.execute(statement)
        ),
    )


def _has_bid() -> ColumnElement[bool]:
    """Whether the supplier has submitted a bid in a round that is opened, or at all where the RFQ was cancelled."""
    return (
        select(Bid.id)
        .join(RfqRound, RfqRound.id == Bid.round_id)
        .where(
            Bid.rfq_id == Invitation.rfq_id,
            Bid.supplier_id == Invitation.supplier_id,
            Bid.state.in_(ANSWERED),
            or_(RfqRound.opened_at.is_not(None), Rfq.state == RfqState.CANCELLED),
        )
        .exists()
    )


def _cancelled_at() -> Any:
    """When the RFQ was cancelled, which its history knows."""
    return (
        select(func.max(Event.at))
        .join(EventSubject, EventSubject.event_id == Event.id)
        .where(
            EventSubject.kind == Rfq.__tablename__,
            EventSubject.subject_id == Rfq.id,
            Event.name == "RfqCancelled",
        )
        .correlate(Rfq)
        .scalar_subquery()
    )


def issued(reader_id: int, buyer_id: int, supplier_ids: Collection[int]) -> dict[int, list[Issued]]:
    """The issued orders with their first answers. One query.

    Left out are orders of an imported history, which does not tell when they were answered, and those that were
    cancelled before an answer, for which nobody waits any more.
    """
    check_reader(reader_id, buyer_id, supplier_ids)
    statement = (
        select(
            PurchaseOrder.id, PurchaseOrder.supplier_id, PurchaseOrder.issued_at, PurchaseOrder.answered_at
        )
        .where(
            PurchaseOrder.buyer_id == buyer_id,
            PurchaseOrder.supplier_id.in_(supplier_ids),
            PurchaseOrder.issued_at.is_not(None),
            or_(
                PurchaseOrder.answered_at.is_not(None),
                and_(PurchaseOrder.imported_by == "", PurchaseOrder.state != OrderState.CANCELLED),
            ),
        )
        .order_by(PurchaseOrder.issued_at, PurchaseOrder.id)
    )
    return by_supplier(
        supplier_ids,
        (
            (row.supplier_id, Issued(row.id, _at(row.issued_at), row.answered_at))
            for row in db.session.execute(statement)
        ),
    )


def _at(instant: datetime | None) -> datetime:
    assert instant is not None
    return instant
