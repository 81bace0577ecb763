"""The shipments of a supplier: announce, cancel, confirm the delivery with a proof. No page here shows a price."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.errors import Missing
from portal.files.service import keep
from portal.orders.models import ShipNotice
from portal.orders.queries import orders as order_queries
from portal.orders.queries import shipments as queries
from portal.orders.service import shipments as service
from portal.orders.workflow import ORDER, SHIP_NOTICE
from portal.supplier import bp
from portal.supplier.order_acts import shipment_acts
from portal.supplier.order_forms import ConfirmForm, ShipForm
from portal.web import files
from portal.web.access import actor, now, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.order_pages import shown, today, with_states
from portal.web.paging import page_by_key


@bp.get("/shipments")
def shipments() -> ResponseReturnValue:
    """The shipments, newest first."""
    rows = page_by_key(queries.shipments(organisation_id()), ShipNotice)
    return render_template(
        "supplier/shipments/list.html",
        rows=with_states(rows.items),
        older=url_for("supplier.shipments", after=rows.older) if rows.older else None,
        newer=url_for("supplier.shipments", before=rows.newer) if rows.newer else None,
    )


@bp.get("/shipments/<shipment>")
def shipment(shipment: str) -> ResponseReturnValue:
    """One shipment: what is on its way, and what has become of it."""
    record = queries.shipment(organisation_id(), shipment)
    return render_template(
        "supplier/shipments/show.html",
        shipment=record,
        state=shown(record),
        acts=shipment_acts(record),
    )


def _back(record: ShipNotice) -> ResponseReturnValue:
    return redirect(url_for("supplier.shipment", shipment=record.public_id), 303)


@bp.route("/orders/<order>/ship", methods=["GET", "POST"])
def order_ship(order: str) -> ResponseReturnValue:
    """Announce what leaves for the buyer."""
    record = order_queries.order(organisation_id(), order)
    if request.method == "GET" and not ORDER.allows(record, "ship", actor(), now()):
        return redirect(url_for("supplier.order", order=order), 303)
    form = ShipForm(record, today())

    def act() -> ResponseReturnValue:
        notice = service.announce(record, form.shipment(), form.shipped(), actor=actor(), now=now())
        flash(_("Goods-in expects shipment %(number)s.", number=notice.number), "good")
        return _back(notice)

    return submit(form, act) or page("supplier/shipments/ship.html", form=form, order=record)


put_buttons(
    bp,
    "/shipments/<shipment>",
    "shipment",
    queries.shipment,
    [Button("cancel", service.cancel, _("The shipment is cancelled; its quantities are open again."))],
)


@bp.route("/shipments/<shipment>/confirm", methods=["GET", "POST"])
def shipment_confirm(shipment: str) -> ResponseReturnValue:
    """Say when it was delivered, with the proof."""
    record = queries.shipment(organisation_id(), shipment)
    if request.method == "GET" and not SHIP_NOTICE.allows(record, "confirm_delivery", actor(), now()):
        return _back(record)
    form = ConfirmForm(obj=record)

    def act() -> ResponseReturnValue:
        who, when = actor(), now()
        proof = keep(form.proof.data, organisation_id=organisation_id(), actor=who, now=when)
        service.confirm_delivery(
            record,
            form.delivered_on.data,
            form.signed_for_by.data or "",
            proof,
            actor=who,
            now=when,
        )
        flash(_("The buyer has your confirmation and its proof."), "good")
        return _back(record)

    return submit(form, act) or page("supplier/shipments/confirm.html", form=form, shipment=record)


@bp.get("/shipments/<shipment>/files/<file>")
def shipment_file(shipment: str, file: str) -> Response:
    """The proof of a delivery."""
    record = queries.shipment(organisation_id(), shipment)
    if record.confirmation is None or record.confirmation.proof.public_id != file:
        raise Missing
    return files.send(record.confirmation.proof)
