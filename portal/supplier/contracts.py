"""The contracts that a supplier was issued, by any buyer, and its signature."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.orders.queries import contracts as queries
from portal.orders.service import contracts as service
from portal.supplier import bp
from portal.supplier.order_acts import contract_acts
from portal.supplier.order_forms import SignForm
from portal.web.access import actor, now, organisation_id, person
from portal.web.forms import page, submit
from portal.web.order_views import contract_list, contract_page


@bp.get("/contracts")
def contracts() -> ResponseReturnValue:
    """The contracts, newest first; ``?show=`` narrows to those in force today, or to those that have expired."""
    statement = queries.contracts(organisation_id())
    return contract_list(
        statement, _("A contract stands here as soon as a buyer has sent it to you for signature.")
    )


@bp.get("/contracts/<contract>")
def contract(contract: str) -> ResponseReturnValue:
    """One contract: terms, price list with what was called off, clauses, signatures."""
    record = queries.contract(organisation_id(), contract)
    acts = contract_acts(record)
    return contract_page(record, acts, _("Read the contract and sign it for your side.") if acts else None)


@bp.route("/contracts/<contract>/sign", methods=["GET", "POST"])
def contract_sign(contract: str) -> ResponseReturnValue:
    """Sign for the supplier."""
    record = queries.contract(organisation_id(), contract)
    back = redirect(url_for("supplier.contract", contract=contract), 303)
    if request.method == "GET" and not contract_acts(record):
        return back
    form = SignForm(data={"name": person().name})

    def act() -> ResponseReturnValue:
        service.sign(record, form.name.data or "", form.title.data or "", actor=actor(), now=now())
        flash(_("You have signed."), "good")
        return back

    return submit(form, act) or page("supplier/contracts/sign.html", form=form, contract=record)
