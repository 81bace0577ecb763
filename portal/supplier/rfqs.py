"""The RFQs to which the supplier is invited, by any buyer: what is asked, and what it answers."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.records.queries import supplier as own_record
from portal.sourcing.models import Rfq
from portal.sourcing.queries import awards, dialogue, invited
from portal.sourcing.queries.rfqs import closed, rfq_for_supplier, rfqs_for_supplier
from portal.sourcing.service import bids as bid_service
from portal.sourcing.service import dialogue as dialogue_service
from portal.sourcing.service import invitations as service
from portal.sourcing.workflow import RfqState
from portal.supplier import bp
from portal.supplier.acts import Act, rfq_acts
from portal.supplier.rfq_forms import DeclineForm, QuestionForm
from portal.supplier.standing import standing
from portal.web import files, records
from portal.web.access import actor, now, observe, organisation_id
from portal.web.forms import page, submit
from portal.web.paging import page_by_key

OPEN, OVER = "open", "over"


@bp.get("/rfqs")
def rfqs() -> ResponseReturnValue:
    """All RFQs it is invited to; ``?show=`` narrows to those still open, or to those that are over."""
    show = request.args.get("show")
    statement = rfqs_for_supplier(organisation_id())
    still = (Rfq.state == RfqState.PUBLISHED) & ~closed(now())
    if show in (OPEN, OVER):
        statement = statement.where(still if show == OPEN else ~still)
    rows = page_by_key(statement, Rfq)
    parts = invited.parts(organisation_id(), rows.items)
    return render_template(
        "supplier/rfqs/list.html",
        rows=rows,
        parts=[(part, standing(part, now()), _next_act(part)) for part in parts],
        tabs=[_tab(_("All"), None, show), _tab(_("Open"), OPEN, show), _tab(_("Over"), OVER, show)],
    )


def _next_act(part: invited.Part) -> list[Act]:
    """The first open act, drawn quietly: in a list no row shouts louder than another."""
    return [{**act, "kind": "secondary"} for act in rfq_acts(part, actor(), now())[:1]]


def _tab(label: object, value: str | None, show: str | None) -> dict[str, object]:
    active = value == (show if show in (OPEN, OVER) else None)
    return {"label": label, "url": url_for("supplier.rfqs", show=value), "active": active}


@bp.get("/rfqs/<rfq>")
def rfq(rfq: str) -> ResponseReturnValue:
    """One RFQ as its bidders see it, with the supplier's own part in it."""
    part = invited.part(organisation_id(), rfq)
    if part.invitation.viewed_at is None:
        _observe_view(rfq)
    return render_template(
        "supplier/rfqs/show.html",
        part=part,
        rfq=part.rfq,
        standing=standing(part, now()),
        acts=rfq_acts(part, actor(), now()),
        files=invited.files(part.rfq),
        certificates=invited.certificates(organisation_id(), part.rfq, now().date()),
        questions=dialogue.answered_questions(organisation_id(), part.rfq),
        won=awards.won_lines(organisation_id(), part.rfq),
        mine=organisation_id(),
    )


def _observe_view(public_id: str) -> None:
    supplier_id, who, when = organisation_id(), actor(), now()
    observe(lambda: bid_service.view(invited.part(supplier_id, public_id).invitation, actor=who, now=when))


@bp.get("/rfqs/<rfq>/files/<file>")
def rfq_file(rfq: str, file: str) -> ResponseReturnValue:
    """A file of the RFQ or of a spec that it asks for."""
    return files.send(invited.file(organisation_id(), rfq, file))


@bp.get("/rfqs/<rfq>/record")
def rfq_record(rfq: str) -> ResponseReturnValue:
    """The supplier's own part in one RFQ, in a signed archive."""
    supplier_id = organisation_id()
    return records.send(lambda: rfq_for_supplier(supplier_id, rfq), own_record.entries)


@bp.post("/rfqs/<rfq>/intend")
def rfq_intend(rfq: str) -> ResponseReturnValue:
    """Say that the supplier intends to bid."""
    part = invited.part(organisation_id(), rfq)
    service.intend(part.invitation, actor=actor(), now=now())
    flash(_("The buyer knows that you intend to bid."), "good")
    return redirect(url_for("supplier.rfq", rfq=rfq), 303)


@bp.route("/rfqs/<rfq>/decline", methods=["GET", "POST"])
def rfq_decline(rfq: str) -> ResponseReturnValue:
    """Decline with a reason."""
    part = invited.part(organisation_id(), rfq)
    form = DeclineForm()

    def act() -> ResponseReturnValue:
        service.decline(part.invitation, form.reason.data or "", actor=actor(), now=now())
        flash(_("The buyer knows that you will not bid. Until the deadline you may think again."), "good")
        return redirect(url_for("supplier.rfq", rfq=rfq), 303)

    return submit(form, act) or page("supplier/rfqs/decline.html", form=form, rfq=part.rfq)


@bp.route("/rfqs/<rfq>/ask", methods=["GET", "POST"])
def rfq_ask(rfq: str) -> ResponseReturnValue:
    """Ask the buyer a question; everybody invited reads the answer, nobody reads who asked."""
    part = invited.part(organisation_id(), rfq)
    form = QuestionForm()

    def act() -> ResponseReturnValue:
        dialogue_service.ask(part.invitation, form.text.data or "", actor=actor(), now=now())
        flash(_("Your question is with the buyer."), "good")
        return redirect(url_for("supplier.rfq", rfq=rfq) + "#questions", 303)

    return submit(form, act) or page("supplier/rfqs/ask.html", form=form, rfq=part.rfq)
