"""The verbs of records: sign and pack one, and note that it was taken away."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from portal import history, signing
from portal.canonical import canonical
from portal.records import rules
from portal.records.events import RecordExported
from portal.sourcing.models import Rfq, SigningKey
from portal.sourcing.queries import keys
from portal.sourcing.rules.receipts import instant
from portal.workflow import Actor


def manifest(
    rfq: Rfq, reader_name: str, entries: Mapping[str, bytes], key: SigningKey, now: datetime
) -> bytes:
    """What is signed: of which RFQ, for whom, when, by which key, and the size and SHA-256 of every entry."""
    return canonical(
        {
            "schema": 1,
            "rfq": rfq.public_id,
            "number": rfq.number,
            "reader": reader_name,
            "made_at": instant(now),
            "key": key.public_id,
            "entries": rules.sums(entries),
        }
    )


def pack(entries: Mapping[str, bytes], signed: bytes, key: SigningKey) -> bytes:
    """The archive of the entries with the manifest ``signed``, signed by this key."""
    private = keys.private(key)
    return rules.pack(entries, signed, lambda data: signing.sign(private, data))


def note_export(rfq: Rfq, signed: bytes, *, actor: Actor, now: datetime) -> None:
    """Note that a record with this manifest was taken away; only the side that took it reads of it."""
    reader = actor.organisation_id
    fact = RecordExported(rfq.id, hashlib.sha256(signed).hexdigest())
    history.record(fact, about=[rfq], readers=[reader] if reader else [], actor=actor, now=now)
