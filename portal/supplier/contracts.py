"""The contracts that a supplier was issued, by any buyer, and its signature."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.orders.models import Contract
from portal.orders.queries import contracts as queries
from portal.orders.service import contracts as service
from portal.orders.workflow import ContractState
from portal.supplier import bp
from portal.supplier.order_acts import contract_acts
from portal.supplier.order_forms import SignForm
from portal.web.access import actor, now, organisation_id, person
from portal.web.forms import page, submit
from portal.web.order_pages import shown, today, with_states
from portal.web.paging import page_by_key

SHOWN = {"": _("All"), "running": _("In force"), "expired": _("Expired")}


@bp.get("/contracts")
def contracts() -> ResponseReturnValue:
    """The contracts, newest first; ``?show=`` narrows to those in force today, or to those that have expired."""
    show = request.args.get("show", "")
    statement = queries.contracts(organisation_id())
    if show in SHOWN and show:
        over = queries.expired(today())
        running = Contract.state == ContractState.IN_FORCE
        statement = statement.where(over if show == "expired" else running & ~over)
    rows = page_by_key(statement, Contract)
    kept: dict[str, Any] = {"show": show or None}
    return render_template(
        "supplier/contracts/list.html",
        rows=with_states(rows.items),
        older=url_for("supplier.contracts", after=rows.older, **kept) if rows.older else None,
        tabs=[
            {"label": label, "url": url_for("supplier.contracts", show=key or None), "active": key == show}
            for key, label in SHOWN.items()
        ],
        newer=url_for("supplier.contracts", before=rows.newer, **kept) if rows.newer else None,
    )


@bp.get("/contracts/<contract>")
def contract(contract: str) -> ResponseReturnValue:
    """One contract: terms, price list, clauses, signatures."""
    record = queries.contract(organisation_id(), contract)
    acts = contract_acts(record, actor(), now())
    return render_template(
        "supplier/contracts/show.html",
        contract=record,
        state=shown(record),
        acts=acts,
        next_step=_("Read the contract and sign it for your side.") if acts else None,
        call_offs=with_states(queries.call_offs(organisation_id(), record)),
    )


@bp.route("/contracts/<contract>/sign", methods=["GET", "POST"])
def contract_sign(contract: str) -> ResponseReturnValue:
    """Sign for the supplier."""
    record = queries.contract(organisation_id(), contract)
    back = redirect(url_for("supplier.contract", contract=contract), 303)
    if request.method == "GET" and not contract_acts(record, actor(), now()):
        return back
    form = SignForm(data={"name": person().name})

    def act() -> ResponseReturnValue:
        service.sign(record, form.name.data or "", form.title.data or "", actor=actor(), now=now())
        flash(_("You have signed."), "good")
        return back

    return submit(form, act) or page("supplier/contracts/sign.html", form=form, contract=record)
