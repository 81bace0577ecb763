"""What the chain of events says of bids, held against what lies in the database.

It needs no key for the envelopes, whose hashes stand in the chain. What an opening wrote out is held against the
sealed documents themselves, which needs the keys.
"""

import hashlib
from collections.abc import Iterator

from sqlalchemy import select

from portal.db import db
from portal.errors import Missing
from portal.history import Event
from portal.sourcing.models import BidVersion, OpenedBid
from portal.sourcing.queries import door

TOLD = ("BidDraftSaved", "BidSubmitted", "BidConfirmed")
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
    """One sentence for every bid version or opened bid that is not what the chain, or the sealed bid, says."""
    told = dict(_told())
    found = db.session.execute(
        select(BidVersion.id, BidVersion.document, BidVersion.sha256, BidVersion.sealed_sha256)
        .order_by(BidVersion.id)
        .execution_options(yield_per=200)
    )
    for key, envelope, sha256, sealed_sha256 in found:
        said = told.pop(key, None)
        if said is None:
            yield f"Bid version {key}: no event tells of it."
        elif hashlib.sha256(envelope).hexdigest() != sealed_sha256:
            yield f"Bid version {key}: its bytes are not those that were stored."
        elif said != (sha256, sealed_sha256):
            yield f"Bid version {key}: its hashes are not those that its event tells."
    for key in sorted(told):
        yield f"Bid version {key}: its event is there, but the version is gone."
    yield from _opened()


def _told() -> Iterator[tuple[int, tuple[str, str]]]:
    for event in db.session.scalars(select(Event).where(Event.name.in_(TOLD))):
        facts = event.facts
        # Before bids were sealed, what was stored was the document itself.
        yield facts["version_id"], (facts["sha256"], facts.get("sealed_sha256", facts["sha256"]))


def _opened() -> Iterator[str]:
    """What the comparison and the award read is what was submitted."""
    for opened in db.session.scalars(select(OpenedBid).order_by(OpenedBid.id)):
        try:
            differences = list(_differences(opened))
        except (door.Altered, Missing):
            yield f"Opened bid {opened.id}: the sealed bid that it was written out of does not open."
            continue
        if differences:
            yield f"Opened bid {opened.id}: {', '.join(differences)} is not what was submitted."


def _differences(opened: OpenedBid) -> Iterator[str]:
    version = db.session.get_one(BidVersion, opened.version_id)
    document = door.read_for_buyer(opened.buyer_id, version, opened.opening.opened_at)
    if opened.sha256 != version.sha256:
        yield "its hash"
    for name in ON_BIDS:
        if getattr(opened, name) != getattr(document, name):
            yield f"its {name.replace('_', ' ')}"
    offered = {line.rfq_line: line for line in document.offered}
    for row in opened.lines:
        line = offered.pop(row.rfq_line.public_id, None)
        if line is None or any(getattr(row, name) != getattr(line, name) for name in ON_LINES):
            yield f"line {row.rfq_line.position}"
    if offered:
        yield "a missing line"
