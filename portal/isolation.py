"""Whose rows a transaction may touch, held by PostgreSQL itself under the application's own filters.

Row-level security is forced on every table. Who reads is told to the database before each statement that needs it
told anew: nobody until it is known who asks, then one organisation, everybody for commands and the worker. A
transaction that was told nothing sees no row. Whose a table's rows are, its columns say (``buyer_id``,
``supplier_id``, ``organisation_id``), or the table itself in ``info["whose"]``. SQLite has nothing of the kind.

This is a net under forgotten filters. Who can send any SQL at all can also say who reads.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, MetaData, Table, event, inspect

from portal.db import db

OWNERS = ("buyer_id", "supplier_id", "organisation_id")
EVERYBODY = "0"
ACCOUNTS = "+accounts"


@dataclass
class Asked:
    """A request: whom it serves by now, and how many blocks deep it serves everybody."""

    reader: str = ACCOUNTS
    depth: int = 0


REQUEST: ContextVar[Asked | None] = ContextVar("request", default=None)


@dataclass(frozen=True)
class Whose:
    """Whose the rows of a table are, where its columns alone do not tell.

    ``owners`` are columns that name the organisations which read and write; ``part_of`` is a foreign key to the
    record that the row is a part of, and whose owners it shares, as it does those of what names it in ``owned_with``.
    Others read a row that see the record which it names (``with_parent``, own columns) or a record which names it
    (``named_by``, table.column), or that own a record beside it which names the same (``beside``); ``locked`` lets
    them lock it, too. A column may say on what it hangs whether it counts (``supplier_id if invited_at is not null``).
    ``accounts`` are also seen where it is found out who asks and where people look after their own accounts.
    ``open_because`` says why everybody sees the table.
    """

    owners: tuple[str, ...] = ()
    part_of: str = ""
    owned_with: tuple[str, ...] = ()
    with_parent: tuple[str, ...] = ()
    named_by: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    locked: bool = False
    accounts: bool = False
    open_because: str = ""


class Undecided(Exception):
    """A table neither names its owners nor says whose its rows are."""


def isolated(**said: Any) -> dict[str, Any]:
    """What stands at the end of a model's ``__table_args__``."""
    return {"info": {"whose": Whose(**said)}}


def whose(table: Table) -> Whose:
    """What is decided about a table. ``Undecided`` where nothing is."""
    said: Whose = table.info.get("whose", Whose())
    if said.owners or said.part_of or said.owned_with or said.open_because:
        return said
    owners = tuple(name for name in OWNERS if name in table.columns)
    if not owners:
        raise Undecided(table.name)
    return replace(said, owners=owners)


def reader() -> str:
    """Whom the statements serve that are sent now, as the database is told."""
    request = REQUEST.get()
    return EVERYBODY if request is None or request.depth else request.reader


@contextmanager
def asked() -> Iterator[None]:
    """A request, which begins by finding out who asks. Outside of one, everybody is served."""
    token = REQUEST.set(Asked())
    try:
        yield
    finally:
        REQUEST.reset(token)


def serve(organisation_id: int | None, accounts: bool = False) -> None:
    """From here on this request reads and writes for the organisation alone; for nobody with None."""
    request = REQUEST.get()
    if request is not None:
        named = "" if organisation_id is None else str(organisation_id)
        request.reader = named + ACCOUNTS if accounts else named


@contextmanager
def everybody() -> Iterator[None]:
    """Read and write for everybody in this block, in the transaction under way.

    What was to be written before it is still written for the reader, and what was changed in it for everybody.
    """
    request = REQUEST.get()
    if request is None:
        yield
        return
    db.session.flush()
    request.depth += 1
    try:
        yield
        db.session.flush()
    finally:
        request.depth -= 1


def init_app(app: Flask) -> None:
    """Let the engines of this application tell their database who reads."""
    with app.app_context():
        for engine in db.engines.values():
            listen(engine)


