"""Asking the bidders of an RFQ for a certificate that nobody has asked for yet."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.requirements import AskedForm
from portal.buyer.rfq_changes import back, is_shut
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service.asking import ask_certificate
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit


@bp.route("/rfqs/<rfq>/certificates/new", methods=["GET", "POST"])
def rfq_certificate(rfq: str) -> ResponseReturnValue:
    """Ask for a further certificate; what the buyer asks for already is chosen in the RFQ's own form."""
    record = queries.rfq(organisation_id(), rfq)
    if is_shut(record, "edit"):
        return back(record)
    form = AskedForm()

    def act() -> ResponseReturnValue:
        ask_certificate(record, **form.asked(), actor=actor(), now=now())
        flash(_("The bidders will be asked for it. Quality engineers may change what it asks."), "good")
        return back(record)

    return submit(form, act) or page("buyer/rfqs/certificate.html", form=form, rfq=record)
