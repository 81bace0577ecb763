"""RFQs as either side may read them. Nothing here touches a bid."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.catalog.models import Item, SpecRevision
from portal.db import one
from portal.files.models import StoredFile
from portal.sourcing.models import Invitation, Rfq, RfqFile, RfqLine, RfqRequirement, RfqRound
from portal.sourcing.workflow import RfqState

# What an invited supplier may know of: from the publishing on, whatever became of it.
_OUT = tuple(state for state in RfqState if state not in (RfqState.DRAFT, RfqState.AWAITING_APPROVAL))


def rfqs(buyer_id: int) -> Select[Rfq]:
    """All RFQs of a buyer with their rounds; the caller orders and pages."""
    return select(Rfq).where(Rfq.buyer_id == buyer_id).options(selectinload(Rfq.rounds))


def rfqs_standing(buyer_id: int, standing: str | None, now: datetime) -> Select[Rfq]:
    """Those of a buyer's RFQs that are ``draft``, ``waiting`` for an approval, ``open`` for bids, ``closed`` and
    waiting to be opened, ``opened`` and waiting for a decision, or ``over``; all of them for None."""
    statement = rfqs(buyer_id)
    over = (RfqState.AWARDED, RfqState.UNSUCCESSFUL, RfqState.CANCELLED)
    wanted: dict[str, ColumnElement[bool]] = {
        "draft": Rfq.state == RfqState.DRAFT,
        "waiting": Rfq.state == RfqState.AWAITING_APPROVAL,
        "open": and_(Rfq.state == RfqState.PUBLISHED, ~closed(now)),
        "closed": closed(now),
        "opened": Rfq.state == RfqState.OPENED,
        "over": Rfq.state.in_(over),
    }
    return statement if standing is None else statement.where(wanted[standing])


def found_rfqs(statement: Select[Rfq], words: str) -> Select[Rfq]:
    """Those of the RFQs whose number, ERP number or title holds the words, in capitals or small letters."""
    if not words.strip():
        return statement
    columns = (Rfq.number, Rfq.erp_number, Rfq.title)
    return statement.where(or_(*(column.icontains(words.strip(), autoescape=True) for column in columns)))


def rfq_file(buyer_id: int, public_id: str, file_id: str) -> RfqFile:
    """One file of an RFQ of the buyer. ``Missing`` for anybody else's."""
    return one(
        select(RfqFile)
        .join(Rfq, Rfq.id == RfqFile.rfq_id)
        .join(RfqFile.file)
        .where(Rfq.buyer_id == buyer_id, Rfq.public_id == public_id, StoredFile.public_id == file_id)
        .options(contains_eager(RfqFile.file))
    )


def _whole(statement: Select[Rfq]) -> Select[Rfq]:
    return statement.options(
        joinedload(Rfq.buyer),
        selectinload(Rfq.rounds),
        selectinload(Rfq.currencies),
        selectinload(Rfq.lines).options(
            joinedload(RfqLine.item).selectinload(Item.units),
            joinedload(RfqLine.spec_revision).joinedload(SpecRevision.spec),
            joinedload(RfqLine.site),
        ),
        selectinload(Rfq.requirements).joinedload(RfqRequirement.requirement),
        selectinload(Rfq.files).joinedload(RfqFile.file),
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
