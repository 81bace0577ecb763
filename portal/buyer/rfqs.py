"""RFQs for their buyer: the list, one RFQ with all that belongs to it, writing and copying it, and its files."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal import timekeeping
from portal.accounts import queries as accounts
from portal.buyer import bp, rfq_acts
from portal.buyer.awarded import ordering_acts
from portal.buyer.dialogue_forms import CopyForm
from portal.buyer.openers import opening_of
from portal.buyer.opening import observe_reading
from portal.buyer.rfq_forms import RfqForm
from portal.certificates.workflow import GATE_LABELS
from portal.db import db
from portal.files.service import keep
from portal.records.queries import buyer as buyers_record
from portal.sourcing.models import Rfq
from portal.sourcing.queries import awards, choices, dialogue, opened
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import rfqs as service
from portal.sourcing.workflow import AWARD, INVITATION, RFQ
from portal.web import files, records
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.forms import page, submit
from portal.web.paging import page_by_key
from portal.web.timeline import events_of

TABS = {
    None: _("All"),
    "draft": _("Drafts"),
    "waiting": _("To approve"),
    "open": _("Open"),
    "closed": _("To open"),
    "opened": _("To award"),
    "over": _("Over"),
}


@bp.get("/rfqs")
def rfqs() -> ResponseReturnValue:
    """All RFQs, newest first; ``?show=`` narrows to a state and ``?q=`` to words in number or title."""
    show = request.args.get("show")
    show = show if show in TABS else None
    words = request.args.get("q", "").strip()
    statement = queries.found_rfqs(queries.rfqs_standing(organisation_id(), show, now()), words)
    rows = page_by_key(statement, Rfq)
    return render_template(
        "buyer/rfqs/list.html",
        rows=rows,
        standings={rfq.id: rfq_acts.briefly(rfq, now()) for rfq in rows.items},
        words=words,
        show=show,
        tabs=[
            {
                "label": label,
                "url": url_for("buyer.rfqs", show=value, q=words or None),
                "active": value == show,
            }
            for value, label in TABS.items()
        ],
        may_write=RFQ.allows(Rfq(state=RFQ.initial), "edit", actor(), now()),
    )


@bp.get("/rfqs/<rfq>")
def rfq(rfq: str) -> ResponseReturnValue:
    """One RFQ with its lines, files, invitations, questions, addenda and awards. Nothing in it tells of bids."""
    buyer_id = organisation_id()
    record = queries.rfq(buyer_id, rfq)
    questions = dialogue.questions(buyer_id, record)
    unanswered = [one for one in questions if one.answered_at is None]
    return render_template(
        "buyer/rfqs/show.html",
        rfq=record,
        standing=rfq_acts.standing(record, now(), len(unanswered)),
        acts=[
            *ordering_acts(record),
            *rfq_acts.acts(record, actor(), now(), next(iter(unanswered), None)),
        ],
        doubt=timekeeping.doubt() if rfq_acts.is_waiting_to_open(record, now()) else None,
        may_copy=RFQ.allows(Rfq(state=RFQ.initial), "edit", actor(), now()),
        may={move.action for move in RFQ.actions_for(record, actor(), now())},
        invitations=dialogue.invitations(buyer_id, record),
        questions=questions,
        awards=awards.awards(buyer_id, record),
        opening=opening_of(record, now()),
        files=[_file(record, one) for one in record.files],
        events=events_of(record),
        invitation_label=INVITATION.label,
        award_label=AWARD.label,
        gates=GATE_LABELS,
    )


def _file(rfq: Rfq, kept: Any) -> dict[str, Any]:
    values = {"rfq": rfq.public_id, "file": kept.file.public_id}
    shown = {
        "name": kept.file.name,
        "size": kept.file.size,
        "sha256": kept.file.sha256,
        "url": url_for("buyer.rfq_file", **values),
    }
    if RFQ.allows(rfq, "edit", actor(), now()):
        shown["remove_url"] = url_for("buyer.rfq_file_remove", **values)
    return shown


def _form(rfq: Rfq | None = None) -> RfqForm:
    buyer_id = organisation_id()
    sites = list(db.session.scalars(accounts.sites(buyer_id)))
    return RfqForm(organisation(), sites, choices.certificates(buyer_id), rfq)


def _suggestions() -> dict[str, Any]:
    buyer_id = organisation_id()
    return {
        "items": choices.suggested_items(buyer_id),
        "revisions": choices.suggested_revisions(buyer_id),
        "revision_text": choices.revision_text,
    }


def _keep_files(form: RfqForm, record: Rfq) -> None:
    for upload in form.uploads():
        stored = keep(upload, organisation_id=record.buyer_id, actor=actor(), now=now())
        service.add_file(record, stored, actor=actor(), now=now())


@bp.get("/rfqs/<rfq>/record")
def rfq_record(rfq: str) -> ResponseReturnValue:
    """All that the buyer may know of one RFQ by now, in a signed archive."""
    buyer_id, when = organisation_id(), now()
    bids = opened.opened_bids(buyer_id, queries.rfq(buyer_id, rfq))
    observe_reading(bids, lambda: opened.opened_bids(buyer_id, queries.rfq(buyer_id, rfq)))
    return records.send(
        lambda: queries.rfq(buyer_id, rfq),
        lambda reader, found, files_url: buyers_record.entries(reader, found, files_url, when),
    )


@bp.route("/rfqs/new", methods=["GET", "POST"])
def rfq_new() -> ResponseReturnValue:
    """Write a new RFQ; it is a draft until it is published."""
    form = _form()

    def act() -> ResponseReturnValue:
        record = service.draft(organisation(), form.draft(organisation_id()), actor=actor(), now=now())
        _keep_files(form, record)
        flash(_("The draft is saved. Nobody outside your company sees it."), "good")
        return redirect(url_for("buyer.rfq", rfq=record.public_id), 303)

    return submit(form, act) or page("buyer/rfqs/edit.html", form=form, rfq=None, **_suggestions())


@bp.route("/rfqs/<rfq>/edit", methods=["GET", "POST"])
def rfq_edit(rfq: str) -> ResponseReturnValue:
    """Change a draft. Once it is published an addendum does that."""
    record = queries.rfq(organisation_id(), rfq)
    if request.method == "GET" and not RFQ.allows(record, "edit", actor(), now()):
        return redirect(url_for("buyer.rfq", rfq=rfq), 303)
    form = _form(record)

    def act() -> ResponseReturnValue:
        service.edit(record, form.draft(organisation_id()), actor=actor(), now=now())
        _keep_files(form, record)
        flash(_("The draft is saved."), "good")
        return redirect(url_for("buyer.rfq", rfq=rfq), 303)

    RFQ.check(record, "edit", actor(), now())
    return submit(form, act) or page("buyer/rfqs/edit.html", form=form, rfq=record, **_suggestions())


@bp.route("/rfqs/<rfq>/copy", methods=["GET", "POST"])
def rfq_copy(rfq: str) -> ResponseReturnValue:
    """Begin a new draft that asks for the same."""
    record = queries.rfq(organisation_id(), rfq)
    form = CopyForm(data={"zone": record.current_round.zone})

    def act() -> ResponseReturnValue:
        made = service.copy(record, form.deadline.data, form.zone.data, actor=actor(), now=now())
        flash(_("A copy is made. Look through its dates, then publish it."), "good")
        return redirect(url_for("buyer.rfq_edit", rfq=made.public_id), 303)

    return submit(form, act) or page("buyer/rfqs/copy.html", form=form, rfq=record)


@bp.get("/rfqs/<rfq>/files/<file>")
def rfq_file(rfq: str, file: str) -> ResponseReturnValue:
    """A file that goes with the RFQ."""
    return files.send(queries.rfq_file(organisation_id(), rfq, file).file)


@bp.post("/rfqs/<rfq>/files/<file>/remove")
def rfq_file_remove(rfq: str, file: str) -> ResponseReturnValue:
    """Take a file away from a draft."""
    kept = queries.rfq_file(organisation_id(), rfq, file)
    service.remove_file(queries.rfq(organisation_id(), rfq), kept, actor=actor(), now=now())
    flash(_("The file is taken away."), "good")
    return redirect(url_for("buyer.rfq", rfq=rfq), 303)
