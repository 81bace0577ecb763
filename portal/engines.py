"""What the engines are told: which transactions write, how writers queue, and when a connection is of no more use.

Every transaction is read-only unless it runs inside ``db.writing()``: SQLite is told ``query_only`` and PostgreSQL
``READ ONLY``, so the database itself refuses a GET that writes. On SQLite a write begins with ``BEGIN IMMEDIATE``
behind two lock files, which turn SQLite's unfair busy handler into a queue.
"""

import fcntl
import os
import sqlite3
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import DBAPIError

from portal.db import WRITE, db


def listen(app: Flask) -> None:
    """Put the transaction rules on the engines of this application."""
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":
                _listen_sqlite(engine)
            else:
                _listen_postgresql(engine)
            event.listen(engine, "handle_error", _forget_what_takes_no_writes)


def _forget_what_takes_no_writes(context: ExceptionContext) -> None:
    """A connection to a standby, or to files that were read-only, stays so: all are given up, and the next made anew.

    All, since connections of one process to an SQLite database share what the first of them could open.
    """
    if WRITE.get() and _takes_no_writes(context):
        context.is_disconnect = True
        # A statement that is not ended would keep SQLite's side of the connection open for as long as it lives.
        if context.execution_context is not None:
            context.execution_context.cursor.close()
        if context.engine is not None:
            context.engine.dispose()


def _takes_no_writes(context: ExceptionContext) -> bool:
    if not isinstance(context.sqlalchemy_exception, DBAPIError):
        return False
    if context.dialect.name == "sqlite":
        code: int = getattr(context.original_exception, "sqlite_errorcode", 0)
        return code & 0xFF == sqlite3.SQLITE_READONLY
    raw: Any = context.connection and context.connection.connection.dbapi_connection
    return bool(raw) and raw.info.parameter_status("in_hot_standby") == "on"


def _listen_postgresql(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # psycopg sends this along with BEGIN, so it costs no round trip.
        connection.connection.dbapi_connection.read_only = not WRITE.get()


def _listen_sqlite(engine: Engine) -> None:
    path = engine.url.database
    pragmas = (
        "busy_timeout=5000",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
    )

    @event.listens_for(engine, "connect")
    def _connect(dbapi: Any, record: Any) -> None:
        # Python 3.11's sqlite3 would begin transactions by itself; here SQLAlchemy's "begin" does.
        dbapi.isolation_level = None
        for pragma in pragmas:
            dbapi.execute(f"PRAGMA {pragma}")
        record.info["pool"] = engine.pool
        record.info["locks"] = tuple(
            os.open(f"{path}.{name}", os.O_CREAT | os.O_RDONLY, 0o600) for name in ("turn", "lock")
        )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        raw = connection.connection.dbapi_connection
        raw.execute(f"PRAGMA query_only={int(not WRITE.get())}")
        if not WRITE.get():
            raw.execute("BEGIN")
            return
        turn, lock = connection.connection.info["locks"]
        # Who holds the turn is next for the lock; the others queue for the turn. A killed process frees both.
        fcntl.flock(turn, fcntl.LOCK_EX)
        fcntl.flock(lock, fcntl.LOCK_EX)
        fcntl.flock(turn, fcntl.LOCK_UN)
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    @event.listens_for(engine, "checkin")
    def _checkin(_dbapi: Any, record: Any) -> None:
        if "locks" in record.info:
            fcntl.flock(record.info["locks"][1], fcntl.LOCK_UN)
            if record.info["pool"] is not engine.pool:
                # It was in use when all were given up, and nobody will ask for it again.
                record.close()

    @event.listens_for(engine, "close")
    def _close(_dbapi: Any, record: Any) -> None:
        for descriptor in record.info.pop("locks", ()):
            os.close(descriptor)
