"""The orders that a supplier was issued, by any buyer, and its answers to them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.roles import sees_prices
from portal.orders.models import PurchaseOrder, ScheduleLine
from portal.orders.queries import orders as queries
from portal.orders.queries import receipts, shipments
from portal.orders.service import responses as service
from portal.orders.service.responses import Answer, Verdict
from portal.orders.workflow import LIVE, ORDER, SCHEDULE, OrderState, ScheduleState
from portal.supplier import bp
from portal.supplier.order_acts import next_step, order_acts
from portal.supplier.order_forms import AnswerForm
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit
from portal.web.order_pages import BASIS, rows_of, shown, steps_of, wish_of, with_outcomes, with_states
from portal.web.paging import page_by_key

STATES: dict[str, tuple[OrderState, ...]] = {
    "running": LIVE,
    "over": (OrderState.REJECTED, OrderState.CLOSED, OrderState.CANCELLED),
}
TABS = {"": _("All"), "running": _("Running"), "over": _("Over")}


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    """The orders, newest first; ``?show=`` narrows to those running or over, ``?q=`` searches."""
    show, text = request.args.get("show", ""), request.args.get("q", "").strip()[:100]
    rows = page_by_key(queries.orders(organisation_id(), STATES.get(show, ()), text), PurchaseOrder)
    kept: dict[str, Any] = {"show": show or None, "q": text or None}
    return render_template(
        "supplier/orders/list.html",
        rows=with_states(rows.items),
        older=url_for("supplier.orders", after=rows.older, **kept) if rows.older else None,
        newer=url_for("supplier.orders", before=rows.newer, **kept) if rows.newer else None,
        text=text,
        show=show,
        tabs=[
            {"label": label, "url": url_for("supplier.orders", show=key or None), "active": key == show}
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
        "supplier/orders/show.html",
        order=record,
        state=shown(record),
        steps=steps_of(record)[1:],
        acts=order_acts(record, actor(), now()),
        next_step=next_step(record, actor(), now()),
        rows=rows_of(record, receipts.last_arrivals(reader, record), prices, _take_back_url),
        shipments=with_states(shipments.shipments_of(reader, record)),
        receipts=with_outcomes(receipts.receipts_of(reader, record)),
        basis=BASIS[record.date_basis],
    )


def _take_back_url(part: ScheduleLine) -> str:
    if not SCHEDULE.allows(part, "withdraw", actor(), now()):
        return ""
    return url_for("supplier.order_withdraw", order=part.line.order.public_id, schedule=part.public_id)


def back(record: PurchaseOrder) -> ResponseReturnValue:
    """To the order's page."""
    return redirect(url_for("supplier.order", order=record.public_id), 303)


@bp.route("/orders/<order>/answer", methods=["GET", "POST"])
def order_answer(order: str) -> ResponseReturnValue:
    """Answer the lines that wait, and propose changes of those that are agreed."""
    record = queries.order(organisation_id(), order)
    open_now = any(ORDER.allows(record, action, actor(), now()) for action in ("respond", "propose"))
    if request.method == "GET" and not open_now:
        return back(record)
    form = AnswerForm(record)

    def act() -> ResponseReturnValue:
        service.answer(record, form.answers(), actor=actor(), now=now())
        flash(_("The buyer has your answer."), "good")
        return back(record)

    return submit(form, act) or page(
        "supplier/orders/answer.html",
        form=form,
        order=record,
        wishes={part.id: wish_of(part.open_change, prices=True) for part in record.schedule},
    )


@bp.post("/orders/<order>/accept")
def order_accept(order: str) -> ResponseReturnValue:
    """Accept every line that waits, as it was ordered."""
    record = queries.order(organisation_id(), order)
    waiting = [part for part in record.schedule if part.state is ScheduleState.OPEN]
    service.answer(record, [Answer(part, Verdict.ACCEPT) for part in waiting], actor=actor(), now=now())
    flash(_("You have accepted the order."), "good")
    return back(record)


@bp.post("/orders/<order>/schedule/<schedule>/withdraw")
def order_withdraw(order: str, schedule: str) -> ResponseReturnValue:
    """Take back a proposal that the buyer has not decided yet."""
    record = queries.order(organisation_id(), order)
    service.withdraw(queries.part(record, schedule), actor=actor(), now=now())
    flash(_("The proposal is taken back."), "good")
    return back(record)
