"""A backup: one consistent reading of every table, and the stored files, in a folder that proves itself.

It is taken while people work: the tables are read in one transaction that sees a single moment, and files never
change once they are stored. It says nothing of the kind of database, so that a backup of SQLite may be restored on
PostgreSQL. What is sealed stays sealed; ``PORTAL_KEY`` is not in it and has to be kept elsewhere.
"""

import base64
import gzip
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Date, Engine, LargeBinary, Table, func, insert, inspect, select, text

from portal.db import Instant, Money, Quantity, writing
from portal.files import store
from portal.files.models import StoredFile
from portal.history import EventSubject
from portal.models import metadata

FORMAT = 1
MANIFEST = "manifest.json"
AT_A_TIME = 500


class Unfit(Exception):
    """The backup cannot be taken or restored; the message is a sentence for the operator."""


@dataclass(frozen=True)
class Counted:
    """How much a backup holds."""

    rows: int
    files: int


def take(engine: Engine, files_url: str, folder: Path, *, now: datetime) -> Counted:
    """Write a backup into a new or empty folder. ``Unfit`` for one that holds something, and for a lost file.

    The manifest is written last: a folder without one is no backup.
    """
    if folder.exists() and any(folder.iterdir()):
        raise Unfit(f"{folder} is not empty.")
    (folder / "tables").mkdir(parents=True)
    (folder / "files").mkdir()
    options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with engine.connect().execution_options(**options) as connection:
        revision = _revision(connection)
        tables = {table.name: _write(connection, table, folder) for table in metadata.sorted_tables}
        keys = sorted(set(connection.scalars(select(StoredFile.storage_key))))
    files = {key: _copy(files_url, key, folder) for key in keys}
    manifest = {
        "format": FORMAT,
        "revision": revision,
        "taken_at": now.isoformat(),
        "tables": tables,
        "files": files,
    }
    _put(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
    return Counted(sum(table["rows"] for table in tables.values()), len(files))


def _write(connection: Connection, table: Table, folder: Path) -> dict[str, Any]:
    lines = 0

    def encoded() -> Iterator[bytes]:
        nonlocal lines
        rows = connection.execution_options(yield_per=AT_A_TIME).execute(
            select(table).order_by(*table.primary_key)
        )
        for row in rows:
            lines += 1
            yield json.dumps([_plain(value) for value in row], ensure_ascii=False).encode() + b"\n"

    data = gzip.compress(b"".join(encoded()), mtime=0)
    _put(_path(folder, table), data)
    return {
        "rows": lines,
        "columns": [column.name for column in table.columns],
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _copy(files_url: str, key: str, folder: Path) -> str:
    try:
        data = store.get(files_url, key)
    except FileNotFoundError as error:
        raise Unfit(f"The file {key} is named by a row but is not in the store.") from error
    _put(folder / "files" / key, data)
    return hashlib.sha256(data).hexdigest()


def restore(engine: Engine, files_url: str, folder: Path) -> Counted:
    """Write a backup into an empty database of the same revision, and its files into the store.

    Everything is checked against the manifest before the first row is written. ``Unfit`` for a folder that is no
    whole backup, a database that holds something or has another revision.
    """
    manifest = _manifest(folder)
    for name, table in manifest["tables"].items():
        _check(folder / "tables" / f"{name}.jsonl.gz", table["sha256"])
    for key, sha256 in manifest["files"].items():
        _check(folder / "files" / key, sha256)
    for key in manifest["files"]:
        store.put(files_url, (folder / "files" / key).read_bytes(), key)
    with writing(), engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        _expect_empty(connection, manifest["revision"])
        for table in metadata.sorted_tables:
            _read(connection, table, folder, manifest["tables"][table.name])
        _count_on(connection)
    return Counted(sum(table["rows"] for table in manifest["tables"].values()), len(manifest["files"]))


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
    except FileNotFoundError as error:
        raise Unfit(f"{folder} holds no whole backup: there is no {MANIFEST}.") from error
    if manifest["format"] != FORMAT:
        raise Unfit(f"The backup is of format {manifest['format']}, which this version does not read.")
    return manifest


def _check(path: Path, sha256: str) -> None:
    if not path.exists():
        raise Unfit(f"{path.name} is missing from the backup.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise Unfit(f"{path.name} is not what was written: its hash is another.")


def _expect_empty(connection: Connection, revision: str) -> None:
    if (here := _revision(connection)) != revision:
        raise Unfit(
            f"The database is at revision {here or 'none'}, the backup at {revision}: migrate to that first."
        )
    for table in metadata.sorted_tables:
        if connection.execute(select(table).limit(1)).first() is not None:
            raise Unfit(f"The database is not empty: {table.name} holds rows.")


def _read(connection: Connection, table: Table, folder: Path, told: dict[str, Any]) -> None:
    columns = [table.columns[name] for name in told["columns"]]
    lines = gzip.decompress(_path(folder, table).read_bytes()).splitlines()
    if len(lines) != told["rows"]:
        raise Unfit(f"{table.name} holds {len(lines)} rows, not {told['rows']}.")
    rows = [
        {
            column.name: _typed(column.type, value)
            for column, value in zip(columns, json.loads(line), strict=True)
        }
        for line in lines
    ]
    for batch in _batches(rows):
        connection.execute(insert(table), batch)


def _batches(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    return (rows[start : start + AT_A_TIME] for start in range(0, len(rows), AT_A_TIME))


def _count_on(connection: Connection) -> None:
    """Let ids go on behind the highest that was ever given. Of rows that have gone, events still tell."""
    told = select(EventSubject.kind, func.max(EventSubject.subject_id)).group_by(EventSubject.kind)
    gone: dict[str, int] = dict(connection.execute(told).fetchall())
    for table in metadata.sorted_tables:
        if "id" in table.columns:
            highest = connection.scalar(select(func.max(table.columns["id"]))) or 0
            _go_on_behind(connection, table, max(highest, gone.get(table.name, 0)))


def _go_on_behind(connection: Connection, table: Table, highest: int) -> None:
    said = {"name": table.name, "highest": highest}
    if connection.dialect.name == "postgresql":
        set_on = "select setval(pg_get_serial_sequence(:name, 'id'), :highest) where :highest > 0"
        connection.execute(text(set_on), said)
    elif table.dialect_options["sqlite"]["autoincrement"]:
        connection.execute(text("delete from sqlite_sequence where name = :name"), said)
        connection.execute(text("insert into sqlite_sequence (name, seq) values (:name, :highest)"), said)


def _plain(value: Any) -> Any:
    """A value as JSON has it; the column's type turns it back."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _typed(kind: Any, value: Any) -> Any:
    if value is None:
        return None
    if isinstance(kind, LargeBinary):
        return base64.b64decode(value)
    if isinstance(kind, Instant):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, (Money, Quantity)):
        return Decimal(value)
    words = getattr(kind, "enum_class", None)
    return words(value) if words else value


def _revision(connection: Connection) -> str:
    if "alembic_version" not in inspect(connection).get_table_names():
        return ""
    return str(connection.scalar(text("select version_num from alembic_version")) or "")


def _path(folder: Path, table: Table) -> Path:
    return folder / "tables" / f"{table.name}.jsonl.gz"


def _put(path: Path, data: bytes) -> None:
    """Write a file so that it is there after a power cut."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
