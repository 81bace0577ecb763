"""Awards: proposing who gets what, approving it, publishing it, and cancelling it before that."""

from collections.abc import Mapping
from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from portal.accounts.queries import policy
from portal.buyer import bp
from portal.buyer.award_forms import AwardForm
from portal.buyer.awarded import ordering_acts
from portal.buyer.dialogue_forms import ReasonForm
from portal.buyer.opening import observe_reading
from portal.buyer.rfq_changes import back, is_shut, reason_page
from portal.clock import day_in
from portal.sourcing.models import Award, OpenedLine, Rfq
from portal.sourcing.queries import awards as queries
from portal.sourcing.queries import opened, rfqs
from portal.sourcing.rules.comparison import Column
from portal.sourcing.service import awards as service
from portal.sourcing.workflow import AWARD, AwardState
from portal.web.access import actor, now, organisation, organisation_id
from portal.web.forms import check_unchanged, page, submit
from portal.web.timeline import events_of

TONES = {
    AwardState.PROPOSED: "wait",
    AwardState.APPROVED: "info",
    AwardState.PUBLISHED: "good",
    AwardState.CANCELLED: "muted",
}


def key_of(line: OpenedLine) -> str:
    """How the form names an offered line: by the public ids of line and bid."""
    return f"{line.rfq_line.public_id}:{line.opened_bid.bid.public_id}"


@bp.route("/rfqs/<rfq>/award", methods=["GET", "POST"])
def rfq_award(rfq: str) -> ResponseReturnValue:
    """Propose who gets how much of each line. ``?fill=best`` fills in the best of each line, ``?fill=<bid>`` a bid."""
    buyer_id = organisation_id()
    record = rfqs.rfq(buyer_id, rfq)
    if is_shut(record, "award"):
        return back(record)
    bids = opened.opened_bids(buyer_id, record)
    observe_reading(bids, lambda: opened.opened_bids(buyer_id, rfqs.rfq(buyer_id, rfq)))
    columns = {column.bid: column for column in opened.comparison(buyer_id, record)}
    offers = {
        key_of(line): line
        for bid in bids
        for line in bid.lines
        if columns[bid.bid_id].ranked and not columns[bid.bid_id].cell(line.rfq_line_id).gap
    }
    form = AwardForm(offers, suggested(record, offers, columns, request.args.get("fill", "")))

    def act() -> ResponseReturnValue:
        made = service.propose(
            record,
            form.given(),
            form.reason.data or "",
            actor=actor(),
            now=now(),
            override_reason=form.override_reason.data or "",
        )
        flash(_("The award is proposed. Somebody else has to approve it."), "good")
        return redirect(url_for("buyer.award", award=made.public_id), 303)

    return submit(form, act) or page(
        "buyer/rfqs/award_form.html", form=form, rfq=record, bids=bids, columns=columns
    )


def suggested(
    rfq: Rfq, offers: Mapping[str, OpenedLine], columns: Mapping[int, Column], fill: str
) -> dict[str, Decimal]:
    """The quantities to begin with: nothing, the only best of each line, or all that one bid offers.

    A line on which bids are equal stays empty: people apply the published rule.
    """
    left = {line.id: line.quantity - line.awarded_quantity for line in rfq.lines}
    best = {
        line.id: [column.bid for column in columns.values() if column.cell(line.id).best]
        for line in rfq.lines
    }
    quantities = {}
    for key, offer in offers.items():
        cell = columns[offer.opened_bid.bid_id].cell(offer.rfq_line_id)
        wins = fill == "best" and best[offer.rfq_line_id] == [offer.opened_bid.bid_id]
        if cell.priced and (wins or fill == offer.opened_bid.bid.public_id):
            quantities[key] = min(left[offer.rfq_line_id], cell.priced.counted)
    return {key: quantity for key, quantity in quantities.items() if quantity > 0}


def may_join_duties() -> bool:
    """Whether the buyer's policy lets one person propose and approve."""
    return policy(organisation_id(), day_in(now(), organisation().timezone)).proposer_may_approve


@bp.get("/awards/<award>")
def award(award: str) -> ResponseReturnValue:
    """One award with its reason, for whoever approves or publishes it."""
    record = queries.award(organisation_id(), award)
    own = record.proposed_by_id == actor().person_id and not may_join_duties()
    return render_template(
        "buyer/rfqs/award.html",
        award=record,
        rfq=record.rfq,
        label=AWARD.label(record),
        tone=TONES[record.state],
        acts=[*ordering_acts(record.rfq), *_acts(record, own)],
        own=own and record.state is AwardState.PROPOSED,
        amounts=queries.amounts(record),
        events=events_of(record),
    )


def _acts(record: Award, own: bool) -> list[dict[str, object]]:
    looks = {
        "approve": ("check2-circle", "primary", True, None),
        "publish": ("megaphone", "primary", True, _("Publish? Every bidder is told its own outcome.")),
        "cancel": ("x-circle", "danger", False, None),
    }
    acts = []
    for move in AWARD.actions_for(record, actor(), now()):
        if move.action == "approve" and own:
            continue
        icon, kind, post, confirm = looks[move.action]
        url = url_for(f"buyer.award_{move.action}", award=record.public_id)
        acts.append(
            {
                "label": move.label,
                "url": url,
                "icon": icon,
                "kind": kind,
                "post": post,
                "confirm": confirm,
                "version": record.version,
            }
        )
    return acts


def _to(award: str) -> ResponseReturnValue:
    return redirect(url_for("buyer.award", award=award), 303)


@bp.post("/awards/<award>/approve")
def award_approve(award: str) -> ResponseReturnValue:
    """Approve what somebody else has proposed."""
    record = queries.award(organisation_id(), award)
    check_unchanged(record)
    service.approve(record, actor=actor(), now=now(), separate_duties=not may_join_duties())
    flash(_("The award is approved."), "good")
    return _to(award)


@bp.post("/awards/<award>/publish")
def award_publish(award: str) -> ResponseReturnValue:
    """Tell every bidder its own outcome."""
    record = queries.award(organisation_id(), award)
    check_unchanged(record)
    service.publish(record, actor=actor(), now=now())
    flash(_("The award is published; every bidder is told its own outcome."), "good")
    return _to(award)


@bp.route("/awards/<award>/cancel", methods=["GET", "POST"])
def award_cancel(award: str) -> ResponseReturnValue:
    """Cancel an award that is not published."""
    record = queries.award(organisation_id(), award)
    if request.method == "GET" and not AWARD.allows(record, "cancel", actor(), now()):
        return _to(award)
    form = ReasonForm(obj=record)

    def act() -> ResponseReturnValue:
        service.cancel(record, form.reason.data or "", actor=actor(), now=now())
        flash(_("The award is cancelled; its quantities may be awarded again."), "good")
        return _to(award)

    return submit(form, act) or reason_page(form, record.rfq, _("Cancel the award"), None)
