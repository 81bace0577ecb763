"""The buyer's library of clauses."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.contract_forms import ClauseForm
from portal.orders.models import Clause
from portal.orders.queries import contracts as queries
from portal.orders.service import clauses as service
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import page, submit
from portal.web.paging import page_by_key


@bp.get("/clauses")
def clauses() -> ResponseReturnValue:
    """The clauses that contracts may take, newest first."""
    rows = page_by_key(queries.clauses(organisation_id()), Clause)
    return render_template(
        "buyer/contracts/clauses.html",
        rows=rows.items,
        older=url_for("buyer.clauses", after=rows.older) if rows.older else None,
        newer=url_for("buyer.clauses", before=rows.newer) if rows.newer else None,
    )


def _back() -> ResponseReturnValue:
    return redirect(url_for("buyer.clauses"), 303)


@bp.route("/clauses/new", methods=["GET", "POST"])
def clause_new() -> ResponseReturnValue:
    """A further clause."""
    form = ClauseForm()

    def act() -> ResponseReturnValue:
        title, text = form.title.data or "", form.text.data or ""
        service.add(organisation(), title, text, actor=actor(), now=now())
        flash(_("The clause is in the library."), "good")
        return _back()

    return submit(form, act) or page("buyer/contracts/clause.html", form=form, clause=None)


@bp.route("/clauses/<clause>", methods=["GET", "POST"])
def clause(clause: str) -> ResponseReturnValue:
    """Word a clause otherwise, for contracts to come."""
    record = queries.clause(organisation_id(), clause)
    form = ClauseForm(obj=record)

    def act() -> ResponseReturnValue:
        service.change(record, form.title.data or "", form.text.data or "", actor=actor(), now=now())
        flash(_("Saved. Contracts keep the words they have."), "good")
        return _back()

    return submit(form, act) or page("buyer/contracts/clause.html", form=form, clause=record)


put_buttons(
    bp,
    "/clauses/<clause>",
    "clause",
    queries.clause,
    [
        Button(
            "archive",
            service.archive,
            _("The clause is archived. Contracts keep the words they have."),
            to="clauses",
        )
    ],
)
