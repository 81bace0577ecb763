"""Bidding: begin, write, look through, submit, confirm, withdraw."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.files.service import Sealer
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument
from portal.sourcing.models import Bid, BidVersion
from portal.sourcing.queries import bids as queries
from portal.sourcing.queries import door, invited
from portal.sourcing.service import bids as service
from portal.sourcing.workflow import BID
from portal.supplier import bp
from portal.supplier.bid_forms import BidForm, SubmitForm
from portal.supplier.bids import part_of
from portal.supplier.offer import offer
from portal.supplier.standing import standing
from portal.web import deadlines, uploads
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
    form = BidForm(record, _read(record.latest), queries.units(part.rfq))

    def act() -> ResponseReturnValue:
        service.save(record, form.content(), uploads=form.uploads.data, actor=actor(), now=now())
        flash(_("The draft is saved. Only what you submit counts."), "good")
        onward = "supplier.bid_submit" if request.form.get("next") == "review" else "supplier.bid"
        return redirect(url_for(onward, bid=bid), 303)

    return submit(form, act) or page(
        "supplier/bids/edit.html", form=form, bid=record, rfq=part.rfq, standing=standing(part, now())
    )


@uploads.sealed("supplier.bid_edit")
def _sealer(bid: str) -> Sealer:
    """Files of a bid are sealed as its versions are, before they are stored."""
    return door.file_sealer(organisation_id(), queries.bid(organisation_id(), bid))


deadlines.count_under_way("supplier.bid_submit", "supplier.bid_confirm", "supplier.bid_withdraw")


@bp.route("/bids/<bid>/submit", methods=["GET", "POST"])
def bid_submit(bid: str) -> ResponseReturnValue:
    """Look the newest version through, and submit it."""
    record = queries.bid(organisation_id(), bid)
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
    form.show(max((addendum.ordinal for addendum in part.rfq.addenda), default=0))
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
    return door.read_own(organisation_id(), version) if version else None
