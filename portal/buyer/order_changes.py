"""What the buyer does about an issued order: decide about proposals, change it, cancel it."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.roles import sees_prices
from portal.buyer import bp
from portal.buyer.order_forms import AmendForm, DecideForm, ReasonForm
from portal.buyer.orders import back, closed_to
from portal.orders.queries import orders as queries
from portal.orders.service import changes
from portal.orders.service import orders as service
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit
from portal.web.order_pages import wish_of


@bp.route("/orders/<order>/decide", methods=["GET", "POST"])
def order_decide(order: str) -> ResponseReturnValue:
    """Accept or refuse what the supplier proposes, line by line."""
    record = queries.order(organisation_id(), order)
    if closed_to(record, "decide"):
        return back(record)
    form = DecideForm(record)

    def act() -> ResponseReturnValue:
        changes.decide(record, form.decisions(), actor=actor(), now=now())
        flash(_("The supplier knows what you have decided."), "good")
        return back(record)

    return submit(form, act) or page(
        "buyer/orders/decide.html",
        form=form,
        order=record,
        wishes={part.id: wish_of(part.open_change, sees_prices(actor().roles)) for part in record.schedule},
    )


@bp.route("/orders/<order>/amend", methods=["GET", "POST"])
def order_amend(order: str) -> ResponseReturnValue:
    """Change an issued order: at once where nothing was agreed, with the supplier's consent where it was."""
    record = queries.order(organisation_id(), order)
    if closed_to(record, "amend"):
        return back(record)
    form = AmendForm(record)

    def act() -> ResponseReturnValue:
        changes.amend(record, form.amendments(), actor=actor(), now=now())
        flash(_("The supplier knows what changes."), "good")
        return back(record)

    return submit(form, act) or page("buyer/orders/amend.html", form=form, order=record)


@bp.post("/orders/<order>/schedule/<schedule>/retract")
def order_retract(order: str, schedule: str) -> ResponseReturnValue:
    """Take back a change that the supplier has not answered yet."""
    record = queries.order(organisation_id(), order)
    changes.retract(queries.part(record, schedule), actor=actor(), now=now())
    flash(_("The change is taken back; the line stays as it was agreed."), "good")
    return back(record)


@bp.route("/orders/<order>/cancel", methods=["GET", "POST"])
def order_cancel(order: str) -> ResponseReturnValue:
    """Cancel an order: what was agreed needs the supplier's consent."""
    record = queries.order(organisation_id(), order)
    if closed_to(record, "cancel"):
        return back(record)
    form = ReasonForm(obj=record)

    def act() -> ResponseReturnValue:
        service.cancel(record, form.reason.data or "", actor=actor(), now=now())
        flash(_("What was not agreed is cancelled; for the rest the supplier is asked."), "good")
        return back(record)

    return submit(form, act) or page("buyer/orders/cancel.html", form=form, order=record)
