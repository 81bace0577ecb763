"""Routes of nobody's side: the front page, health, and the check of a receipt that somebody holds."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from sqlalchemy import text
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from portal import timekeeping
from portal.db import db
from portal.sourcing.queries import receipts
from portal.web import access
from portal.web.forms import PortalForm, page, submit

bp = Blueprint("front", __name__)

POLICY = {
    "front.index": access.PUBLIC,
    "front.receipt_check": access.PUBLIC,
    "front.healthz": access.PUBLIC,
    "front.readyz": access.PUBLIC,
    "static": access.PUBLIC,
    "bootstrap.static": access.PUBLIC,
}


@bp.get("/")
def index() -> ResponseReturnValue:
    """The dashboard of whoever is signed in, the front page for everybody else."""
    if access.any_session() is not None and access.current() is None:
        return redirect(url_for("factor.code"), 303)
    if access.current() is None:
        return render_template("front/index.html")
    held = access.membership()
    if held is None:
        return redirect(url_for("account.choose"), 303)
    return redirect(url_for(f"{held.organisation.side}.home"), 303)


class ReceiptForm(PortalForm):
    """A receipt that somebody holds."""

    receipt = TextAreaField(
        _("The receipt, as it was downloaded"),
        [InputRequired(_("Paste the receipt.")), Length(max=10_000)],
    )


@bp.route("/receipts/check", methods=["GET", "POST"])
def receipt_check() -> ResponseReturnValue:
    """Say whether a receipt is one that this portal gave. Nobody has to sign in for it."""
    form = ReceiptForm()

    def act() -> ResponseReturnValue:
        genuine = receipts.check(form.receipt.data or "")
        return render_template("front/genuine.html", receipt=genuine)

    return submit(form, act) or page("front/receipt.html", form=form, keys=receipts.public_keys())


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """The process answers."""
    return {"status": "ok"}


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """The database answers too. ``openings`` says why no bids can be opened while the clock is doubted."""
    db.session.execute(text("select 1"))
    reason = timekeeping.doubt()
    return {"status": "ok", "openings": "ok" if reason is None else str(reason)}
