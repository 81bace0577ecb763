"""Making the keys that seal bids and sign receipts, and wrapping them anew when ``PORTAL_KEY`` is replaced."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from portal import history, sealing, signing
from portal.canonical import fingerprint
from portal.db import db, insert_into, new_public_id
from portal.isolation import everybody
from portal.sourcing import events
from portal.sourcing.models import (
    SEALING_TOLD,
    SIGNING_TOLD,
    BidVersion,
    OpenerKey,
    Rfq,
    SealingKey,
    SigningKey,
)
from portal.sourcing.queries import keys, receipts
from portal.workflow import Actor


# Whoever seals the first bid makes the keys of both sides.
@everybody()
def provide(rfq: Rfq, supplier_id: int, *, actor: Actor, now: datetime) -> None:
    """See to it that the RFQ and the supplier have a key each. Two who do so at once make one.

    A strict RFQ got its key when it was published, and no supplier's opens its bids.
    """
    if rfq.strict:
        return
    _make({"rfq_id": rfq.id, "buyer_id": rfq.buyer_id}, actor, now)
    _make({"supplier_id": supplier_id}, actor, now)


def _make(owner: dict[str, int], actor: Actor, now: datetime) -> None:
    if db.session.scalar(select(SealingKey.id).filter_by(**owner)) is not None:
        return
    made = {**owner, **_columns(sealing.new_key_pair(), now)}
    made_id = db.session.execute(
        insert_into(SealingKey).values(made).on_conflict_do_nothing().returning(SealingKey.id)
    ).scalar()
    if made_id is not None:
        record_made(db.session.get_one(SealingKey, made_id), actor=actor, now=now)


def record_made(key: SealingKey, *, actor: Actor, now: datetime) -> None:
    """Record that an RFQ or a supplier has a key."""
    _record(events.SealingKeyMade(key.id, fingerprint(key, SEALING_TOLD)), key, actor, now)


def _record(fact: Any, key: SealingKey | SigningKey, actor: Actor, now: datetime) -> None:
    # That an RFQ has a key tells that somebody bids, so nobody reads of it.
    history.record(fact, about=[key], readers=[], actor=actor, now=now)


def _columns(pair: sealing.KeyPair, now: datetime) -> dict[str, Any]:
    """The columns of a new key, its private half wrapped."""
    public_id = new_public_id()
    name, wrapped = sealing.ring().wrap(pair.private, public_id)
    return {
        "public_id": public_id,
        "public_key": pair.public,
        "wrapped_private": wrapped,
        "wrapped_by": name,
        "created_at": now,
    }


def signing_key(*, actor: Actor, now: datetime) -> SigningKey:
    """The key that signs receipts, made with the first of them. Of two made at once the newer is in force."""
    found = keys.signing()
    if found is None:
        found = SigningKey(**_columns(signing.new_signing_pair(), now))
        db.session.add(found)
        db.session.flush()
        _record(events.SigningKeyMade(found.id, fingerprint(found, SIGNING_TOLD)), found, actor, now)
    return found


def sign(version: BidVersion, key: SigningKey) -> None:
    """Sign the receipt of a version that is about to be stored."""
    # The version is written once, with its signature; until then nothing that is read here may store it.
    with db.session.no_autoflush:
        version.signing_key = key
        version.receipt_signature = signing.sign(keys.private(key), receipts.content(version))


def rewrap() -> int:
    """Wrap every private key by the current portal key; how many were wrapped by another.

    An opener's key stays locked by its passphrase, and that of a strict RFQ before its opening is not here.
    ``sealing.Unreadable`` where one was wrapped by a key that is neither the current nor the previous one.
    """
    ring = sealing.ring()
    others: list[SealingKey | SigningKey | OpenerKey] = [
        *db.session.scalars(select(OpenerKey).where(OpenerKey.wrapped_by != ring.current).with_for_update()),
        *db.session.scalars(
            select(SealingKey).where(SealingKey.wrapped_by != ring.current).with_for_update()
        ),
        *db.session.scalars(
            select(SigningKey).where(SigningKey.wrapped_by != ring.current).with_for_update()
        ),
    ]
    for key in others:
        key.wrapped_by, key.wrapped_private = ring.wrap(keys.private(key), key.public_id)
    return len(others)
