"""The buyer's contracts: the list, the record, and the acts on it."""

from flask import flash, redirect, request, url_for
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
from portal.orders.workflow import CONTRACT
from portal.web.access import actor, now, organisation_id, person
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.order_views import contract_list, contract_page


@bp.get("/contracts")
def contracts() -> ResponseReturnValue:
    """The contracts, newest first; ``?show=`` narrows to those in force today, or to those that have expired."""
    statement = queries.contracts(organisation_id())
    return contract_list(statement, _("A contract begins with a published award."))


@bp.get("/contracts/<contract>")
def contract(contract: str) -> ResponseReturnValue:
    """One contract: terms, price list with what was called off, clauses, signatures."""
    record = queries.contract(organisation_id(), contract)
    acts = contract_acts(record)
    return contract_page(record, acts, contract_step(record, acts))


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


put_buttons(
    bp,
    "/contracts/<contract>",
    "contract",
    queries.contract,
    [
        Button("discard", service.discard, _("The draft is discarded."), to="contracts"),
        Button("request-approval", service.request_approval, _("The contract waits for approval.")),
        Button("approve", service.approve, _("The contract is approved and can be issued for signature.")),
        Button("reopen", service.reopen, _("The contract is a draft again.")),
        Button(
            "issue",
            service.issue,
            lambda record: _("Contract %(number)s waits for signatures.", number=record.number),
        ),
    ],
)
