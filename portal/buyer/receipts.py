"""Goods-in: what is expected, receiving it, and correcting a wrong receipt. No page here shows a price."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.lot_acts import lot_acts
from portal.buyer.order_acts import shipment_acts
from portal.buyer.order_forms import ReasonForm
from portal.buyer.receipt_forms import ReceiveForm
from portal.errors import Missing
from portal.orders.models import GoodsReceipt, PurchaseOrder, ShipNotice
from portal.orders.queries import orders as order_queries
from portal.orders.queries import receipts as queries
from portal.orders.queries import shipments
from portal.orders.service import receipts as service
from portal.orders.workflow import ORDER, RECEIPT_LINE
from portal.web import files
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit
from portal.web.order_pages import shown, today, with_states
from portal.web.paging import page_by_key


@bp.get("/goods-in")
def goods_in() -> ResponseReturnValue:
    """The ship notices that are expected, newest first; ``?show=all`` has those that are over too."""
    everything = request.args.get("show") == "all"
    statement = shipments.shipments if everything else shipments.expected
    rows = page_by_key(statement(organisation_id()), ShipNotice)
    kept: dict[str, Any] = {"show": "all"} if everything else {}
    return render_template(
        "buyer/receipts/expected.html",
        rows=[(row, state, shipment_acts(row)) for row, state in with_states(rows.items)],
        older=url_for("buyer.goods_in", after=rows.older, **kept) if rows.older else None,
        newer=url_for("buyer.goods_in", before=rows.newer, **kept) if rows.newer else None,
        tabs=[
            {"label": _("Expected"), "url": url_for("buyer.goods_in"), "active": not everything},
            {"label": _("All"), "url": url_for("buyer.goods_in", show="all"), "active": everything},
        ],
        today=today(),
    )


@bp.get("/shipments/<shipment>")
def shipment(shipment: str) -> ResponseReturnValue:
    """One ship notice: what is on its way, and the proof of its delivery."""
    record = shipments.shipment(organisation_id(), shipment)
    return render_template(
        "buyer/receipts/shipment.html",
        shipment=record,
        state=shown(record),
        acts=shipment_acts(record),
    )


@bp.get("/shipments/<shipment>/files/<file>")
def shipment_file(shipment: str, file: str) -> Response:
    """The proof of a delivery."""
    record = shipments.shipment(organisation_id(), shipment)
    if record.confirmation is None or record.confirmation.proof.public_id != file:
        raise Missing
    return files.send(record.confirmation.proof)


@bp.route("/shipments/<shipment>/receive", methods=["GET", "POST"])
def shipment_receive(shipment: str) -> ResponseReturnValue:
    """Receive what a ship notice announced."""
    notice = shipments.shipment(organisation_id(), shipment)
    if request.method == "GET" and not shipment_acts(notice):
        return redirect(url_for("buyer.shipment", shipment=shipment), 303)
    return _receive(order_queries.order(organisation_id(), notice.order.public_id), notice)


@bp.route("/orders/<order>/receive", methods=["GET", "POST"])
def order_receive(order: str) -> ResponseReturnValue:
    """Receive what came without a ship notice."""
    record = order_queries.order(organisation_id(), order)
    if request.method == "GET" and not ORDER.allows(record, "receive", actor(), now()):
        return redirect(url_for("buyer.order", order=order), 303)
    return _receive(record, None)


def _receive(order: PurchaseOrder, notice: ShipNotice | None) -> ResponseReturnValue:
    form = ReceiveForm(order, today(), notice)

    def act() -> ResponseReturnValue:
        receipt = service.receive(
            order,
            form.arrived_on.data,
            form.received(),
            notice=notice,
            remark=form.remark.data or "",
            actor=actor(),
            now=now(),
        )
        flash(_("Receipt %(number)s is posted.", number=receipt.number), "good")
        return redirect(url_for("buyer.receipt", receipt=receipt.public_id), 303)

    return submit(form, act) or page("buyer/receipts/receive.html", form=form, order=order, notice=notice)


@bp.get("/receipts")
def receipts() -> ResponseReturnValue:
    """What has been received, newest first."""
    rows = page_by_key(queries.receipts(organisation_id()), GoodsReceipt)
    return render_template(
        "buyer/receipts/list.html",
        rows=rows.items,
        older=url_for("buyer.receipts", after=rows.older) if rows.older else None,
        newer=url_for("buyer.receipts", before=rows.newer) if rows.newer else None,
    )


@bp.get("/receipts/<receipt>")
def receipt(receipt: str) -> ResponseReturnValue:
    """One receipt with what may be decided about its lots, and what takes it back where it was wrong."""
    record = queries.receipt(organisation_id(), receipt)
    undecided = all(RECEIPT_LINE.allows(line, "reverse", actor(), now()) for line in record.lines)
    correctable = record.reverses is None and record.reversed_by is None and undecided
    return render_template(
        "buyer/receipts/show.html",
        receipt=record,
        lines=[(line, state, lot_acts(line)) for line, state in with_states(record.lines)],
        correctable=correctable and ORDER.allows(record.order, "reverse", actor(), now()),
    )


@bp.route("/receipts/<receipt>/reverse", methods=["GET", "POST"])
def receipt_reverse(receipt: str) -> ResponseReturnValue:
    """Take a wrong receipt back by a counter-receipt."""
    record = queries.receipt(organisation_id(), receipt)
    form = ReasonForm()

    def act() -> ResponseReturnValue:
        counter = service.reverse(record, form.reason.data or "", actor=actor(), now=now())
        flash(_("The receipt is taken back; post it anew as it should be."), "good")
        return redirect(url_for("buyer.receipt", receipt=counter.public_id), 303)

    return submit(form, act) or page("buyer/receipts/reverse.html", form=form, receipt=record)
