"""The approval of an RFQ before it is published, where the buyer's policy asks for one."""

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.dialogue_forms import ReasonForm
from portal.buyer.rfq_changes import back, is_shut, reason_page
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import approval as service
from portal.web.access import actor, now, organisation_id
from portal.web.buttons import Button, put_buttons
from portal.web.forms import submit

put_buttons(
    bp,
    "/rfqs/<rfq>",
    "rfq",
    queries.rfq,
    [
        Button(
            "request-approval",
            service.request_approval,
            _("The RFQ waits for approval. Nobody outside your company sees it yet."),
        ),
        Button(
            "approve",
            service.approve,
            lambda record: _("%(number)s is published; everybody invited is told.", number=record.number),
        ),
    ],
)


@bp.route("/rfqs/<rfq>/return", methods=["GET", "POST"])
def rfq_return(rfq: str) -> ResponseReturnValue:
    """Send the RFQ back to its writer, who reads why."""
    record = queries.rfq(organisation_id(), rfq)
    if is_shut(record, "return"):
        return back(record)
    form = ReasonForm(obj=record)

    def act() -> ResponseReturnValue:
        service.return_to_draft(record, form.reason.data or "", actor=actor(), now=now())
        flash(_("The RFQ is back with its writer, who is told."), "good")
        return back(record)

    return submit(form, act) or reason_page(form, record, _("Return to draft"), _("Its writer reads it."))
