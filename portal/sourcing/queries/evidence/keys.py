"""What the chain says of the keys, held against their rows; and whether each private half fits its public one."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from portal import sealing, signing
from portal.audit import told
from portal.canonical import fingerprint
from portal.db import db
from portal.sourcing.models import (
    OPENER_TOLD,
    SEALING_TOLD,
    SIGNING_TOLD,
    OpenerKey,
    Rfq,
    RfqRound,
    SealingKey,
    SigningKey,
)
from portal.sourcing.queries import keys

KINDS: dict[str, tuple[str, Any]] = {
    "SealingKeyMade": ("Sealing key", SealingKey),
    "SigningKeyMade": ("Signing key", SigningKey),
    "OpenerKeyMade": ("Opener key", OpenerKey),
}


def verify() -> Iterator[str]:
    """One sentence for every key that is not the one that was made, and for every one that is gone."""
    for name, (what, _kind) in KINDS.items():
        made = {facts.get("key_id"): facts for _event, facts in told(name)}
        for key in _all(name):
            yield from (f"{what} {key.id}: {amiss}." for amiss in _of_key(key, made.pop(key.id, {})))
        yield from (f"{what} {key_id}: its event is there, but the key is gone." for key_id in made)


def _all(name: str) -> list[Any]:
    kind = KINDS[name][1]
    return list(db.session.scalars(select(kind).order_by(kind.id)))


def _of_key(key: SealingKey | SigningKey | OpenerKey, said: dict[str, Any]) -> Iterator[str]:
    # A key that was made before keys had events has none; its name is bound into the wrap of its private half.
    columns = {SealingKey: SEALING_TOLD, SigningKey: SIGNING_TOLD, OpenerKey: OPENER_TOLD}[type(key)]
    if said.get("row_sha256") not in (None, fingerprint(key, columns)):
        yield "its row is not the one that its event tells"
    if isinstance(key, SealingKey) and key.wrapped_private is None and _waits_for_openers(key):
        return
    try:
        private = keys.private(key)
    except sealing.Unreadable:
        yield "its private half does not open"
        return
    # What a passphrase locks, nobody but its person unlocks.
    if isinstance(key, OpenerKey):
        return
    public_of = sealing.public_of if isinstance(key, SealingKey) else signing.public_of
    if public_of(private) != key.public_key:
        yield "its private half is not that of its public one"


def _waits_for_openers(key: SealingKey) -> bool:
    """Whether it is the key of a strict RFQ that nobody has opened, whose private half its openers have."""
    waits = select(Rfq.id).where(
        Rfq.id == key.rfq_id, Rfq.strict, ~Rfq.rounds.any(RfqRound.opened_at.is_not(None))
    )
    return db.session.scalar(waits) is not None
