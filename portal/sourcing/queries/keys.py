"""The keys to which bids are sealed, and those of openers.

Only the door, the receipt, the rotation and a strict opening ask for a private one.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import sealing
from portal.db import db, one
from portal.sourcing.models import Bid, OpenerKey, OpenerPair, Rfq, SealingKey, SigningKey


def of_rfq(rfq_id: int) -> SealingKey:
    """The RFQ's own key."""
    return one(select(SealingKey).where(SealingKey.rfq_id == rfq_id))


def of_supplier(supplier_id: int) -> SealingKey:
    """The supplier's key, by which it reads what it has sent."""
    return one(select(SealingKey).where(SealingKey.supplier_id == supplier_id))


def recipients(bid: Bid) -> Mapping[str, bytes]:
    """The public keys to which a bid is sealed, by name: the RFQ's, and the supplier's unless the RFQ is strict."""
    found = [of_rfq(bid.rfq_id)] if bid.rfq.strict else [of_rfq(bid.rfq_id), of_supplier(bid.supplier_id)]
    return {key.public_id: key.public_key for key in found}


def signing() -> SigningKey | None:
    """The key that signs now, the newest; None before anything was signed."""
    return db.session.scalars(select(SigningKey).order_by(SigningKey.id.desc()).limit(1)).first()


def of_opener(buyer_id: int, person_id: int) -> OpenerKey | None:
    """The key that a person opens strict RFQs of a buyer with, if there is one in force."""
    return db.session.scalars(
        select(OpenerKey).where(
            OpenerKey.buyer_id == buyer_id, OpenerKey.person_id == person_id, OpenerKey.replaced_at.is_(None)
        )
    ).one_or_none()


def in_force(buyer_id: int, person_ids: Iterable[int]) -> dict[int, OpenerKey]:
    """The keys in force of these people of a buyer, by the person's id."""
    rows = db.session.scalars(
        select(OpenerKey).where(
            OpenerKey.buyer_id == buyer_id,
            OpenerKey.person_id.in_(list(person_ids)),
            OpenerKey.replaced_at.is_(None),
        )
    )
    return {row.person_id: row for row in rows}


def pairs(rfq: Rfq) -> list[OpenerPair]:
    """The pairs of openers to whom the key of a published strict RFQ is sealed, each in either order."""
    return list(
        db.session.scalars(
            select(OpenerPair)
            .where(OpenerPair.rfq_id == rfq.id)
            .options(joinedload(OpenerPair.first), joinedload(OpenerPair.second))
            .order_by(OpenerPair.id)
        )
    )


def unlocked(key: OpenerKey, passphrase: str) -> bytes:
    """The private half of an opener's key. ``sealing.Unreadable`` for another passphrase.

    It takes a tenth of a second by design, so no lock may be held.
    """
    return sealing.unlock(private(key), key.public_id, key.salt, passphrase)


def private(key: SealingKey | SigningKey | OpenerKey) -> bytes:
    """The private half; of an opener's key what its passphrase unlocks.

    ``sealing.Unreadable`` where the portal key that wraps it is not in force, and for the key of a strict RFQ until
    its openers have opened it.
    """
    if key.wrapped_private is None or key.wrapped_by is None:
        raise sealing.Unreadable("This key is sealed to the openers of a strict RFQ")
    return sealing.ring().unwrap(key.wrapped_private, key.wrapped_by, key.public_id)
