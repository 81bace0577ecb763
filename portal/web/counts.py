"""Counters of tries for the ``limits`` library, in a table of the portal's database that all of its processes share.

Each count is one statement in a short transaction of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from limits.storage import Storage
from sqlalchemy import Connection, Integer, String, case, delete, literal, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, db, insert_into, writing
from portal.isolation import isolated
from portal.web import access

SWEPT_AT_ONCE = 100


class TryCount(Model):
    """How often something was tried since a window began that ends at ``expires_at``."""

    __tablename__ = "try_count"
    __table_args__ = isolated(open_because="tries belong to nobody who is known; it holds hashes")
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class Counts(Storage):
    """The counters. Never used inside a write transaction of the same request, which would wait for itself."""

    STORAGE_SCHEME = None

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count up, or begin a window of ``expiry`` seconds; gives the count."""
        now = access.now()
        over = TryCount.expires_at <= now
        until = now + timedelta(seconds=expiry)
        begin = insert_into(TryCount).values(key=key, count=amount, expires_at=until)
        with _own_transaction() as connection:
            counted: int = connection.execute(
                begin.on_conflict_do_update(
                    index_elements=["key"],
                    set_={
                        "count": case((over, amount), else_=TryCount.count + amount),
                        "expires_at": case(
                            (over, literal(until, TryCount.expires_at.type)), else_=TryCount.expires_at
                        ),
                    },
                ).returning(TryCount.count)
            ).scalar_one()
            if counted == amount:
                _sweep(connection, now)
        return counted

    def get(self, key: str) -> int:
        """The count of a window that has not ended, else 0."""
        count, until = _standing(key) or (0, access.now())
        return count if until > access.now() else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        _count, until = _standing(key) or (0, access.now())
        return until.timestamp()

    def check(self) -> bool:
        """Whether the counters can be read."""
        with db.engine.connect() as connection:
            connection.execute(select(TryCount.key).limit(1))
        return True

    def reset(self) -> int | None:
        """Forget every count; how many there were."""
        with _own_transaction() as connection:
            return connection.execute(delete(TryCount)).rowcount

    def clear(self, key: str) -> None:
        """Forget one count."""
        with _own_transaction() as connection:
            connection.execute(delete(TryCount).where(TryCount.key == key))


@contextmanager
def _own_transaction() -> Iterator[Connection]:
    with writing(), db.engine.begin() as connection:
        yield connection


def _standing(key: str) -> tuple[int, datetime] | None:
    with db.engine.connect() as connection:
        row = connection.execute(
            select(TryCount.count, TryCount.expires_at).where(TryCount.key == key)
        ).first()
    return (row[0], row[1]) if row is not None else None


def _sweep(connection: Connection, now: datetime) -> None:
    """Take away what has ended, a little with each window that begins; what others hold is left to them."""
    ended = (
        select(TryCount.key)
        .where(TryCount.expires_at <= now)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    connection.execute(delete(TryCount).where(TryCount.key.in_(ended)))
