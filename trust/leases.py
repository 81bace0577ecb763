"""Leases of the outbox that run out at once, as if the minute had passed for which a worker takes a row."""

from datetime import timedelta

from sqlalchemy import update

from portal import timekeeping
from portal.db import db, transaction
from portal.outbox import OutboxRow


def run_out() -> None:
    """Let every row that is not delivered be due, and nobody's."""
    with transaction():
        free = timekeeping.now() - timedelta(seconds=1)
        db.session.execute(
            update(OutboxRow).where(OutboxRow.done_at.is_(None)).values(lease_until=free, due_at=free)
        )
