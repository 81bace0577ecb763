"""What the chain says of openings, and what the bids say, held against the rows that comparison and award read."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal import sealing
from portal.audit import listed, told
from portal.canonical import fingerprint
from portal.db import db
from portal.errors import Missing, WrongState
from portal.history import Event
from portal.money import exact
from portal.sourcing.models import OPENING_TOLD, BidVersion, OpenedBid, OpenedLine, Opening
from portal.sourcing.queries import door

ON_BIDS = (
    "currency",
    "freight",
    "other_costs",
    "payment_terms",
    "valid_until",
    "quote_number",
    "remark",
)
ON_LINES = ("quantity", "price", "price_per", "unit", "delivery_date", "remark", "deviation")


def verify() -> Iterator[str]:
    """One sentence for every opening, opened bid or line that is not what the chain and the sealed bids say."""
    said = {facts.get("round_id"): (event, facts) for event, facts in told("BidsOpened")}
    for opening in db.session.scalars(select(Opening).order_by(Opening.id)):
        found = said.pop(opening.round_id, None)
        if found is None:
            yield f"Opening {opening.id}: no event tells of it."
            continue
        yield from (f"Opening {opening.id}: {what}." for what in _of_opening(opening, *found))
    for event, _facts in said.values():
        yield f"Chain {event.chain}, event {event.seq}: the opening that it tells of is gone."
    for opened in db.session.scalars(select(OpenedBid).order_by(OpenedBid.id)):
        yield from _of_bid(opened)
    for line in db.session.scalars(select(OpenedLine).where(~OpenedLine.opened_bid.has())):
        yield f"Opened line {line.id}: it belongs to no opened bid."


def _of_opening(opening: Opening, event: Event, facts: dict[str, Any]) -> Iterator[str]:
    if (opening.opened_at, opening.opened_by_id) != (event.at, event.person_id):
        yield "it was not made by the person or at the instant that its event tells"
    if facts.get("row_sha256") not in (None, fingerprint(opening, OPENING_TOLD)):
        yield "its row is not the one that its event tells"
    said, opened = Counter(listed(facts, "hashes")), Counter(bid.sha256 for bid in opening.bids)
    yield from (f"what was opened of {_version(digest)} is gone" for digest in said - opened)
    yield from (
        f"opened bid {bid.id} is none of those that its event tells"
        for bid in opening.bids
        if bid.sha256 not in said
    )
    rates = facts.get("rates", {bid.currency: format(exact(bid.rate), "f") for bid in opening.bids})
    for bid in opening.bids:
        if not isinstance(rates, dict) or rates.get(bid.currency) != format(exact(bid.rate), "f"):
            yield f"the rate of opened bid {bid.id} is not the one that was frozen"


def _version(digest: str) -> str:
    found = db.session.scalars(select(BidVersion.id).where(BidVersion.sha256 == digest)).first()
    return f"bid version {found}" if found else f"the bid with the hash {digest}"


def _of_bid(opened: OpenedBid) -> Iterator[str]:
    try:
        differences = list(_differences(opened))
    except (door.Altered, sealing.Unreadable, Missing, WrongState):
        yield f"Opened bid {opened.id}: the sealed bid that it was written out of does not open."
        return
    if differences:
        yield f"Opened bid {opened.id}: {', '.join(differences)} is not what was submitted."


def _differences(opened: OpenedBid) -> Iterator[str]:
    version = db.session.get(BidVersion, opened.version_id)
    if version is None or version.bid is None or opened.opening is None:
        raise Missing
    document = door.read_for_buyer(opened.buyer_id, version, opened.opening.opened_at)
    if opened.sha256 != version.sha256:
        yield "its hash"
    if (opened.supplier_id, opened.bid_id) != (version.supplier_id, version.bid_id):
        yield "its bidder"
    if opened.opening.round_id != version.bid.round_id:
        yield "its opening"
    for name in ON_BIDS:
        if getattr(opened, name) != getattr(document, name):
            yield f"its {name.replace('_', ' ')}"
    offered = {line.rfq_line: line for line in document.offered}
    for row in opened.lines:
        line = offered.pop(row.rfq_line.public_id, None) if row.rfq_line else None
        mine = (row.buyer_id, row.supplier_id) == (opened.buyer_id, opened.supplier_id)
        if line is None or not mine or any(getattr(row, name) != getattr(line, name) for name in ON_LINES):
            yield f"line {row.rfq_line.position if row.rfq_line else row.id}"
    if offered:
        yield "a missing line"
