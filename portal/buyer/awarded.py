"""From a published award to an order or a contract."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.models import Organisation
from portal.buyer import bp
from portal.buyer.contract_forms import NewContractForm
from portal.errors import Missing
from portal.orders.queries.awards import lines_left, unordered
from portal.orders.service import contracts, drafts
from portal.sourcing.models import Award, Rfq
from portal.sourcing.queries import awards
from portal.web.access import actor, now, organisation_id
from portal.web.actions import Act, act_to
from portal.web.forms import page, submit


@bp.get("/to-order")
def to_order() -> ResponseReturnValue:
    """What was awarded and is neither ordered nor under contract yet."""
    return render_template("buyer/orders/to_order.html", rows=unordered(organisation_id()))


def ordering_acts(rfq: Rfq) -> list[Act]:
    """The way on from an RFQ of which something is awarded and not ordered yet, for those who order."""
    if not any(row.award.rfq_id == rfq.id for row in unordered(organisation_id())):
        return []
    return act_to(_("Order what was awarded"), "buyer.to_order", kind="primary", icon="cart-plus")


def _given(award: str, supplier: str) -> tuple[Award, Organisation]:
    """A published award and the supplier it gave something. ``Missing`` for anybody else's, or another supplier."""
    record = awards.award(organisation_id(), award)
    for line in record.lines:
        if line.supplier.public_id == supplier:
            return record, line.supplier
    raise Missing


@bp.post("/awards/<award>/suppliers/<supplier>/order")
def order_from_award(award: str, supplier: str) -> ResponseReturnValue:
    """Draft an order for what the award gave this supplier."""
    given, to = _given(award, supplier)
    order = drafts.from_award(given, to.id, actor=actor(), now=now())
    flash(_("The order is drafted from the award. Check it and issue it."), "good")
    return redirect(url_for("buyer.order", order=order.public_id), 303)


@bp.route("/awards/<award>/suppliers/<supplier>/contract", methods=["GET", "POST"])
def contract_from_award(award: str, supplier: str) -> ResponseReturnValue:
    """Draft a contract for what the award gave this supplier."""
    given, to = _given(award, supplier)
    if request.method == "GET" and not lines_left(organisation_id(), given.id, to.id):
        return redirect(url_for("buyer.to_order"), 303)
    form = NewContractForm(data={"title": given.rfq.title})

    def act() -> ResponseReturnValue:
        contract = contracts.draft(
            given,
            to.id,
            form.title.data or "",
            form.starts_on.data,
            form.ends_on.data,
            actor=actor(),
            now=now(),
        )
        flash(_("The contract is drafted. Add its clauses, then have it approved."), "good")
        return redirect(url_for("buyer.contract_edit", contract=contract.public_id), 303)

    return submit(form, act) or page("buyer/contracts/new.html", form=form, award=given, supplier=to)
