"""Lots for the buyer's quality engineers: the queue, the lot, and the decision. No page here shows a price."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.lot_acts import lot_acts
from portal.buyer.lot_forms import BlockForm, RejectForm
from portal.orders.models import GoodsReceipt, GoodsReceiptLine
from portal.orders.queries import lots as queries
from portal.orders.rules.lots import left_of
from portal.orders.service import lots as service
from portal.orders.workflow import RECEIPT_LINE
from portal.web.access import actor, now, organisation_id
from portal.web.forms import check_unchanged, page, submit
from portal.web.order_pages import shown, with_states, with_verdicts
from portal.web.paging import page_by_text


@bp.get("/lots")
def lots() -> ResponseReturnValue:
    """What quality has still to decide about, the oldest arrival first."""
    rows = page_by_text(queries.waiting(organisation_id()), GoodsReceiptLine, GoodsReceipt.arrived_on)
    return render_template("buyer/lots/list.html", rows=with_states(rows.items), pages=rows)


@bp.get("/lots/<lot>")
def lot(lot: str) -> ResponseReturnValue:
    """One lot: what it is, what was decided, and what may be decided now."""
    record = queries.lot(organisation_id(), lot)
    return render_template(
        "buyer/lots/show.html",
        lot=record,
        state=shown(record),
        acts=lot_acts(record, "primary"),
        decisions=with_verdicts(record.decisions),
    )


@bp.post("/lots/<lot>/accept")
def lot_accept(lot: str) -> ResponseReturnValue:
    """Accept it."""
    record = queries.lot(organisation_id(), lot)
    check_unchanged(record)
    service.accept(record, actor=actor(), now=now())
    flash(_("The lot is accepted."), "good")
    return redirect(url_for("buyer.lots"), 303)


@bp.route("/lots/<lot>/block", methods=["GET", "POST"])
def lot_block(lot: str) -> ResponseReturnValue:
    """Hold it back, with a reason."""
    record = queries.lot(organisation_id(), lot)
    form = BlockForm(obj=record)

    def act() -> None:
        service.block(record, form.reason.data or "", form.note.data or "", actor=actor(), now=now())
        flash(_("The lot is blocked. The supplier has been told."), "good")

    return _decide(record, "block", _("Block the lot"), form, act)


@bp.route("/lots/<lot>/reject", methods=["GET", "POST"])
def lot_reject(lot: str) -> ResponseReturnValue:
    """Reject it or a part of it, with a reason."""
    record = queries.lot(organisation_id(), lot)
    form = RejectForm(obj=record, data={"quantity": left_of(record)})

    def act() -> None:
        said = form.quantity.data, form.reason.data or "", form.note.data or ""
        service.reject(record, *said, actor=actor(), now=now())
        flash(_("The lot is rejected. The supplier has been told."), "good")

    return _decide(record, "reject", _("Reject the lot"), form, act)


def _decide(
    record: GoodsReceiptLine, action: str, label: Any, form: BlockForm, act: Callable[[], None]
) -> ResponseReturnValue:
    """The form of a decision; where that is not open any more, the reader is sent back to the lot."""
    if request.method == "GET" and not RECEIPT_LINE.allows(record, action, actor(), now()):
        return redirect(url_for("buyer.lot", lot=record.public_id), 303)

    def decided() -> ResponseReturnValue:
        act()
        return redirect(url_for("buyer.lots"), 303)

    return submit(form, decided) or page("buyer/lots/decide.html", form=form, lot=record, act=label)
