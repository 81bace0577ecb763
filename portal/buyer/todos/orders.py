"""What waits for the buyer about awards, contracts, orders and deliveries."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.db import db
from portal.orders.models import ShipNotice
from portal.orders.queries import awards, lots, shipments
from portal.orders.queries import contracts as contract_queries
from portal.orders.queries import orders as queries
from portal.orders.workflow import ContractState, OrderState, ScheduleState
from portal.web.menu import Todo

MOST = 20
# Goods that wait longer than this are missed by those who need them.
INSPECT_WITHIN = timedelta(days=3)


def todos(buyer_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """Each act that somebody with these roles could do now, the most pressing kinds only."""
    if Role.PROCUREMENT in roles:
        yield from _for_procurement(buyer_id)
    if Role.APPROVER in roles:
        yield from _for_approvers(buyer_id)
    if Role.GOODS_IN in roles:
        yield from _for_goods_in(buyer_id, now)
    if Role.QUALITY_ENGINEER in roles:
        yield from _for_quality(buyer_id, now)


def _for_procurement(buyer_id: int) -> Iterator[Todo]:
    for row in awards.unordered(buyer_id)[:MOST]:
        yield Todo(
            _("Order"),
            f"{row.award.rfq.number} · {row.supplier.name}",
            url_for("buyer.to_order"),
            about=str(_("awarded, not ordered yet")),
        )
    for order in queries.waiting_for(buyer_id, [ScheduleState.CHANGED])[:MOST]:
        yield Todo(
            _("Decide"),
            f"{order.number} · {order.supplier.name}",
            url_for("buyer.order_decide", order=order.public_id),
            about=str(_("the supplier proposes changes")),
        )
    for contract in db.session.scalars(
        contract_queries.contracts(buyer_id, [ContractState.APPROVED]).limit(MOST)
    ):
        url = url_for("buyer.contract", contract=contract.public_id)
        yield Todo(_("Issue"), f"{contract.title} · {contract.supplier.name}", url)
    for contract in db.session.scalars(contract_queries.to_sign(buyer_id).limit(MOST)):
        url = url_for("buyer.contract_sign", contract=contract.public_id)
        yield Todo(_("Sign"), f"{contract.number} · {contract.supplier.name}", url)


def _for_approvers(buyer_id: int) -> Iterator[Todo]:
    for order in db.session.scalars(queries.orders(buyer_id, [OrderState.AWAITING_APPROVAL]).limit(MOST)):
        url = url_for("buyer.order_issue", order=order.public_id)
        yield Todo(_("Approve"), order.supplier.name, url, about=str(_("an order waits for approval")))
    for contract in db.session.scalars(contract_queries.to_approve(buyer_id).limit(MOST)):
        url = url_for("buyer.contract", contract=contract.public_id)
        about = str(_("a contract waits for approval"))
        yield Todo(_("Approve"), f"{contract.title} · {contract.supplier.name}", url, about=about)


def _for_goods_in(buyer_id: int, now: datetime) -> Iterator[Todo]:
    rows = db.session.scalars(
        shipments.expected(buyer_id).order_by(ShipNotice.expected_on, ShipNotice.id).limit(MOST)
    )
    for notice in rows:
        yield Todo(
            _("Receive"),
            f"{notice.number} · {notice.supplier.name}",
            url_for("buyer.shipment_receive", shipment=notice.public_id),
            about=notice.order.number or "",
            due_date=notice.expected_on,
            late=notice.expected_on < now.date(),
        )


def _for_quality(buyer_id: int, now: datetime) -> Iterator[Todo]:
    for lot in db.session.scalars(lots.waiting(buyer_id).limit(MOST)):
        due = lot.receipt.arrived_on + INSPECT_WITHIN
        yield Todo(
            _("Inspect"),
            f"{lot.schedule_line.line.description} · {lot.receipt.supplier.name}",
            url_for("buyer.lot", lot=lot.public_id),
            about=lot.lots or lot.receipt.number,
            due_date=due,
            late=due < now.date(),
        )
