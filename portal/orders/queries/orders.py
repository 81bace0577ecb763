"""Reads of purchase orders."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Row,
    Select,
    SQLColumnExpression,
    case,
    func,
    literal,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import joinedload, selectinload

from portal.catalog.models import SpecRevision
from portal.db import db, one
from portal.errors import Missing
from portal.money import SCALE
from portal.orders.models import PoLine, PurchaseOrder, ScheduleLine
from portal.orders.queries.visible import issued_to
from portal.orders.rules.orders import RUNNING, SETTLED_WITHOUT_DELIVERY
from portal.orders.workflow import LIVE, DateBasis, OrderState, ScheduleState
from portal.sourcing.models import Award

# A hundred percent, in millionths.
_WHOLE = literal(100 * 10**SCALE, BigInteger)


def orders(reader_id: int, states: Iterable[OrderState] = (), text: str = "") -> Select[PurchaseOrder]:
    """The orders that the reader may see; a supplier sees them from their issue on.

    ``text`` is looked for in our number, the ERP's and the supplier's quote number.
    """
    statement = (
        select(PurchaseOrder)
        .where(issued_to(reader_id, PurchaseOrder))
        .options(joinedload(PurchaseOrder.buyer), joinedload(PurchaseOrder.supplier))
    )
    if wanted := tuple(states):
        statement = statement.where(PurchaseOrder.state.in_(wanted))
    if text:
        found = [
            func.lower(column).contains(text.lower(), autoescape=True)
            for column in (PurchaseOrder.number, PurchaseOrder.erp_number, PurchaseOrder.quote_number)
        ]
        statement = statement.where(or_(*found))
    return statement


def overdue(on: date) -> ColumnElement[bool]:
    """Whether a schedule line of an order is overdue on a day; ``rules.orders.is_overdue`` is the same in Python."""
    came = case(
        (PurchaseOrder.date_basis == DateBasis.HANDOVER, ScheduleLine.shipped_quantity),
        else_=ScheduleLine.received_quantity,
    )
    return (
        select(ScheduleLine.id)
        .join(PoLine)
        .where(
            PoLine.order_id == PurchaseOrder.id,
            ScheduleLine.state.not_in(SETTLED_WITHOUT_DELIVERY),
            _due() < on,
            _falls_short(came),
        )
        .correlate(PurchaseOrder)
        .exists()
    ) & PurchaseOrder.state.in_(RUNNING)


def _due() -> ColumnElement[date]:
    """``ScheduleLine.due_date`` in the database."""
    return func.coalesce(ScheduleLine.revised_date, ScheduleLine.agreed_date, ScheduleLine.requested_date)


def to_ship(supplier_id: int, most: int) -> Sequence[Row[PurchaseOrder, date]]:
    """The running orders of which something agreed is still to leave the supplier, each with the earliest date for
    which that is planned, the most urgent first.

    A schedule line within its under-delivery tolerance waits no more, though the rest may still be shipped.
    """
    due = (
        select(func.min(_due()))
        .join(PoLine, PoLine.id == ScheduleLine.po_line_id)
        .where(
            PoLine.order_id == PurchaseOrder.id,
            ScheduleLine.agreed_date.is_not(None),
            ScheduleLine.state.not_in(SETTLED_WITHOUT_DELIVERY),
            _falls_short(ScheduleLine.shipped_quantity),
        )
        .correlate(PurchaseOrder)
        .scalar_subquery()
    )
    return db.session.execute(
        orders(supplier_id, LIVE)
        .add_columns(due)
        .where(PurchaseOrder.supplier_id == supplier_id, due.is_not(None))
        .order_by(due, PurchaseOrder.id)
        .limit(most)
    ).all()


def _falls_short(came: SQLColumnExpression[Decimal]) -> ColumnElement[bool]:
    """Whether a quantity is below ``rules.orders.least_deliverable`` of its schedule line.

    In whole millionths: quantity − came > quantity × tolerance ÷ 100, with the product taken in two parts,
    neither of which outgrows 64 bits. The right side may be rounded down, since the left one is whole.
    """
    quantity = type_coerce(ScheduleLine.quantity, BigInteger)
    tolerance = type_coerce(PurchaseOrder.under_tolerance, BigInteger)
    missing = quantity - type_coerce(came, BigInteger)
    return missing - quantity // _WHOLE * tolerance > quantity % _WHOLE * tolerance // _WHOLE


def with_lines(statement: Select[PurchaseOrder]) -> Select[PurchaseOrder]:
    """The same orders with lines, schedule lines and changes loaded in a fixed number of queries."""
    lines = selectinload(PurchaseOrder.lines)
    return statement.options(
        lines.joinedload(PoLine.item),
        lines.joinedload(PoLine.spec_revision).joinedload(SpecRevision.spec),
        lines.selectinload(PoLine.schedule).joinedload(ScheduleLine.site),
        lines.selectinload(PoLine.schedule).selectinload(ScheduleLine.changes),
    )


def order(reader_id: int, public_id: str) -> PurchaseOrder:
    """One order with its lines. ``Missing`` for anybody else's, and for a supplier before it is issued."""
    return one(
        with_lines(orders(reader_id).where(PurchaseOrder.public_id == public_id)).options(
            joinedload(PurchaseOrder.contract), joinedload(PurchaseOrder.award).joinedload(Award.rfq)
        )
    )


def order_by_id(order_id: int) -> PurchaseOrder:
    """For reactions, which know of it from an event."""
    return one(with_lines(select(PurchaseOrder).where(PurchaseOrder.id == order_id)))


def waiting_for(reader_id: int, states: Iterable[ScheduleState]) -> list[PurchaseOrder]:
    """The issued orders of which a schedule line is in one of the states, the longest waiting first."""
    wanted = tuple(states)
    waits = (
        select(ScheduleLine.id)
        .join(PoLine)
        .where(PoLine.order_id == PurchaseOrder.id, ScheduleLine.state.in_(wanted))
        .exists()
    )
    return list(
        db.session.scalars(
            orders(reader_id)
            .where(
                waits,
                PurchaseOrder.issued_at.is_not(None),
                PurchaseOrder.state.not_in((OrderState.CLOSED, OrderState.CANCELLED)),
            )
            .order_by(PurchaseOrder.issued_at, PurchaseOrder.id)
        )
    )


def line(order: PurchaseOrder, public_id: str) -> PoLine:
    """One line of an order that was read before. ``Missing`` where it is not the order's."""
    for one_line in order.lines:
        if one_line.public_id == public_id:
            return one_line
    raise Missing


def part(order: PurchaseOrder, public_id: str) -> ScheduleLine:
    """One schedule line of an order that was read before. ``Missing`` where it is not the order's."""
    for one_part in order.schedule:
        if one_part.public_id == public_id:
            return one_part
    raise Missing
