"""The record of an RFQ for an invited supplier: its own versions with their hashes and receipts, and what it won."""

from typing import Any

from portal.canonical import canonical
from portal.db import db
from portal.records.queries import parts, told
from portal.sourcing.models import AwardLine, Bid, BidVersion, Rfq
from portal.sourcing.queries import awards, bids, receipts


def entries(supplier_id: int, rfq: Rfq, files_url: str) -> dict[str, bytes]:
    """The entries of the archive. The RFQ must be one that was found for this supplier.

    Stored events stay behind even of its own chain: the numbers of rows in them tell how many others write bids.
    """
    own = list(db.session.scalars(bids.bids(supplier_id).where(Bid.rfq_id == rfq.id)))
    won = awards.won_lines(supplier_id, rfq)
    made, _documents = parts.issued(supplier_id, sorted({line.award_id for line in won}), files_url)
    subjects = [("rfq", rfq.id), *(("bid", bid.id) for bid in own)]
    versions = [version for bid in own for version in bid.versions]
    return {
        "rfq.json": canonical(parts.terms(rfq)),
        "versions.json": canonical([_version(version) for version in versions]),
        "receipts.json": canonical([_receipt(one) for one in versions if one.receipt_signature is not None]),
        "won.json": canonical([_won(line) for line in won]),
        **told.entries(supplier_id, subjects, whole=False),
        **made,
    }


def _version(version: BidVersion) -> dict[str, Any]:
    return {
        "version": version.ordinal,
        "addendum": version.addendum_ordinal,
        "sha256": version.sha256,
        "saved_at": version.saved_at,
        "received_at": version.received_at,
        "receipt": version.receipt_number,
    }


def _receipt(version: BidVersion) -> dict[str, Any]:
    assert version.signing_key is not None
    return {
        "signed": receipts.content(version).decode(),
        "key": version.signing_key.public_id,
        "signature": version.receipt_signature,
    }


def _won(line: AwardLine) -> dict[str, Any]:
    return {"position": line.rfq_line.position, "quantity": line.quantity, "unit": line.rfq_line.unit}
