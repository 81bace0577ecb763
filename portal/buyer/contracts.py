"""The buyer's contracts: the list, the record, and the acts on it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.queries import sites
from portal.buyer import bp
from portal.buyer.contract_forms import CallOffForm, ContractForm, SignForm
from portal.buyer.order_acts import contract_acts, contract_step
from portal.buyer.order_forms import ReasonForm
from portal.db import db
from portal.orders.models import Contract
from portal.orders.queries import contracts as queries
from portal.orders.service import contracts as service
from portal.orders.service import drafts
from portal.orders.workflow import CONTRACT, ContractState
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
        "buyer/contracts/list.html",
        rows=with_states(rows.items),
        older=url_for("buyer.contracts", after=rows.older, **kept) if rows.older else None,
        tabs=[
            {"label": label, "url": url_for("buyer.contracts", show=key or None), "active": key == show}
            for key, label in SHOWN.items()
        ],
        newer=url_for("buyer.contracts", before=rows.newer, **kept) if rows.newer else None,
    )


@bp.get("/contracts/<contract>")
def contract(contract: str) -> ResponseReturnValue:
    """One contract: terms, price list with what was called off, clauses, signatures."""
    record = queries.contract(organisation_id(), contract)
    acts = contract_acts(record, actor(), now())
    return render_template(
        "buyer/contracts/show.html",
        contract=record,
        state=shown(record),
        acts=acts,
        next_step=contract_step(acts, record, actor(), now()),
        call_offs=with_states(queries.call_offs(organisation_id(), record)),
    )


def closed_to(record: Contract, action: str) -> bool:
    """Whether a form is asked for whose act is not open: the reader is sent back to the record."""
    return request.method == "GET" and not CONTRACT.allows(record, action, actor(), now())


def back(record: Contract) -> ResponseReturnValue:
    """To the contract's page."""
    return redirect(url_for("buyer.contract", contract=record.public_id), 303)


@bp.route("/contracts/<contract>/edit", methods=["GET", "POST"])
def contract_edit(contract: str) -> ResponseReturnValue:
    """Change a draft: its terms, its limits and its clauses."""
    record = queries.contract(organisation_id(), contract)
    if closed_to(record, "edit"):
        return back(record)
    form = ContractForm(record, db.session.scalars(queries.clauses(organisation_id())))

    def act() -> ResponseReturnValue:
        service.edit(record, form.terms(), form.limits(), form.clauses(), actor=actor(), now=now())
        flash(_("Saved."), "good")
        if form.add.data:
            return redirect(url_for("buyer.contract_edit", contract=contract) + "#clauses", 303)
        return back(record)

    return submit(form, act) or page("buyer/contracts/edit.html", form=form, contract=record)


@bp.post("/contracts/<contract>/discard")
def contract_discard(contract: str) -> ResponseReturnValue:
    """Give up a draft."""
    service.discard(queries.contract(organisation_id(), contract), actor=actor(), now=now())
    flash(_("The draft is discarded."), "good")
    return redirect(url_for("buyer.contracts"), 303)


@bp.post("/contracts/<contract>/approve")
def contract_approve(contract: str) -> ResponseReturnValue:
    """Approve what somebody else has written."""
    record = queries.contract(organisation_id(), contract)
    service.approve(record, actor=actor(), now=now())
    flash(_("The contract is approved and can be issued for signature."), "good")
    return back(record)


@bp.post("/contracts/<contract>/reopen")
def contract_reopen(contract: str) -> ResponseReturnValue:
    """Take an approved contract back to draft."""
    record = queries.contract(organisation_id(), contract)
    service.reopen(record, actor=actor(), now=now())
    flash(_("The contract is a draft again."), "good")
    return back(record)


@bp.post("/contracts/<contract>/issue")
def contract_issue(contract: str) -> ResponseReturnValue:
    """Hand the contract to the supplier for signature."""
    record = queries.contract(organisation_id(), contract)
    service.issue(record, actor=actor(), now=now())
    flash(_("Contract %(number)s waits for signatures.", number=record.number), "good")
    return back(record)


@bp.route("/contracts/<contract>/sign", methods=["GET", "POST"])
def contract_sign(contract: str) -> ResponseReturnValue:
    """Sign for the buyer."""
    record = queries.contract(organisation_id(), contract)
    if closed_to(record, "sign"):
        return back(record)
    form = SignForm(data={"name": person().name})

    def act() -> ResponseReturnValue:
        service.sign(record, form.name.data or "", form.title.data or "", actor=actor(), now=now())
        flash(_("You have signed."), "good")
        return back(record)

    return submit(form, act) or page("buyer/contracts/sign.html", form=form, contract=record)


@bp.route("/contracts/<contract>/terminate", methods=["GET", "POST"])
def contract_terminate(contract: str) -> ResponseReturnValue:
    """End a contract with a reason."""
    record = queries.contract(organisation_id(), contract)
    if closed_to(record, "terminate"):
        return back(record)
    form = ReasonForm(obj=record)

    def act() -> ResponseReturnValue:
        service.terminate(record, form.reason.data or "", actor=actor(), now=now())
        flash(_("The contract is terminated."), "good")
        return back(record)

    return submit(form, act) or page("buyer/contracts/terminate.html", form=form, contract=record)


@bp.route("/contracts/<contract>/call-off", methods=["GET", "POST"])
def contract_call_off(contract: str) -> ResponseReturnValue:
    """Call an order off from the contract."""
    record = queries.contract(organisation_id(), contract)
    if closed_to(record, "call_off"):
        return back(record)
    form = CallOffForm(record, db.session.scalars(sites(organisation_id())))

    def act() -> ResponseReturnValue:
        order = drafts.from_contract(record, form.call_offs(), actor=actor(), now=now())
        flash(_("The call-off is a draft order; check and issue it."), "good")
        return redirect(url_for("buyer.order", order=order.public_id), 303)

    return submit(form, act) or page("buyer/contracts/call_off.html", form=form, contract=record)