def listen(engine: Engine) -> None:
    """Tell PostgreSQL who reads, within each transaction, and anew when it is somebody else."""
    if engine.dialect.name != "postgresql":
        return

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.info.pop("reader", None)

    @event.listens_for(engine, "before_cursor_execute")
    def _tell(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("ROLLBACK TO SAVEPOINT"):
            # What was told since the savepoint is undone with the rest.
            connection.info.pop("reader", None)
            return
        wanted = reader()
        if connection.info.get("reader") == wanted:
            return
        raw: Any = connection.connection.dbapi_connection
        if raw.info.transaction_status is not TransactionStatus.INERROR:
            raw.execute("select set_config('portal.reader', %s, true)", (wanted,))
            connection.info["reader"] = wanted


# In a sub-select the planner asks once for each statement, not for each row.
_READER = "(select portal_reader())"
_FINDS_OUT = "(select portal_finds_out_who_asks())"
_SETTINGS = (
    """
create or replace function portal_reader() returns bigint language sql stable parallel safe as $$
select nullif(split_part(current_setting('portal.reader', true), '+', 1), '')::bigint
$$""",
    """
create or replace function portal_finds_out_who_asks() returns boolean language sql stable parallel safe as $$
select coalesce(current_setting('portal.reader', true) like '%+accounts', false)
$$""",
)


def put_on(connection: Connection, metadata: MetaData) -> None:
    """Force the policies on every table that is there; those that stand are made anew.

    ``Undecided`` for a table that does not say whose it is.
    """
    if connection.dialect.name != "postgresql":
        return
    take_off(connection)
    there = set(inspect(connection).get_table_names())
    functions: dict[str, str] = {}
    policies: list[str] = []
    for name, table in sorted(metadata.tables.items()):
        if name in there:
            policies += [f"alter table {name} {how} row level security" for how in ("enable", "force")]
            policies += [
                f"create policy {kind} on {name} {rule}" for kind, rule in _Rules(functions).of(table)
            ]
    script = ";\n".join([*_SETTINGS, *functions.values(), *policies])
    connection.exec_driver_sql(script.replace("%", "%%"))


def take_off(connection: Connection) -> None:
    """Drop all policies, so that a migration may change what they speak of, and let the owner see and change every
    row as it has to. Nobody else sees a row until ``put_on``."""
    if connection.dialect.name != "postgresql":
        return
    forced = connection.exec_driver_sql(
        "select relname from pg_class where relforcerowsecurity"
        " and relnamespace = current_schema()::regnamespace"
    )
    for (table,) in forced.all():
        connection.exec_driver_sql(f"alter table {table} no force row level security")
    found = connection.exec_driver_sql(
        "select policyname, tablename from pg_policies where schemaname = current_schema()"
    )
    for policy, table in found.all():
        connection.exec_driver_sql(f"drop policy {policy} on {table}")


@dataclass(frozen=True)
class _Rules:
    """The policies of tables, and the functions by which they ask about other tables.

    Functions, since their plans are kept: as sub-selects the policies of all tables on the way would be planned with
    every statement, which took longer than the statements themselves.
    """

    functions: dict[str, str]

    def of(self, table: Table) -> Iterator[tuple[str, str]]:
        said = whose(table)
        if said.open_because:
            yield "everybody", "using (true) with check (true)"
            return
        own = self.owned(table)
        yield "owners", f"using ({own}) with check ({own})"
        others = " or ".join(self.seen(table))
        if others:
            # PostgreSQL tries policies in the reverse order of their names: whoever owns a row is asked no more.
            yield "others", f"for select using ({others})"
        if said.locked:
            # Who locks a row has to be able to see it for an update, which is then refused.
            yield "locked", f"for update using ({others}) with check (false)"
        if said.accounts:
            yield "accounts", f"using ({_FINDS_OUT}) with check ({_FINDS_OUT})"

    def owned(self, table: Table) -> str:
        said = whose(table)
        always = [column for column in said.owners if " if " not in column]
        named = ", ".join([EVERYBODY, *(f"{table.name}.{name}" for name in always)])
        ways = [f"{_READER} = any (array[{named}])"]
        for column in said.owners:
            if " if " in column:
                ways.append(_if(table, column, lambda name: f"{table.name}.{name} = {_READER}"))
        if said.part_of:
            parent = _parent(table, said.part_of)
            ways.append(self.asks("owns", parent, "id", f"{table.name}.{said.part_of}"))
        ways += [self.asks("owns", *_naming(table, naming), f"{table.name}.id") for naming in said.owned_with]
        return " or ".join(ways)

    def seen(self, table: Table) -> Iterator[str]:
        """The ways by which others see a row. The policies of the other table decide whether they do."""
        said = whose(table)
        # Who sees a person sees nothing of what that person signs in with.
        whole = () if said.accounts or not said.part_of else (said.part_of,)
        for column in (*said.with_parent, *whole):
            yield _if(table, column, lambda name: self.with_parent(table, name))
        for naming in said.named_by:
            yield self.asks("sees", *_naming(table, naming), f"{table.name}.id")
        for column in said.beside:
            yield _if(table, column, lambda naming: self.beside(table, naming))

    def with_parent(self, table: Table, name: str) -> str:
        return self.asks("sees", _parent(table, name), "id", f"{table.name}.{name}")

    def beside(self, table: Table, naming: str) -> str:
        other, name = _naming(table, naming)
        return self.asks("owns", other, name, f"{table.name}.{name}")

    def asks(self, what: str, table: Table, column: str, key: str) -> str:
        """A call of the function that tells whether the reader sees or owns a row with this key in the column."""
        name = f"portal_{what}_{table.name}_{column}"
        owned = f" and ({self.owned(table)})" if what == "owns" else ""
        # Every name is one of our own models.
        found = f"exists (select from {table.name} where {table.name}.{column} = key{owned})"
        self.functions[name] = (
            f"create or replace function {name}(key bigint) returns boolean language plpgsql stable "
            f"as $$ begin return {found}; end $$"
        )
        return f"{name}({key})"


def _if(table: Table, column: str, way: Callable[[str], str]) -> str:
    """The way that a column opens, narrowed by what stands behind its "if"."""
    name, _, condition = column.partition(" if ")
    return f"({table.name}.{condition} and {way(name)})" if condition else way(name)


def _naming(table: Table, naming: str) -> tuple[Table, str]:
    other, column = naming.split(".")
    return table.metadata.tables[other], column


def _parent(table: Table, name: str) -> Table:
    (key,) = table.columns[name].foreign_keys
    return key.column.table
