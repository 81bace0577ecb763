"""What waits for a supplier about contracts, orders and shipments."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.db import db
from portal.orders.models import ShipNotice
from portal.orders.queries import contracts as contract_queries
from portal.orders.queries import orders as queries
from portal.orders.queries import shipments
from portal.orders.workflow import ScheduleState, ShipNoticeState
from portal.web.menu import Todo

MOST = 20
SALES = {Role.SALES, Role.SUPPLIER_ADMIN}


def todos(supplier_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """Each act that somebody with these roles could do now."""
    if not SALES.isdisjoint(roles):
        yield from _for_sales(supplier_id)
    if not (SALES | {Role.LOGISTICS}).isdisjoint(roles):
        yield from _for_logistics(supplier_id, now)


def _for_sales(supplier_id: int) -> Iterator[Todo]:
    for order in queries.waiting_for(supplier_id, [ScheduleState.OPEN, ScheduleState.AMENDED])[:MOST]:
        yield Todo(
            _("Answer"),
            order.number or "",
            url_for("supplier.order_answer", order=order.public_id),
            organisation=order.buyer.name,
        )
    rows = db.session.scalars(contract_queries.to_sign(supplier_id).limit(MOST))
    for contract in rows:
        yield Todo(
            _("Sign"),
            f"{contract.number} · {contract.title}",
            url_for("supplier.contract", contract=contract.public_id),
            organisation=contract.buyer.name,
        )


def _for_logistics(supplier_id: int, now: datetime) -> Iterator[Todo]:
    for order, due in queries.to_ship(supplier_id, MOST):
        yield Todo(
            _("Announce the shipment"),
            order.number or "",
            url_for("supplier.order_ship", order=order.public_id),
            due_date=due,
            late=due < now.date(),
            organisation=order.buyer.name,
        )
    rows = db.session.scalars(
        shipments.shipments(supplier_id, [ShipNoticeState.ANNOUNCED])
        .where(ShipNotice.expected_on <= now.date())
        .order_by(ShipNotice.expected_on, ShipNotice.id)
        .limit(MOST)
    )
    for notice in rows:
        yield Todo(
            _("Confirm the delivery"),
            f"{notice.number} · {notice.order.number}",
            url_for("supplier.shipment_confirm", shipment=notice.public_id),
            due_date=notice.expected_on,
            late=notice.expected_on < now.date(),
            organisation=notice.buyer.name,
        )
