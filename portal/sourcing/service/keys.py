"""Making the keys to which bids are sealed, and wrapping them anew when ``PORTAL_KEY`` is replaced."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from portal import sealing
from portal.db import db, new_public_id
from portal.sourcing.models import Rfq, SealingKey
from portal.sourcing.queries import keys


def provide(rfq: Rfq, supplier_id: int, *, now: datetime) -> None:
    """See to it that the RFQ and the supplier have a key each. Two who do so at once make one."""
    _make({"rfq_id": rfq.id, "buyer_id": rfq.buyer_id}, now)
    _make({"supplier_id": supplier_id}, now)


def _make(owner: dict[str, int], now: datetime) -> None:
    if db.session.scalar(select(SealingKey.id).filter_by(**owner)) is not None:
        return
    pair, public_id = sealing.new_key_pair(), new_public_id()
    name, wrapped = sealing.ring().wrap(pair.private, public_id)
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    db.session.execute(
        dialect.insert(SealingKey)
        .values(
            **owner,
            public_id=public_id,
            public_key=pair.public,
            wrapped_private=wrapped,
            wrapped_by=name,
            created_at=now,
        )
        .on_conflict_do_nothing()
    )


def rewrap() -> int:
    """Wrap every private key by the current portal key; how many were wrapped by another.

    ``sealing.Unreadable`` where one was wrapped by a key that is neither the current nor the previous one.
    """
    ring = sealing.ring()
    others = db.session.scalars(
        select(SealingKey).where(SealingKey.wrapped_by != ring.current).with_for_update()
    ).all()
    for key in others:
        key.wrapped_by, key.wrapped_private = ring.wrap(keys.private(key), key.public_id)
    return len(others)
