"""The database: one set-up for SQLite and PostgreSQL, exact column types, and transactions that must be asked for.

Every transaction is read-only unless it runs inside ``writing()``; ``portal/engines.py`` tells the database so.
"""

import enum
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    Dialect,
    Enum,
    ForeignKey,
    Integer,
    MetaData,
    Select,
    String,
    false,
    inspect,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry
from sqlalchemy.orm.attributes import flag_modified
from sqlalchemy.orm.interfaces import LoaderOption
from sqlalchemy.sql import operators
from sqlalchemy.sql.functions import ReturnTypeFromArgs
from sqlalchemy.types import TypeDecorator

from portal.errors import Missing, Stale
from portal.money import SCALE, exact

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
T = TypeVar("T")


class Instant(TypeDecorator[datetime]):
    """An instant as UTC milliseconds since 1970. A naive datetime is a programming error and refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("An instant needs a time zone")
        return (value - EPOCH) // MILLISECOND

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else EPOCH + int(value) * MILLISECOND


class _Scaled(TypeDecorator[Decimal]):
    """A decimal as a whole number of millionths: exact on both databases, in comparisons, sums and differences.

    In SQL it adds to its own kind only. A product or a quotient of millionths is none of them any more, so
    building one is a ``TypeError``: those are worked out in Python, where they are rounded by rule.
    """

    impl = BigInteger
    cache_ok = True

    class Comparator(TypeDecorator.Comparator[Decimal]):
        """What an operator makes of two columns or values."""

        __slots__ = ()

        def _adapt_expression(self, op: Any, other_comparator: Any) -> tuple[Any, Any]:
            kind, other = type(self.type), type(other_comparator.type)
            if op in (operators.add, operators.sub) and kind is other:
                return op, self.type
            raise TypeError(f"In SQL, {kind.__name__} {op.__name__} {other.__name__} would not be exact")

    @property
    def comparator_factory(self) -> Any:  # type: ignore[override]
        return self.Comparator

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        return None if value is None else int(exact(Decimal(value)).scaleb(SCALE))

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002
        return None if value is None else Decimal(int(value)).scaleb(-SCALE)


class Quantity(_Scaled):
    """A quantity to 6 decimals; the unit stands beside it in a column of its own."""

    cache_ok = True


class Money(_Scaled):
    """A price or an amount to 6 decimals; the ISO 4217 currency stands beside it in a column of its own."""

    cache_ok = True


class _Abs(ReturnTypeFromArgs[Any]):
    """``func.abs`` gives what its argument is, as SQLAlchemy's own ``func.sum`` does."""

    name = "abs"
    inherit_cache = True


class _NullIf(ReturnTypeFromArgs[Any]):
    """``func.nullif`` gives what its first argument is."""

    name = "nullif"
    inherit_cache = True


def new_public_id() -> str:
    """128 random bits as 32 hexadecimal digits: the only name of a record that leaves the portal."""
    return secrets.token_hex(16)


BigKey = BigInteger().with_variant(Integer, "sqlite")
Key = Annotated[int, mapped_column(BigKey, primary_key=True)]
PublicId = Annotated[str, mapped_column(String(32), unique=True, default=new_public_id)]
Version = Annotated[int, mapped_column(Integer, default=1)]
# At the end of the table arguments where rows may go while events tell of them: to SQLite an id is free again then,
# and the next record would have the history of the one that went.
NEVER_AGAIN = {"sqlite_autoincrement": True}
Currency = Annotated[str, mapped_column(String(3))]
UnitCode = Annotated[str, mapped_column(String(3))]
QuantityColumn = Annotated[Decimal, mapped_column(Quantity)]
MoneyColumn = Annotated[Decimal, mapped_column(Money)]


def refers_to(target: str, **options: Any) -> Any:
    """A foreign key column with an index, to ``table.id``."""
    options.setdefault("index", True)
    return mapped_column(BigKey, ForeignKey(f"{target}.id"), **options)


def _values(kind: type[enum.Enum]) -> list[str]:
    return [member.value for member in kind]


class Model(DeclarativeBase):
    """The base of every table, with names for constraints that migrations on both databases can rely on."""

    registry = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: Instant,
            int: BigKey,
            # States and kinds are stored as their words, which read the same in both databases and in a dump.
            enum.Enum: Enum(
                enum.Enum, native_enum=False, length=40, create_constraint=False, values_callable=_values
            ),
        },
    )


# Nothing is expired at commit: a page is drawn from what the transaction wrote, without reading it again.
db = SQLAlchemy(model_class=Model, session_options={"expire_on_commit": False})

WRITE: ContextVar[bool] = ContextVar("write", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Let the transactions that begin in this block write. It neither begins nor commits one."""
    token = WRITE.set(True)
    try:
        yield
    finally:
        WRITE.reset(token)


def is_named(record: Any, besides: Collection[str] = ()) -> bool:
    """Whether a row of any table names the (flushed) record by a foreign key, the tables of its own parts left out.

    Every table that is loaded is looked at, so that whatever comes to name such records counts by itself.
    """
    mine = inspect(record).mapper.local_table
    naming = [
        select(key.parent).where(key.parent == record.id).exists()
        for table in Model.metadata.tables.values()
        if table.name not in besides
        for key in table.foreign_keys
        if key.column.table is mine
    ]
    return bool(db.session.scalar(select(or_(false(), *naming))))


def insert_into(model: type[Model]) -> Any:
    """An INSERT that can say what a conflict does, which both databases write alike and SQLAlchemy apart."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(model)


def one(statement: Select[T]) -> T:
    """The one record a statement finds. ``Missing`` where there is none, or none for the organisation it names."""
    found = db.session.scalars(statement).unique().one_or_none()
    if found is None:
        raise Missing
    return found


def lock(record: Any, *parts: LoaderOption) -> None:
    """Lock the row of a record until the transaction ends, and read it again as it is now, with the ``parts`` of it
    on which the lock decides too: rows that somebody still holds are not read again by themselves.

    ``Missing`` where somebody else has removed it meanwhile.
    """
    db.session.flush()
    kind = type(record)
    again = select(kind).where(kind.id == record.id).options(*parts).with_for_update(of=kind)
    one(again.execution_options(populate_existing=True))


def touch(record: Any) -> None:
    """Count a change of the record, which has a version and a state, where only rows below it have changed: whoever
    acts on it in another window must learn of it."""
    flag_modified(record, "state")


@contextmanager
def as_seen(record: Any) -> Iterator[None]:
    """Lock the record inside: ``Stale`` where its version, read again, is no longer the one its reader has seen."""
    db.session.flush()
    seen = record.version
    yield
    if record.version != seen:
        raise Stale


@contextmanager
def transaction() -> Iterator[None]:
    """One write transaction on a session at rest: for the worker, the commands and the edge's own short ones.

    Commits at the end, and rolls back and re-raises when the block raises.
    """
    db.session.rollback()
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise
