"""The pages of orders and contracts that both sides have alike: each side's route fetches, these draw."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, Select

from portal.accounts.roles import sees_prices
from portal.orders.models import Contract, PurchaseOrder, ScheduleLine
from portal.orders.queries import contracts, receipts, shipments
from portal.orders.workflow import SCHEDULE
from portal.web import access
from portal.web.actions import Act
from portal.web.order_pages import BASIS, rows_of, shown, steps_of, today, with_outcomes, with_states
from portal.web.paging import page_by_key
from portal.web.sides import side_page
from portal.web.tabs import chosen, tabs_of

Page = tuple[str, int]
CONTRACT_TABS = {"": _("All"), "running": _("In force"), "expired": _("Expired")}
STANDING: dict[str, Callable[[date], ColumnElement[bool]]] = {
    "running": contracts.running,
    "expired": contracts.expired,
}


def words() -> str:
    """What the search above a list of orders asks for."""
    return request.args.get("q", "").strip()[:100]


def order_list(statement: Select[PurchaseOrder], tabs: dict[str, Any], nothing: Any) -> Page:
    """A page of the orders that a side has chosen, newest first; ``nothing`` says why there may be none."""
    found = page_by_key(statement, PurchaseOrder)
    return side_page(
        "orders/list.html",
        page=found,
        rows=with_states(found.items),
        tabs=tabs_of(tabs, chosen(tabs)),
        show=chosen(tabs),
        text=words(),
        nothing=nothing,
    )


def order_page(
    order: PurchaseOrder, acts: list[Act], next_step: Any, take_back: tuple[str, str], **own: Any
) -> Page:
    """One order: how it stands, its lines with four dates apart, and what has been delivered.

    ``take_back`` is the action by which this side takes its own proposal back, and the endpoint for it. ``own``
    is what only this side may read.
    """
    reader = access.organisation_id()

    def take_back_url(part: ScheduleLine) -> str:
        action, endpoint = take_back
        if not SCHEDULE.allows(part, action, access.actor(), access.now()):
            return ""
        return url_for(endpoint, order=order.public_id, schedule=part.public_id)

    return side_page(
        "orders/order.html",
        order=order,
        state=shown(order),
        steps=steps_of(order),
        acts=acts,
        next_step=next_step,
        rows=rows_of(
            order, receipts.last_arrivals(reader, order), sees_prices(access.actor().roles), take_back_url
        ),
        shipments=with_states(shipments.shipments_of(reader, order)),
        receipts=with_outcomes(receipts.receipts_of(reader, order)),
        basis=BASIS[order.date_basis],
        **own,
    )


def contract_list(statement: Select[Contract], nothing: Any) -> Page:
    """A page of contracts, newest first; ``?show=`` narrows to those in force today, or those that have expired."""
    show = chosen(CONTRACT_TABS)
    if show:
        statement = statement.where(STANDING[show](today()))
    found = page_by_key(statement, Contract)
    return side_page(
        "orders/contracts.html",
        page=found,
        rows=with_states(found.items),
        tabs=tabs_of(CONTRACT_TABS, show),
        nothing=nothing,
    )


def contract_page(contract: Contract, acts: list[Act], next_step: Any) -> Page:
    """One contract: terms, price list with what was called off, clauses, signatures."""
    return side_page(
        "orders/contract.html",
        contract=contract,
        state=shown(contract),
        acts=acts,
        next_step=next_step,
        call_offs=with_states(contracts.call_offs(access.organisation_id(), contract)),
    )
