"""What people have read: everything but the notices of the last days, as in any inbox that is looked after."""

from datetime import datetime, timedelta

from sqlalchemy import select

from portal.cli.demo.world import DemoWorld
from portal.db import db
from portal.notices.models import Notice
from portal.notices.service import mark_read

UNREAD_FOR = timedelta(days=4)
READ_AFTER = timedelta(hours=3)


def fill(_world: DemoWorld, now: datetime) -> None:
    """Let everybody have read what is older than some days, a few hours after it came."""
    old = select(Notice).where(Notice.created_at < now - UNREAD_FOR, Notice.read_at.is_(None))
    for notice in db.session.scalars(old):
        mark_read(notice, now=notice.created_at + READ_AFTER)
