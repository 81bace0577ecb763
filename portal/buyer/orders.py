"""The buyer's orders: the list, the record, and the acts on a draft."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.queries import sites
from portal.buyer import bp
from portal.buyer.order_acts import order_acts, order_step
from portal.buyer.order_forms import IssueForm, OrderForm
from portal.db import db
from portal.orders.models import PurchaseOrder
from portal.orders.queries import gates
from portal.orders.queries import orders as queries
from portal.orders.service import orders as service
from portal.orders.workflow import LIVE, ORDER, OrderState
from portal.web.access import actor, now, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.order_pages import today
from portal.web.order_views import order_list, order_page, words
from portal.web.tabs import chosen

STATES: dict[str, tuple[OrderState, ...]] = {
    "drafts": (OrderState.DRAFT, OrderState.AWAITING_APPROVAL),
    "running": (*LIVE, OrderState.REJECTED),
    "over": (OrderState.CLOSED, OrderState.CANCELLED),
}
TABS = {
    "": _("All"),
    "drafts": _("Drafts"),
    "running": _("Running"),
    "overdue": _("Overdue"),
    "over": _("Over"),
}


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    """The orders, newest first; ``?show=`` narrows to drafts, running, overdue or ended ones, ``?q=`` searches."""
    states = STATES.get(chosen(TABS), ())
    statement = queries.orders(organisation_id(), states, words())
    return order_list(
        statement.where(queries.overdue(today())) if chosen(TABS) == "overdue" else statement,
        TABS,
        _("Orders begin with a published award, or are called off from a contract."),
    )


@bp.get("/orders/<order>")
def order(order: str) -> ResponseReturnValue:
    """One order: how it stands, its lines with four dates apart, and what has been delivered."""
    record = queries.order(organisation_id(), order)
    return order_page(
        record,
        order_acts(record),
        order_step(record),
        take_back=("retract", "buyer.order_retract"),
        override_reason=record.override_reason,
    )


def closed_to(record: PurchaseOrder, action: str) -> bool:
    """Whether a form is asked for whose act is not open: the reader is sent back to the record."""
    return request.method == "GET" and not ORDER.allows(record, action, actor(), now())


def back(record: PurchaseOrder) -> ResponseReturnValue:
    """To the order's page."""
    return redirect(url_for("buyer.order", order=record.public_id), 303)


@bp.route("/orders/<order>/edit", methods=["GET", "POST"])
def order_edit(order: str) -> ResponseReturnValue:
    """Change a draft: its terms and its schedule."""
    record = queries.order(organisation_id(), order)
    if closed_to(record, "edit"):
        return back(record)
    form = OrderForm(record, db.session.scalars(sites(organisation_id())))

    def act() -> ResponseReturnValue:
        service.edit(record, form.terms(), form.schedules(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        return back(record)

    return submit(form, act) or page("buyer/orders/edit.html", form=form, order=record)


@bp.route("/orders/<order>/issue", methods=["GET", "POST"])
def order_issue(order: str) -> ResponseReturnValue:
    """Look through the order and its supplier's certificates, and issue it."""
    record = queries.order(organisation_id(), order)
    if closed_to(record, "issue"):
        return back(record)
    form = IssueForm(obj=record)

    def act() -> ResponseReturnValue:
        service.issue(record, override_reason=form.override_reason.data or "", actor=actor(), now=now())
        flash(_("Order %(number)s is with the supplier.", number=record.number), "good")
        return back(record)

    return submit(form, act) or page(
        "buyer/orders/issue.html",
        form=form,
        order=record,
        certificates=gates.certificates_at_order(organisation_id(), record, today()),
    )


@bp.post("/orders/<order>/lines/<po_line>/remove")
def order_line_remove(order: str, po_line: str) -> ResponseReturnValue:
    """Take a line out of a draft."""
    record = queries.order(organisation_id(), order)
    service.remove_line(queries.line(record, po_line), actor=actor(), now=now())
    flash(_("The line is gone; what it took of the award or the contract is free again."), "good")
    return back(record)


put_buttons(
    bp,
    "/orders/<order>",
    "order",
    queries.order,
    [
        Button("request-approval", service.request_approval, _("The order waits for approval.")),
        Button("return", service.return_to_draft, _("The order is a draft again.")),
        Button("discard", service.discard, _("The draft is discarded."), to="orders"),
        Button("close", service.close, _("The order is closed.")),
    ],
)
