"""Bidding: begin, write, look through, submit, confirm, withdraw."""

from base64 import b64encode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.files.service import Sealer
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, from_bytes
from portal.sourcing.models import Bid, BidVersion
from portal.sourcing.queries import bids as queries
from portal.sourcing.queries import door, invited
from portal.sourcing.service import bids as service
from portal.sourcing.workflow import BID
from portal.supplier import bp
from portal.supplier.bid_forms import BidForm, SendForm, SubmitForm, show_addendum
from portal.supplier.bids import part_of
from portal.supplier.offer import offer
from portal.supplier.standing import standing
from portal.web import deadlines, once, uploads
from portal.web.access import actor, now, organisation_id
from portal.web.forms import page, submit


@bp.post("/rfqs/<rfq>/bid")
def bid_start(rfq: str) -> ResponseReturnValue:
    """Begin a bid, or go on with the one that is there."""
    part = invited.part(organisation_id(), rfq)
    bid = service.start(part.invitation, actor=actor(), now=now())
    return redirect(url_for("supplier.bid_edit", bid=bid.public_id), 303)


@bp.route("/bids/<bid>/edit", methods=["GET", "POST"])
def bid_edit(bid: str) -> ResponseReturnValue:
    """Write the bid; each save is a new version."""
    record = queries.bid(organisation_id(), bid)
    part = part_of(record)
    if part.rfq.strict:
        return _send(record, part)
    form = BidForm(record, _read(record.latest), queries.units(part.rfq))

    def act() -> ResponseReturnValue:
        service.save(record, form.content(), uploads=form.uploads.data, actor=actor(), now=now())
        flash(_("The draft is saved. Only what you submit counts."), "good")
        onward = "supplier.bid_submit" if request.form.get("next") == "review" else "supplier.bid"
        return redirect(url_for(onward, bid=bid), 303)

    return submit(form, act) or page(
        "supplier/bids/edit.html", form=form, bid=record, rfq=part.rfq, standing=standing(part, now())
    )


def _send(record: Bid, part: invited.Part) -> ResponseReturnValue:
    """Write a bid for a strict RFQ and submit it in one go; its copy is handed over with the answer, this once."""
    form = SendForm(record, queries.units(part.rfq))

    def act() -> ResponseReturnValue:
        sent, copy = service.send(
            record,
            form.content(),
            addendum=form.addendum.data or 0,
            uploads=form.uploads.data,
            actor=actor(),
            now=now(),
        )
        receipt = url_for("supplier.bid_receipt", bid=record.public_id, version=sent.public_id)
        once.shown_once(receipt)
        said = offer(from_bytes(copy), part.rfq)
        copy_url = f"data:application/json;base64,{b64encode(copy).decode()}"
        return render_template(
            "supplier/bids/sent.html",
            version=sent,
            bid=record,
            receipt=receipt,
            offer=said,
            copy_url=copy_url,
        )

    answer = submit(form, act)
    if answer is None:
        show_addendum(form, _last_addendum(part))
        answer = page(
            "supplier/bids/edit.html",
            form=form,
            bid=record,
            rfq=part.rfq,
            standing=standing(part, now()),
            addenda=queries.unanswered(record),
        )
    return answer


def _last_addendum(part: invited.Part) -> int:
    return max((addendum.ordinal for addendum in part.rfq.addenda), default=0)


@uploads.sealed("supplier.bid_edit")
def _sealer(bid: str) -> Sealer:
    """Files of a bid are sealed as its versions are, before they are stored."""
    return door.file_sealer(organisation_id(), queries.bid(organisation_id(), bid))


# A bid for a strict RFQ is sent from the page on which it is written.
deadlines.count_under_way(
    "supplier.bid_edit", "supplier.bid_submit", "supplier.bid_confirm", "supplier.bid_withdraw"
)


@bp.route("/bids/<bid>/submit", methods=["GET", "POST"])
def bid_submit(bid: str) -> ResponseReturnValue:
    """Look the newest version through, and submit it."""
    record = queries.bid(organisation_id(), bid)
    if request.method == "GET" and record.rfq.strict:
        return redirect(url_for("supplier.bid_edit", bid=bid), 303)
    form = SubmitForm(obj=record)

    def act() -> ResponseReturnValue:
        sent = service.submit(record, addendum=form.addendum.data or 0, actor=actor(), now=now())
        return redirect(url_for("supplier.bid_receipt", bid=bid, version=sent.public_id), 303)

    return submit(form, act) or _look_through("supplier/bids/submit.html", form, record, record.latest)


@bp.route("/bids/<bid>/confirm", methods=["GET", "POST"])
def bid_confirm(bid: str) -> ResponseReturnValue:
    """See what an addendum changed since the bid, and confirm the bid unchanged."""
    record = queries.bid(organisation_id(), bid)
    form = SubmitForm(obj=record)

    def act() -> ResponseReturnValue:
        sent = service.confirm(record, addendum=form.addendum.data or 0, actor=actor(), now=now())
        return redirect(url_for("supplier.bid_receipt", bid=bid, version=sent.public_id), 303)

    return submit(form, act) or _look_through("supplier/bids/confirm.html", form, record, record.counting)


def _look_through(
    template: str, form: SubmitForm, bid: Bid, version: BidVersion | None
) -> ResponseReturnValue:
    part = part_of(bid)
    show_addendum(form, _last_addendum(part))
    document = _read(version)
    return page(
        template,
        form=form,
        bid=bid,
        rfq=part.rfq,
        standing=standing(part, now()),
        offer=offer(document, part.rfq) if document else None,
        problems=list(rules.problems(document, queries.asked(bid.round))) if document else [],
        addenda=queries.unanswered(bid),
        may_submit=BID.allows(bid, "submit", actor(), now()),
    )


@bp.post("/bids/<bid>/withdraw")
def bid_withdraw(bid: str) -> ResponseReturnValue:
    """Take back what was submitted."""
    service.withdraw(queries.bid(organisation_id(), bid), actor=actor(), now=now())
    flash(_("Your bid is withdrawn. Until the deadline you may submit it again."), "good")
    return redirect(url_for("supplier.bid", bid=bid), 303)


def _read(version: BidVersion | None) -> BidDocument | None:
    """What a version says, as far as there is one and its own supplier can read it here."""
    if version is None or not door.is_open_to_supplier(version.bid):
        return None
    return door.read_own(organisation_id(), version)
