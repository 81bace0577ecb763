"""The keys to which bids are sealed. Only the door, the receipt and the rotation ask for a private one."""

from collections.abc import Mapping

from sqlalchemy import select

from portal import sealing
from portal.db import db, one
from portal.sourcing.models import Bid, SealingKey, SigningKey


def of_rfq(rfq_id: int) -> SealingKey:
    """The RFQ's own key."""
    return one(select(SealingKey).where(SealingKey.rfq_id == rfq_id))


def of_supplier(supplier_id: int) -> SealingKey:
    """The supplier's key, by which it reads what it has sent."""
    return one(select(SealingKey).where(SealingKey.supplier_id == supplier_id))


def recipients(bid: Bid) -> Mapping[str, bytes]:
    """The public keys to which a bid is sealed, by name: the RFQ's and the supplier's."""
    return {key.public_id: key.public_key for key in (of_rfq(bid.rfq_id), of_supplier(bid.supplier_id))}


def signing() -> SigningKey | None:
    """The key that signs now, the newest; None before anything was signed."""
    return db.session.scalars(select(SigningKey).order_by(SigningKey.id.desc()).limit(1)).first()


def private(key: SealingKey | SigningKey) -> bytes:
    """The private half. ``sealing.Unreadable`` where the portal key that wraps it is not in force."""
    return sealing.ring().unwrap(key.wrapped_private, key.wrapped_by, key.public_id)
