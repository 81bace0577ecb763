"""The buyer's orders: the list, the record, and the acts on a draft."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.queries import sites
from portal.accounts.roles import sees_prices
from portal.buyer import bp
from portal.buyer.order_acts import next_step, order_acts
from portal.buyer.order_forms import IssueForm, OrderForm
from portal.db import db
from portal.orders.models import PurchaseOrder, ScheduleLine
from portal.orders.queries import gates, receipts, shipments
from portal.orders.queries import orders as queries
from portal.orders.service import orders as service
from portal.orders.workflow import LIVE, ORDER, SCHEDULE, OrderState
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit
from portal.web.order_pages import BASIS, rows_of, shown, steps_of, today, with_outcomes, with_states
from portal.web.paging import page_by_key

STATES: dict[str, tuple[OrderState, ...]] = {
    "drafts": (OrderState.DRAFT, OrderState.AWAITING_APPROVAL),
    "running": (*LIVE, OrderState.REJECTED),
    "over": (OrderState.CLOSED, OrderState.CANCELLED),
}
TABS = {"": _("All"), "drafts": _("Drafts"), "running": _("Running"), "over": _("Over")}


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    """The orders, newest first; ``?show=`` narrows to drafts, running ones or those over, ``?q=`` searches."""
    show, text = request.args.get("show", ""), request.args.get("q", "").strip()[:100]
    rows = page_by_key(queries.orders(organisation_id(), STATES.get(show, ()), text), PurchaseOrder)
    kept: dict[str, Any] = {"show": show or None, "q": text or None}
    return render_template(
        "buyer/orders/list.html",
        rows=with_states(rows.items),
        older=url_for("buyer.orders", after=rows.older, **kept) if rows.older else None,
        newer=url_for("buyer.orders", before=rows.newer, **kept) if rows.newer else None,
        text=text,
        show=show,
        tabs=[
            {"label": label, "url": url_for("buyer.orders", show=key or None), "active": key == show}
            for key, label in TABS.items()
        ],
    )


@bp.get("/orders/<order>")
def order(order: str) -> ResponseReturnValue:
    """One order: how it stands, its lines with four dates apart, and what has been delivered."""
    reader = organisation_id()
    record = queries.order(reader, order)
    prices = sees_prices(actor().roles)
    return render_template(
        "buyer/orders/show.html",
        order=record,
        state=shown(record),
        steps=steps_of(record),
        acts=order_acts(record, actor(), now()),
        next_step=next_step(record, actor(), now()),
        rows=rows_of(record, receipts.last_arrivals(reader, record), prices, _take_back_url),
        shipments=with_states(shipments.shipments_of(reader, record)),
        receipts=with_outcomes(receipts.receipts_of(reader, record)),
        basis=BASIS[record.date_basis],
    )


def _take_back_url(part: ScheduleLine) -> str:
    if not SCHEDULE.allows(part, "retract", actor(), now()):
        return ""
    return url_for("buyer.order_retract", order=part.line.order.public_id, schedule=part.public_id)


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


@bp.post("/orders/<order>/request-approval")
def order_request_approval(order: str) -> ResponseReturnValue:
    """Ask somebody else to approve a draft."""
    record = queries.order(organisation_id(), order)
    service.request_approval(record, actor=actor(), now=now())
    flash(_("The order waits for approval."), "good")
    return back(record)


@bp.post("/orders/<order>/return")
def order_return(order: str) -> ResponseReturnValue:
    """Return an order to be changed."""
    record = queries.order(organisation_id(), order)
    service.return_to_draft(record, actor=actor(), now=now())
    flash(_("The order is a draft again."), "good")
    return back(record)


@bp.post("/orders/<order>/discard")
def order_discard(order: str) -> ResponseReturnValue:
    """Give up a draft."""
    record = queries.order(organisation_id(), order)
    service.discard(record, actor=actor(), now=now())
    flash(_("The draft is discarded."), "good")
    return redirect(url_for("buyer.orders"), 303)


@bp.post("/orders/<order>/close")
def order_close(order: str) -> ResponseReturnValue:
    """Close an order that was delivered."""
    record = queries.order(organisation_id(), order)
    service.close(record, actor=actor(), now=now())
    flash(_("The order is closed."), "good")
    return back(record)
