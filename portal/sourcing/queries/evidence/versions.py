"""What the chain says of bid versions and their receipts, held against their rows and envelopes."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal.audit import told
from portal.canonical import fingerprint
from portal.db import db
from portal.history import Event
from portal.sourcing.models import VERSION_TOLD, BidVersion
from portal.sourcing.queries import door, receipts


def verify() -> Iterator[str]:
    """One sentence for every bid version that is not what the chain says."""
    said = {
        facts.get("version_id"): (event, facts)
        for event, facts in told("BidDraftSaved", "BidSubmitted", "BidConfirmed")
    }
    sealed_first: dict[tuple[int, str], int] = {}
    for version in db.session.scalars(select(BidVersion).order_by(BidVersion.id)):
        first = sealed_first.setdefault((version.bid_id, version.sealed_sha256), version.ordinal)
        if not _names_its_envelope(version, first):
            yield f"Bid version {version.id}: it does not name the version whose envelope it keeps."
        found = said.pop(version.id, None)
        if found is None:
            yield f"Bid version {version.id}: no event tells of it."
        else:
            yield from (f"Bid version {version.id}: {what}." for what in _of_version(version, *found))
    for key in said:
        yield f"Bid version {key}: its event is there, but the version is gone."


def _names_its_envelope(version: BidVersion, first: int) -> bool:
    """Whether ``sealed_ordinal`` is right, which nobody who cannot open the envelope would notice otherwise.

    ``first`` is the ordinal of the first version of the bid with the same envelope.
    """
    if version.sealed_ordinal is None:
        # Before bids were sealed, the same document saved twice was the same bytes.
        return first == version.ordinal or version.bid is None or not version.bid.rfq.strict
    return first == version.sealed_ordinal < version.ordinal


def _of_version(version: BidVersion, event: Event, facts: dict[str, Any]) -> Iterator[str]:
    # Before bids were sealed, what was stored was the document itself.
    hashes = facts.get("sha256"), facts.get("sealed_sha256", facts.get("sha256"))
    received_at = event.at if event.name != "BidDraftSaved" else None
    if door.hash_as_stored(version.id) != version.sealed_sha256:
        yield "its bytes are not those that were stored"
    if (version.sha256, version.sealed_sha256) != hashes:
        yield "its hashes are not those that its event tells"
    if (version.saved_at, version.saved_by_id) != (event.at, event.person_id):
        yield "it was not written by the person or at the instant that its event tells"
    if version.received_at != received_at:
        yield "it was not received when its event tells"
    if facts.get("row_sha256") not in (None, fingerprint(version, VERSION_TOLD)):
        yield "its row is not the one that its event tells"
    if version.bid is None:
        yield "its bid is gone"
    elif version.receipt_signature is not None and not receipts.is_signed(version):
        yield "its receipt is not the one that was signed"
