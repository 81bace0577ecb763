"""What happens to an RFQ once it is written: publishing, later deadlines, addenda, answers, and its end."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.buyer import bp
from portal.buyer.dialogue_forms import AddendumForm, AnswerForm, DeadlineForm, ReasonForm
from portal.sourcing.models import Rfq
from portal.sourcing.queries import choices, dialogue
from portal.sourcing.queries import rfqs as queries
from portal.sourcing.service import addenda, publishing
from portal.sourcing.service import dialogue as service
from portal.sourcing.workflow import RFQ
from portal.web.access import actor, now, organisation_id
from portal.web.forms import PortalForm, check_unchanged, page, submit


def back(rfq: Rfq, anchor: str = "") -> ResponseReturnValue:
    """To the page of the RFQ."""
    return redirect(url_for("buyer.rfq", rfq=rfq.public_id) + anchor, 303)


def is_shut(rfq: Rfq, action: str) -> bool:
    """Whether a form for an act is asked for that is not open; sending it anyway is refused by the verb."""
    return request.method == "GET" and not RFQ.allows(rfq, action, actor(), now())


@bp.post("/rfqs/<rfq>/publish")
def rfq_publish(rfq: str) -> ResponseReturnValue:
    """Send the draft to everybody invited."""
    record = queries.rfq(organisation_id(), rfq)
    check_unchanged(record)
    publishing.publish(record, actor=actor(), now=now())
    flash(_("%(number)s is published; everybody invited is told.", number=record.number), "good")
    return back(record)


@bp.route("/rfqs/<rfq>/deadline", methods=["GET", "POST"])
def rfq_deadline(rfq: str) -> ResponseReturnValue:
    """Move the deadline forward."""
    record = queries.rfq(organisation_id(), rfq)
    if is_shut(record, "extend"):
        return back(record)
    form = DeadlineForm(record)

    def act() -> ResponseReturnValue:
        publishing.move_deadline(record, form.deadline.data, form.reason.data or "", actor=actor(), now=now())
        flash(_("The deadline is moved; everybody invited is told."), "good")
        return back(record)

    return submit(form, act) or page("buyer/rfqs/deadline.html", form=form, rfq=record)


@bp.route("/rfqs/<rfq>/addendum", methods=["GET", "POST"])
def rfq_addendum(rfq: str) -> ResponseReturnValue:
    """Publish a change."""
    record = queries.rfq(organisation_id(), rfq)
    if is_shut(record, "amend"):
        return back(record)
    form = AddendumForm(record)

    def act() -> ResponseReturnValue:
        draft = form.draft(organisation_id())
        made = addenda.publish_addendum(record, draft, actor=actor(), now=now())
        flash(_("Addendum %(number)s is published.", number=made.ordinal), "good")
        return back(record, "#addenda")

    return submit(form, act) or page(
        "buyer/rfqs/addendum.html",
        form=form,
        rfq=record,
        revisions=choices.suggested_revisions(organisation_id()),
        revision_text=choices.revision_text,
    )


@bp.route("/questions/<question>/answer", methods=["GET", "POST"])
def question_answer(question: str) -> ResponseReturnValue:
    """Answer a question to everybody invited."""
    record = dialogue.question(organisation_id(), question)
    if record.answered_at is not None or is_shut(record.rfq, "answer"):
        return back(record.rfq, "#questions")
    form = AnswerForm()

    def act() -> ResponseReturnValue:
        service.answer(record, form.text.data or "", actor=actor(), now=now())
        flash(_("The answer is with everybody invited."), "good")
        return back(record.rfq, "#questions")

    return submit(form, act) or page("buyer/rfqs/answer.html", form=form, question=record, rfq=record.rfq)


@bp.route("/rfqs/<rfq>/cancel", methods=["GET", "POST"])
def rfq_cancel(rfq: str) -> ResponseReturnValue:
    """End the RFQ without an award."""
    hint = _("Everybody invited reads it, once the RFQ is published. Bids that came in stay sealed.")
    return _end(rfq, "cancel", publishing.cancel, _("Cancel the RFQ"), hint)


@bp.route("/rfqs/<rfq>/unsuccessful", methods=["GET", "POST"])
def rfq_unsuccessful(rfq: str) -> ResponseReturnValue:
    """End an opened RFQ because no bid can be awarded."""
    hint = _("Everybody invited reads it. Every bidder hears that its bid is not awarded.")
    return _end(rfq, "close_unsuccessful", publishing.close_unsuccessful, _("Close as unsuccessful"), hint)


def _end(rfq: str, action: str, verb: Callable[..., None], title: Any, hint: Any) -> ResponseReturnValue:
    record = queries.rfq(organisation_id(), rfq)
    if is_shut(record, action):
        return back(record)
    form: Any = ReasonForm(obj=record)

    def act() -> ResponseReturnValue:
        verb(record, form.reason.data or "", actor=actor(), now=now())
        flash(RFQ.label(record), "good")
        return back(record)

    return submit(form, act) or reason_page(form, record, title, hint)


def reason_page(form: PortalForm, rfq: Rfq, title: Any, hint: Any) -> ResponseReturnValue:
    """The page of an act that needs a reason and cannot be taken back."""
    return page("buyer/rfqs/reason.html", form=form, rfq=rfq, title=title, hint=hint)
