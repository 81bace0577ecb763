"""The orders that a supplier was issued, by any buyer, and its answers to them."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.orders.models import PurchaseOrder
from portal.orders.queries import orders as queries
from portal.orders.service import responses as service
from portal.orders.service.responses import Answer, Verdict
from portal.orders.workflow import LIVE, ORDER, OrderState, ScheduleState
from portal.supplier import bp
from portal.supplier.order_acts import order_acts, order_step
from portal.supplier.order_forms import AnswerForm
from portal.web.access import actor, now, organisation_id
from portal.web.forms import check_unchanged, page, submit
from portal.web.order_pages import today, wish_of
from portal.web.order_views import order_list, order_page, words
from portal.web.tabs import chosen

STATES: dict[str, tuple[OrderState, ...]] = {
    "running": LIVE,
    "over": (OrderState.REJECTED, OrderState.CLOSED, OrderState.CANCELLED),
}
TABS = {"": _("All"), "running": _("Running"), "overdue": _("Overdue"), "over": _("Over")}


@bp.get("/orders")
def orders() -> ResponseReturnValue:
    """The orders, newest first; ``?show=`` narrows to those running, overdue or ended, ``?q=`` searches."""
    states = STATES.get(chosen(TABS), ())
    statement = queries.orders(organisation_id(), states, words())
    return order_list(
        statement.where(queries.overdue(today())) if chosen(TABS) == "overdue" else statement,
        TABS,
        _("An order stands here as soon as a buyer has issued it to you."),
    )


@bp.get("/orders/<order>")
def order(order: str) -> ResponseReturnValue:
    """One order: how it stands, its lines with four dates apart, and what has been delivered."""
    record = queries.order(organisation_id(), order)
    return order_page(
        record, order_acts(record), order_step(record), take_back=("withdraw", "supplier.order_withdraw")
    )


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
    check_unchanged(record)
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
