"""The record of an RFQ for its buyer. Of bids there is nothing in it until the current round is opened."""

from datetime import datetime
from typing import Any

from portal.canonical import canonical
from portal.records.queries import parts, told
from portal.sourcing.models import Award, OpenedBid, Rfq
from portal.sourcing.queries import awards as awards_of
from portal.sourcing.queries import dialogue, opened


def entries(buyer_id: int, rfq: Rfq, files_url: str, now: datetime) -> dict[str, bytes]:
    """The entries of the archive. The RFQ must be one that was found for this buyer."""
    is_open = rfq.current_round.opened_at is not None
    bids = opened.opened_bids(buyer_id, rfq) if is_open else []
    awards = awards_of.awards(buyer_id, rfq) if is_open else []
    made, documents = parts.issued(buyer_id, [award.id for award in awards], files_url)
    subjects = [("rfq", rfq.id)]
    subjects += [("bid", bid.bid_id) for bid in bids]
    subjects += [("award", award.id) for award in awards]
    subjects += [("document", document.id) for document in documents]
    found = {"rfq.json": canonical(_asked(buyer_id, rfq)), **told.entries(buyer_id, subjects, whole=is_open)}
    if is_open:
        found["bids.json"] = canonical([_bid(buyer_id, bid, now) for bid in bids])
        found["awards.json"] = canonical([_award(award) for award in awards])
        found |= made
    return found


def _asked(buyer_id: int, rfq: Rfq) -> dict[str, Any]:
    return {
        **parts.terms(rfq),
        "closing_reason": rfq.closing_reason,
        "invitations": [
            {"supplier": one.supplier.name, "invited_at": one.invited_at, "state": one.state}
            for one in dialogue.invitations(buyer_id, rfq)
        ],
        "questions": [
            {"text": one.text, "asked_at": one.asked_at, "answer": one.answer, "answered_at": one.answered_at}
            for one in dialogue.questions(buyer_id, rfq)
        ],
    }


def _bid(buyer_id: int, bid: OpenedBid, now: datetime) -> dict[str, Any]:
    return {
        "supplier": bid.bid.supplier.name,
        "receipt": opened.receipt_number(bid),
        "sha256": bid.sha256,
        "state": bid.bid.state,
        "currency": bid.currency,
        "rate": bid.rate,
        "lines": [
            {
                "position": line.rfq_line.position,
                "quantity": line.quantity,
                "unit": line.unit,
                "price": line.price,
                "price_per": line.price_per,
            }
            for line in opened.offered_lines(bid)
        ],
        "files": opened.bid_files(buyer_id, bid, now),
    }


def _award(award: Award) -> dict[str, Any]:
    return {
        "state": award.state,
        "reason": award.reason,
        "override_reason": award.override_reason,
        "cancelled_reason": award.cancelled_reason,
        "proposed_at": award.proposed_at,
        "approved_at": award.approved_at,
        "published_at": award.published_at,
        "lines": [
            {"position": line.rfq_line.position, "supplier": line.supplier.name, "quantity": line.quantity}
            for line in award.lines
        ],
    }
