"""The one door to bids. Nothing else in the portal loads the content of a bid version.

To the supplier itself it always opens; to the buyer only once the round is opened, and only for the versions that
counted then. How the bytes are kept is the affair of ``store`` and ``_load`` alone.
"""

import hashlib
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal.db import db, one
from portal.errors import Missing, WrongState
from portal.files.models import StoredFile
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, from_bytes, to_bytes
from portal.sourcing.models import Bid, BidFile, BidVersion, RfqRound
from portal.sourcing.queries.bids import last_sent, returned
from portal.sourcing.workflow import SENT


class Altered(Exception):
    """The bytes of a bid version are not those that were received."""


def store(document: BidDocument) -> dict[str, Any]:
    """The columns of a bid version that keep a document: its bytes, and the SHA-256 of them as stored."""
    data = to_bytes(document)
    return {"document": data, "sha256": hashlib.sha256(data).hexdigest()}


def read_own(supplier_id: int, version: BidVersion) -> BidDocument:
    """A version for the supplier whose it is. ``Missing`` for anybody else."""
    return from_bytes(bytes_own(supplier_id, version))


def bytes_own(supplier_id: int, version: BidVersion) -> bytes:
    """The very bytes whose SHA-256 the receipt names, for the supplier itself. ``Missing`` for anybody else."""
    if version.supplier_id != supplier_id:
        raise Missing
    return _load(version)


def sealed_versions(buyer_id: int, round_: RfqRound, now: datetime) -> list[BidVersion]:
    """The versions that count at the opening of a round: submitted in time, standing, and not returned.

    ``Missing`` for another buyer's round, ``RuleBroken`` before the deadline. The order is random: nothing may
    hang on the time of submission.
    """
    if round_.buyer_id != buyer_id:
        raise Missing
    rules.after_deadline(round_, now)
    return list(
        db.session.scalars(
            select(BidVersion)
            .join(Bid, Bid.id == BidVersion.bid_id)
            .where(
                Bid.buyer_id == buyer_id,
                Bid.round_id == round_.id,
                Bid.state.in_(SENT),
                BidVersion.ordinal == last_sent(BidVersion.ordinal),
                ~returned(),
            )
            .order_by(BidVersion.public_id)
        )
    )


def read_for_buyer(buyer_id: int, version: BidVersion, now: datetime) -> BidDocument:
    """A version for the buyer that asked for it, once its round is opened.

    ``WrongState`` before that; ``Missing`` for another buyer's, and for a version that did not count: a draft, an
    earlier, a withdrawn or a returned one.
    """
    if version.buyer_id != buyer_id:
        raise Missing
    opened_at = version.bid.round.opened_at
    if opened_at is None or opened_at > now:
        raise WrongState(_("The bids are sealed until they are opened."))
    if version is not version.bid.counting or version.bid.returned_by is not None:
        raise Missing
    return from_bytes(_load(version))


def file_for_buyer(buyer_id: int, version: BidVersion, file_public_id: str, now: datetime) -> StoredFile:
    """A file that the version names, under the conditions of ``read_for_buyer``; ``Missing`` for any other."""
    document = read_for_buyer(buyer_id, version, now)
    if file_public_id not in {file.public_id for file in document.files}:
        raise Missing
    return one(
        select(StoredFile)
        .join(BidFile, BidFile.file_id == StoredFile.id)
        .where(BidFile.bid_id == version.bid_id, StoredFile.public_id == file_public_id)
    )


def _load(version: BidVersion) -> bytes:
    data = db.session.scalars(select(BidVersion.document).where(BidVersion.id == version.id)).one()
    if hashlib.sha256(data).hexdigest() != version.sha256:
        raise Altered(f"Bid version {version.public_id} does not hold the bytes that were received")
    return data
