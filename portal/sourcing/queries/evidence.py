"""What the chain of events says of bids, held against what lies in the database.

It needs no key for the envelopes, whose hashes stand in the chain. What an opening wrote out is held against the
sealed documents themselves, which needs the keys.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.errors import Missing
from portal.history import Event
from portal.sourcing.models import BidVersion, OpenedBid
from portal.sourcing.queries import door, receipts

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


@dataclass(frozen=True)
class _Told:
    """What an event says of the version that it tells of."""

    sha256: str
    sealed_sha256: str
    at: datetime
    person_id: int | None
    sent: bool


def verify() -> Iterator[str]:
    """One sentence for every bid version or opened bid that is not what the chain, or the sealed bid, says."""
    told = dict(_told())
    for version in db.session.scalars(select(BidVersion).order_by(BidVersion.id)):
        said = told.pop(version.id, None)
        if said is None:
            yield f"Bid version {version.id}: no event tells of it."
        else:
            yield from (f"Bid version {version.id}: {what}." for what in _of_version(version, said))
    for key in sorted(told):
        yield f"Bid version {key}: its event is there, but the version is gone."
    yield from _opened()


def _told() -> Iterator[tuple[int, _Told]]:
    for event in db.session.scalars(select(Event).where(Event.name.in_(TOLD))):
        facts = event.facts
        # Before bids were sealed, what was stored was the document itself.
        sealed = facts.get("sealed_sha256", facts["sha256"])
        sent = event.name != "BidDraftSaved"
        yield facts["version_id"], _Told(facts["sha256"], sealed, event.at, event.person_id, sent)


def _of_version(version: BidVersion, said: _Told) -> Iterator[str]:
    if door.hash_as_stored(version.id) != version.sealed_sha256:
        yield "its bytes are not those that were stored"
    if (version.sha256, version.sealed_sha256) != (said.sha256, said.sealed_sha256):
        yield "its hashes are not those that its event tells"
    if (version.saved_at, version.saved_by_id) != (said.at, said.person_id):
        yield "it was not written by the person or at the instant that its event tells"
    if version.received_at != (said.at if said.sent else None):
        yield "it was not received when its event tells"
    if version.receipt_signature is not None and not receipts.is_signed(version):
        yield "its receipt is not the one that was signed"


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
