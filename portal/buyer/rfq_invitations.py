"""Whom an RFQ invites."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.dialogue_forms import InviteForm
from portal.buyer.rfq_changes import back, is_shut
from portal.certificates.rules import Step
from portal.clock import day_in
from portal.sourcing.queries import choices, dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.queries.standings import standings_for
from portal.sourcing.service import invitations as service
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.forms import page, submit


@bp.route("/rfqs/<rfq>/invite", methods=["GET", "POST"])
def rfq_invite(rfq: str) -> ResponseReturnValue:
    """Invite one supplier after the other; each with how it stands with the certificates that are asked for."""
    buyer_id = organisation_id()
    record = queries.rfq(buyer_id, rfq)
    if is_shut(record, "invite"):
        return back(record)
    suppliers = choices.invitable(buyer_id, record)
    form = InviteForm(suppliers)

    def act() -> ResponseReturnValue:
        supplier = choices.partner(buyer_id, form.supplier.data)
        reason = form.override_reason.data or ""
        service.invite(record, supplier, actor=actor(), now=now(), override_reason=reason)
        flash(_("%(name)s is invited.", name=supplier.name), "good")
        return redirect(url_for("buyer.rfq_invite", rfq=rfq), 303)

    answer = submit(form, act)
    if answer is not None:
        return answer
    today = day_in(now(), organisation().timezone)
    standings = {
        supplier.id: standings_for(buyer_id, record, supplier.id, Step.INVITATION, today)
        for supplier in suppliers
    }
    return page(
        "buyer/rfqs/invite.html",
        form=form,
        rfq=record,
        suppliers=suppliers,
        standings=standings,
        invitations=dialogue.invitations(buyer_id, record),
    )


@bp.post("/invitations/<invitation>/remove")
def invitation_remove(invitation: str) -> ResponseReturnValue:
    """Take a supplier off a draft's list."""
    record = dialogue.invitation_of(organisation_id(), invitation)
    service.uninvite(record, actor=actor(), now=now())
    flash(_("%(name)s is not invited any more.", name=record.supplier.name), "good")
    return redirect(url_for("buyer.rfq_invite", rfq=record.rfq.public_id), 303)
