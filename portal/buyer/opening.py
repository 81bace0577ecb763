"""Opened bids: the act of opening, the comparison, one bid, and disqualifying it."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal import timekeeping
from portal.buyer import bp, rfq_acts
from portal.buyer.dialogue_forms import ReasonForm
from portal.buyer.rfq_changes import back, reason_page
from portal.sourcing.models import OpenedBid
from portal.sourcing.queries import opened as queries
from portal.sourcing.queries import rfqs
from portal.sourcing.queries.bids import to_wait_for
from portal.sourcing.service import awards as service
from portal.sourcing.service.opening import note_reading, open_bids
from portal.sourcing.workflow import BID, RFQ, BidState
from portal.web import deadlines, files
from portal.web.access import actor, now, observe, organisation_id
from portal.web.forms import submit

TONES = {
    BidState.SUBMITTED: "info",
    BidState.DISQUALIFIED: "bad",
    BidState.AWARDED: "good",
    BidState.NOT_AWARDED: "muted",
}


@deadlines.drains("buyer.rfq_open")
@deadlines.drains("buyer.rfq_unseal")
def _bids_to_wait_for(rfq: str) -> list[str]:
    record = rfqs.rfq(organisation_id(), rfq)
    # Before the deadline nobody waits, since a bidder who is in time would have to wait in turn.
    if not RFQ.allows(record, "open", actor(), now()):
        return []
    return to_wait_for(organisation_id(), record.current_round)


def observe_reading(bids: list[OpenedBid], again: Callable[[], list[OpenedBid]]) -> None:
    """Observe that the person of this request reads these opened bids, where nothing tells so yet.

    ``again`` finds them in the transaction that notes it.
    """
    buyer_id, who, when = organisation_id(), actor(), now()
    if queries.unread(buyer_id, bids, who.person_id):
        observe(lambda: note_reading(buyer_id, again(), actor=who, now=when))


@bp.post("/rfqs/<rfq>/open")
def rfq_open(rfq: str) -> ResponseReturnValue:
    """Open the bids."""
    timekeeping.check()
    record = rfqs.rfq(organisation_id(), rfq)
    open_bids(record, actor=actor(), now=now())
    flash(_("The bids are opened."), "good")
    return redirect(url_for("buyer.rfq_comparison", rfq=rfq), 303)


@bp.get("/rfqs/<rfq>/comparison")
def rfq_comparison(rfq: str) -> ResponseReturnValue:
    """The opened bids side by side, every figure with its working."""
    buyer_id = organisation_id()
    record = rfqs.rfq(buyer_id, rfq)
    if record.current_round.opened_at is None:
        return back(record)
    bids = queries.opened_bids(buyer_id, record)
    observe_reading(bids, lambda: queries.opened_bids(buyer_id, rfqs.rfq(buyer_id, rfq)))
    columns = {column.bid: column for column in queries.comparison(buyer_id, record)}
    return render_template(
        "buyer/rfqs/comparison.html",
        rfq=record,
        standing=rfq_acts.standing(record, now()),
        acts=rfq_acts.awarding_acts(record, actor(), now()),
        bids=bids,
        columns=columns,
        labels={one.id: BID.label(one.bid) for one in bids},
        tones={one.id: TONES[one.bid.state] for one in bids},
        tie_rule=queries.tie_rule(record),
    )


@bp.get("/bids/<opened>")
def bid(opened: str) -> ResponseReturnValue:
    """One opened bid as it was submitted. That it was read is observed."""
    buyer_id, when = organisation_id(), now()
    record = queries.opened_bid(buyer_id, opened)
    observe_reading([record], lambda: [queries.opened_bid(buyer_id, opened)])
    return render_template(
        "buyer/rfqs/bid.html",
        opened=record,
        rfq=record.bid.rfq,
        label=BID.label(record.bid),
        tone=TONES[record.bid.state],
        acts=_acts(record),
        lines=queries.offered_lines(record),
        receipt=queries.receipt_number(record),
        files=[
            {**one, "url": url_for("buyer.bid_file", opened=opened, file=one["public_id"])}
            for one in queries.bid_files(buyer_id, record, when)
        ],
    )


def _acts(record: OpenedBid) -> list[dict[str, object]]:
    if not BID.allows(record.bid, "disqualify", actor(), now()):
        return []
    url = url_for("buyer.bid_disqualify", opened=record.bid.public_id)
    return [{"label": _("Disqualify"), "url": url, "icon": "x-octagon", "kind": "danger"}]


@bp.get("/bids/<opened>/files/<file>")
def bid_file(opened: str, file: str) -> ResponseReturnValue:
    """A file of an opened bid."""
    buyer_id = organisation_id()
    record = queries.opened_bid(buyer_id, opened)
    observe_reading([record], lambda: [queries.opened_bid(buyer_id, opened)])
    return files.send(queries.bid_file(buyer_id, record, file, now()))


@bp.route("/bids/<opened>/disqualify", methods=["GET", "POST"])
def bid_disqualify(opened: str) -> ResponseReturnValue:
    """Take a bid out of the race."""
    record = queries.opened_bid(organisation_id(), opened)
    there = url_for("buyer.bid", opened=opened)
    if request.method == "GET" and not BID.allows(record.bid, "disqualify", actor(), now()):
        return redirect(there, 303)
    form = ReasonForm(obj=record.bid)

    def act() -> ResponseReturnValue:
        service.disqualify(record.bid, form.reason.data or "", actor=actor(), now=now())
        flash(_("The bid is disqualified; its bidder is told."), "good")
        return redirect(there, 303)

    title = _("Disqualify the bid of %(name)s", name=record.bid.supplier.name)
    return submit(form, act) or reason_page(form, record.bid.rfq, title, _("The bidder reads it."))
