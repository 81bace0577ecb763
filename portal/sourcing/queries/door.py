"""The one door to bids. Nothing else in the portal loads the content of a bid version.

To the supplier itself it always opens; to the buyer only once the round is opened, and only for the versions that
counted then. What is kept are envelopes sealed to the RFQ's key and to the supplier's; the context of each says
which version or file of which supplier's bid for which RFQ it is, so that none opens in another's place. The bids for
a strict RFQ are sealed to its key alone, so that until they are opened nobody reads them, their suppliers included.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import sealing
from portal.canonical import canonical
from portal.db import db, one
from portal.errors import Missing, WrongState
from portal.files.models import StoredFile
from portal.sourcing import rules
from portal.sourcing.documents import BidDocument, NamedFile, from_bytes, to_bytes
from portal.sourcing.models import Bid, BidFile, BidVersion, RfqRound, SealingKey
from portal.sourcing.queries import keys
from portal.sourcing.queries.bids import last_sent, returned
from portal.sourcing.workflow import SENT


class Altered(Exception):
    """The bytes of a bid version are not those that were received."""


@dataclass(frozen=True)
class OpenFile:
    """A file of a bid as its reader has it; ``unseal`` makes its content of the stored bytes."""

    public_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    storage_key: str
    unseal: Callable[[bytes], bytes]


def store(bid: Bid, ordinal: int, document: BidDocument) -> dict[str, Any]:
    """The columns of a bid version that keep a document: its envelope, and the SHA-256 of both.

    Every version gets a salt of its own.
    """
    return store_and_copy(bid, ordinal, document)[0]


def store_and_copy(bid: Bid, ordinal: int, document: BidDocument) -> tuple[dict[str, Any], bytes]:
    """The same, with the bytes of which the SHA-256 is, for a supplier that reads them nowhere else."""
    data = to_bytes(replace(document, salt=secrets.token_hex(16)))
    envelope = sealing.seal(data, _context(bid, version=ordinal), keys.recipients(bid))
    columns = {
        "document": envelope,
        "sha256": hashlib.sha256(data).hexdigest(),
        "sealed_sha256": hashlib.sha256(envelope).hexdigest(),
    }
    return columns, data


def same_envelope(version: BidVersion) -> dict[str, Any]:
    """The columns of a further version that keeps the envelope of this one, which nobody has to open for it."""
    return {
        "document": _stored(version.id),
        "sha256": version.sha256,
        "sealed_sha256": version.sealed_sha256,
        "sealed_ordinal": version.sealed_ordinal or version.ordinal,
    }


def file_sealer(supplier_id: int, bid: Bid) -> Callable[[bytes, str], bytes]:
    """What seals the content of a file to be stored under a key for this bid. ``Missing`` for another's bid."""
    if bid.supplier_id != supplier_id:
        raise Missing
    recipients = keys.recipients(bid)
    return lambda content, storage_key: sealing.seal(content, _context(bid, file=storage_key), recipients)


def is_open_to_supplier(bid: Bid) -> bool:
    """Whether its own supplier can read a bid here: not while it is sealed to the openers of a strict RFQ alone."""
    return not bid.rfq.strict or bid.round.opened_at is not None


def _own_key(bid: Bid) -> Callable[[], SealingKey]:
    """What finds the key that opens a bid for its supplier."""
    if not is_open_to_supplier(bid):
        raise WrongState(
            _("This bid is sealed to those who open the RFQ. Until then you have it in your own copy only.")
        )
    return partial(keys.of_rfq, bid.rfq_id) if bid.rfq.strict else partial(keys.of_supplier, bid.supplier_id)


def read_own(supplier_id: int, version: BidVersion) -> BidDocument:
    """A version for the supplier whose it is. ``Missing`` for anybody else, ``WrongState`` as of ``bytes_own``."""
    return from_bytes(bytes_own(supplier_id, version))


def bytes_own(supplier_id: int, version: BidVersion) -> bytes:
    """The very bytes whose SHA-256 the receipt names, for the supplier itself.

    ``Missing`` for anybody else; ``WrongState`` for the bid for a strict RFQ until it is opened.
    """
    if version.supplier_id != supplier_id:
        raise Missing
    return _load(version, _own_key(version.bid))


def file_own(supplier_id: int, bid: Bid, file_public_id: str) -> OpenFile:
    """A file that any version of the supplier's bid names. ``Missing`` for any other, and for anybody else.

    ``WrongState`` for the bid for a strict RFQ until it is opened.
    """
    if bid.supplier_id != supplier_id:
        raise Missing
    named = (file for version in reversed(bid.versions) for file in read_own(supplier_id, version).files)
    return _open_file(bid, file_public_id, named, _own_key(bid))


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
    return from_bytes(_load(version, partial(keys.of_rfq, version.bid.rfq_id)))


def file_for_buyer(buyer_id: int, version: BidVersion, file_public_id: str, now: datetime) -> OpenFile:
    """A file that the version names, under the conditions of ``read_for_buyer``; ``Missing`` for any other."""
    named = read_for_buyer(buyer_id, version, now).files
    return _open_file(version.bid, file_public_id, named, partial(keys.of_rfq, version.bid.rfq_id))


def _load(version: BidVersion, key: Callable[[], SealingKey]) -> bytes:
    sealed_as = version.sealed_ordinal or version.ordinal
    data = _unsealed(_stored(version.id), _context(version.bid, version=sealed_as), key)
    if hashlib.sha256(data).hexdigest() != version.sha256:
        raise Altered(f"Bid version {version.public_id} does not hold the bytes that were received")
    return data


def hash_as_stored(version_id: int) -> str:
    """The SHA-256 of the envelope as it lies there, which tells nothing of what is in it."""
    return hashlib.sha256(_stored(version_id)).hexdigest()


def _stored(version_id: int) -> bytes:
    return db.session.scalars(select(BidVersion.document).where(BidVersion.id == version_id)).one()


def _open_file(
    bid: Bid, public_id: str, named: Iterable[NamedFile], key: Callable[[], SealingKey]
) -> OpenFile:
    clear = next((file for file in named if file.public_id == public_id), None)
    if clear is None:
        raise Missing
    stored = one(
        select(StoredFile)
        .join(BidFile, BidFile.file_id == StoredFile.id)
        .where(BidFile.bid_id == bid.id, StoredFile.public_id == public_id)
    )
    context = _context(bid, file=stored.storage_key)

    def unseal(envelope: bytes) -> bytes:
        content = _unsealed(envelope, context, key)
        if hashlib.sha256(content).hexdigest() != clear.sha256:
            raise Altered(f"File {public_id} does not hold the bytes that were received")
        return content

    return OpenFile(
        public_id, clear.name, clear.media_type, clear.size, clear.sha256, stored.storage_key, unseal
    )


def _unsealed(envelope: bytes, context: bytes, find: Callable[[], SealingKey]) -> bytes:
    if not sealing.is_sealed(envelope):
        # It was stored before bids were sealed, and lies there as it is; there may be no key then.
        return envelope
    key = find()
    try:
        return sealing.unseal(envelope, context, key.public_id, keys.private(key))
    except sealing.Unreadable as error:
        raise Altered("A sealed envelope does not open") from error


def _context(bid: Bid, **what: Any) -> bytes:
    return canonical(
        {"rfq": bid.rfq.public_id, "round": bid.round.ordinal, "supplier": bid.supplier.public_id, **what}
    )
