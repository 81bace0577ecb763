"""How migrations run: as the owner of the tables, in one transaction, on either database.

The portal itself connects as a role that does not own the tables (``DATABASE_URL``); migrations use
``OWNER_DATABASE_URL`` where it is given. A migration speaks of plain column types only, so that it goes on
meaning the same when the portal's own types change.
"""

import os
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, create_engine, event

from portal import guards, isolation
from portal.config import database_driver, read_settings
from portal.db import Instant, Money, Quantity
from portal.models import metadata


def owner_url() -> str:
    """Where to migrate: a caller's own address, the owner's, or the portal's."""
    given = context.config.attributes.get("url") or os.environ.get("OWNER_DATABASE_URL")
    return database_driver(given) if given else read_settings().database_url


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Write our exact types as the plain ones they are stored in."""
    if kind == "type" and isinstance(item, (Instant, Money, Quantity)):
        return "sa.BigInteger()"
    if kind == "type" and isinstance(item, BigInteger) and item._variant_mapping:
        return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
    return False


def run() -> None:
    """Migrate with a connection of our own, which may write and sees foreign keys only when it is done."""
    engine = create_engine(owner_url())
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine, "connect")
        def _connect(dbapi: Any, _record: Any) -> None:
            # A table that is rebuilt keeps its references while foreign keys are off; SQLite checks them after.
            dbapi.execute("PRAGMA foreign_keys=OFF")

    isolation.listen(engine)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_item=render_item,
            render_as_batch=engine.dialect.name == "sqlite",
            compare_type=True,
            compare_server_default=False,
        )
        with context.begin_transaction():
            # A column that a policy speaks of could not go.
            isolation.take_off(connection)
            context.run_migrations()
            guards.put_on(connection, metadata)
            isolation.put_on(connection, metadata)
    engine.dispose()


run()
