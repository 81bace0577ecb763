"""Rows that never change, held by the database itself, whatever code or hand comes by.

A table says so in its ``info``: ``never_changes=ALL`` for whole rows, or the names of columns. Triggers refuse every
update of those and every delete; on SQLite also an insert that would replace a row. Migrations put them on at their
end, since SQLite drops a table's triggers when a migration rebuilds it. The portal's role on PostgreSQL owns nothing
and cannot take them off; on SQLite whoever holds the file can, and the audit finds what was changed.
"""

from collections.abc import Iterator

import structlog
from sqlalchemy import (
    Connection,
    Engine,
    MetaData,
    Table,
    UniqueConstraint,
    column,
    func,
    inspect,
    or_,
    select,
)
from sqlalchemy import table as of_columns
from sqlalchemy.exc import OperationalError

from portal.config import UnsafeSetting

ALL = "*"
log = structlog.get_logger()

_REFUSE = """
create or replace function portal_never_changes() returns trigger language plpgsql as $$
begin
  raise exception 'Rows of %% never change', tg_table_name using errcode = 'integrity_constraint_violation';
end $$
"""


def put_on(connection: Connection, metadata: MetaData) -> None:
    """Put the triggers on every table that is there and asks for them; those that stand are made anew."""
    there = set(inspect(connection).get_table_names())
    tables = [table for name, table in sorted(metadata.tables.items()) if name in there]
    asking = [table for table in tables if "never_changes" in table.info]
    postgresql = connection.dialect.name == "postgresql"
    if postgresql and asking:
        connection.exec_driver_sql(_REFUSE)
    for table in asking:
        for statement in _postgresql(table) if postgresql else _sqlite(table):
            connection.exec_driver_sql(statement)


def _of(table: Table) -> str:
    held = table.info["never_changes"]
    return "" if held == ALL else f" of {', '.join(held)}"


def _postgresql(table: Table) -> Iterator[str]:
    act = "execute function portal_never_changes()"
    yield (
        f"create or replace trigger never_changes before update{_of(table)} or delete on {table.name} "
        f"for each row {act}"
    )
    yield f"create or replace trigger never_emptied before truncate on {table.name} for each statement {act}"


def _sqlite(table: Table) -> Iterator[str]:
    kinds = {
        "updated": f"update{_of(table)} on {table.name}",
        "deleted": f"delete on {table.name}",
        "replaced": f"insert on {table.name} when {_exists(table)}",
    }
    for kind, when in kinds.items():
        name = f"{table.name}_never_{kind}"
        yield f"drop trigger if exists {name}"
        yield (
            f"create trigger {name} before {when} "
            f"begin select raise(abort, 'Rows of {table.name} never change'); end"
        )


def _exists(table: Table) -> str:
    """Whether a row with one of the new row's keys is there, which a replacing insert would take away."""
    keys = [[column.name for column in table.primary_key]]
    keys += [[column.name] for column in table.columns if column.unique]
    keys += [
        [column.name for column in constraint.columns]
        for constraint in table.constraints
        if isinstance(constraint, UniqueConstraint)
    ]
    same = sorted({" and ".join(f"{name} = new.{name}" for name in key) for key in keys})
    # Every name is one of our own models.
    return f"exists (select 1 from {table.name} where {' or '.join(f'({one})' for one in same)})"  # noqa: S608


def check_role(engine: Engine) -> None:
    """``UnsafeSetting`` where the portal's own role on PostgreSQL could take off what the database holds it to.

    A database that is away is not asked; nobody is served by it either.
    """
    if engine.dialect.name != "postgresql":
        return
    roles = of_columns("pg_roles", column("rolname"), column("rolsuper"), column("rolbypassrls"))
    tables = of_columns("pg_tables", column("schemaname"), column("tableowner"))
    powerful = select(roles.c.rolname).where(
        roles.c.rolname == func.current_user(), or_(roles.c.rolsuper, roles.c.rolbypassrls)
    )
    owning = select(tables.c.tableowner).where(
        tables.c.tableowner == func.current_user(), tables.c.schemaname == func.current_schema()
    )
    try:
        with engine.connect() as connection:
            if connection.scalar(powerful.limit(1)):
                raise UnsafeSetting(
                    "DATABASE_URL names a role with SUPERUSER or BYPASSRLS, which sees every row."
                )
            if connection.scalar(owning.limit(1)):
                raise UnsafeSetting(
                    "DATABASE_URL names the owner of the tables, who could take their guards off."
                )
    except OperationalError as failure:
        log.warning("start.database", error=str(failure.orig))
    finally:
        # Processes that are forked from this one must not share its connection.
        engine.dispose()
