"""The hand that edits behind the portal's back: one random edit of rows or files, and how the record is called."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Column, RowMapping, Table, delete, insert, select, update

from portal.canonical import canonical
from portal.db import db
from portal.models import metadata
from trust.values import another

# The tables that the audit answers for.
WATCHED = (
    "event",
    "event_subject",
    "event_reader",
    "chain_head",
    "bid_version",
    "sealing_key",
    "signing_key",
    "opening",
    "opened_bid",
    "opened_line",
    "award",
    "award_line",
    "document",
    "stored_file",
)
# Numbers of rows that nothing else hangs on, and what may change without an event: no edit of these is one.
FREE = {"id", "award.version", "award.cancelled_reason"}
FILE_EDITS = ("a byte", "its end", "all of it", "another's bytes", "more bytes", "nothing left")


@dataclass(frozen=True)
class Edit:
    """What was done, in words, and the beginnings of sentences of which one has to be among the complaints."""

    what: str
    names: tuple[str, ...]


class Impossible(Exception):
    """This edit would change nothing, or there is nothing to edit."""


class Hand:
    """Edits rows in the transaction under way, and files in the folder of the store until ``put_back``."""

    def __init__(self, random: Random, files: Path) -> None:
        self.random, self.files = random, files
        self.rows = {name: _rows(metadata.tables[name]) for name in WATCHED}
        self.events = {row["id"]: row for row in self.rows["event"]}
        self._taken: dict[Path, bytes] = {}

    def edit(self) -> Edit:
        """One random edit. ``Impossible`` where the one that was drawn would change nothing."""
        kinds: Sequence[Callable[[], Edit]] = (
            self.change,
            self.change,
            self.remove,
            self.put_in,
            self.replace,
            self.exchange,
            self.forge,
            self.rewrite,
            self.go_back,
            self.touch_file,
        )
        return self.random.choice(kinds)()

    def put_back(self) -> None:
        """Give every touched file its bytes again."""
        for path, data in self._taken.items():
            path.write_bytes(data)
        self._taken.clear()

    def change(self) -> Edit:
        """One column of one row says something else."""
        table, row = self._row()
        column = self._column(table)
        value = self._other(column, row[column.name])
        db.session.execute(update(table).where(*_is(table, row)).values({column.name: value}))
        after = {**row, column.name: value}
        return Edit(f"{table.name}.{column.name} changed", self._names(table, row, after))

    def remove(self) -> Edit:
        """One row is gone."""
        table, row = self._row()
        db.session.execute(delete(table).where(*_is(table, row)))
        return Edit(f"{table.name} removed", self._names(table, row))

    def put_in(self) -> Edit:
        """A copy of a row, told apart where the database wants it."""
        table, row = self._row(besides="chain_head")
        added = {**row, **{column.name: self._new(column) for column in table.columns if column.unique}}
        if "id" in added:
            added["id"] = max(one["id"] for one in self.rows[table.name]) + 1
        else:
            column = self._column(table)
            added[column.name] = self._other(column, row[column.name])
        if table.name == "event":
            added["seq"] = max(one["seq"] for one in self._chain(row["chain"])) + 1
        if table.name == "bid_version":
            added["ordinal"] += 100
        if table.name == "document":
            added["revision"] += 100
        db.session.execute(insert(table).values(added))
        return Edit(f"{table.name} put in", self._names(table, added))

    def replace(self) -> Edit:
        """A row says what another of its kind says."""
        table, row = self._row(besides="chain_head")
        other = self.random.choice(self.rows[table.name])
        kept = {column.name for column in table.columns if column.unique or column.primary_key}
        values = {name: value for name, value in other.items() if name not in kept}
        if table.name == "event":
            values["seq"] = row["seq"]
        if "id" not in table.columns or all(row[name] == value for name, value in values.items()):
            raise Impossible
        db.session.execute(update(table).where(*_is(table, row)).values(values))
        return Edit(f"{table.name} replaced by another", self._names(table, row, {**row, **values}))

    def exchange(self) -> Edit:
        """Two rows exchange what stands in one column: events their places in the chain, versions their order."""
        table, row = self._row(besides="chain_head")
        column, other = self._column(table), self.random.choice(self.rows[table.name])
        if row[column.name] == other[column.name] or "id" not in table.columns:
            raise Impossible
        if column.unique or column.name in ("seq", "chain", "ordinal"):
            for one in (row, other):
                aside = {column.name: self._other(column, one[column.name], far=True)}
                db.session.execute(update(table).where(*_is(table, one)).values(aside))
        for one, twin in ((row, other), (other, row)):
            value = {column.name: twin[column.name]}
            db.session.execute(update(table).where(*_is(table, one)).values(value))
        return Edit(f"{table.name}.{column.name} of two exchanged", self._names(table, row, other))

    def forge(self) -> Edit:
        """An event says something else, and its hash is made to fit."""
        row = self.random.choice(self.rows["event"])
        body = json.loads(row["body"])
        body["facts"][self.random.choice([*body["facts"], "more"])] = self.random.randrange(10**6)
        self._write_event(row, canonical(body))
        seq = row["seq"] + 1
        names = (
            f"Chain {row['chain']}, event {seq}:",
            f"Chain {row['chain']} ends at event {row['seq']},",
        )
        return Edit("an event forged with its hash", names)

    def rewrite(self) -> Edit:
        """A chain is written anew from one event on, its head too: only a head that was kept elsewhere tells."""
        row = self.random.choice(self.rows["event"])
        digest = None
        for one in self._chain(row["chain"]):
            if one["seq"] < row["seq"]:
                continue
            body = json.loads(one["body"])
            if digest is None:
                body["at"] -= 1
                db.session.execute(
                    update(metadata.tables["event"])
                    .where(metadata.tables["event"].c.id == one["id"])
                    .values(at=one["at"] - timedelta(milliseconds=1))
                )
            else:
                body["previous"] = digest
            digest = self._write_event(one, canonical(body))
        self._set_head(row["chain"], digest=digest)
        return Edit("a chain rewritten to its head", (self._kept(row["chain"]),))

    def go_back(self) -> Edit:
        """Yesterday's chain is put back: its last events and their sides are gone, and the head agrees."""
        chain = self._chain(self.random.choice(self.rows["event"])["chain"])
        left = self.random.randrange(len(chain))
        for one in chain[left:]:
            for name in ("event_subject", "event_reader"):
                side = metadata.tables[name]
                db.session.execute(delete(side).where(side.c.event_id == one["id"]))
            event = metadata.tables["event"]
            db.session.execute(delete(event).where(event.c.id == one["id"]))
        last = chain[left - 1] if left else {"seq": 0, "hash": "0" * 64}
        self._set_head(chain[0]["chain"], seq=last["seq"], digest=last["hash"])
        return Edit("yesterday's chain put back", (self._kept(chain[0]["chain"]),))

    def touch_file(self) -> Edit:
        """The bytes of a stored file are others, fewer, more, or gone."""
        row = self.random.choice(self.rows["stored_file"])
        path, how = self.files / row["storage_key"], self.random.choice(FILE_EDITS)
        data = self._taken.setdefault(path, path.read_bytes())
        place = self.random.randrange(len(data))
        other = self.files / self.random.choice(self.rows["stored_file"])["storage_key"]
        made = {
            "a byte": data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :],
            "its end": data[:place],
            "another's bytes": other.read_bytes(),
            "more bytes": data + b"\n",
            "nothing left": b"",
        }
        if how == "all of it":
            path.unlink()
        elif made[how] == data:
            raise Impossible
        else:
            path.write_bytes(made[how])
        same = [one for one in self.rows["stored_file"] if one["storage_key"] == row["storage_key"]]
        return Edit(f"a file touched: {how}", tuple(f"File {one['id']}:" for one in same))

    def _row(self, besides: str = "") -> tuple[Table, RowMapping]:
        name = self.random.choice([name for name in WATCHED if name != besides and self.rows[name]])
        return metadata.tables[name], self.random.choice(self.rows[name])

    def _column(self, table: Table) -> Column[Any]:
        free = {"id"} | {name.partition(".")[2] for name in FREE if name.startswith(f"{table.name}.")}
        return self.random.choice([column for column in table.columns if column.name not in free])

    def _chain(self, chain: int) -> list[RowMapping]:
        return [row for row in self.rows["event"] if row["chain"] == chain]

    def _kept(self, chain: int) -> str:
        last = self._chain(chain)[-1]["seq"]
        return f"Chain {chain}: event {last}, which was kept elsewhere,"

    def _write_event(self, row: RowMapping, body: bytes) -> str:
        digest, event = hashlib.sha256(body).hexdigest(), metadata.tables["event"]
        db.session.execute(update(event).where(event.c.id == row["id"]).values(body=body, hash=digest))
        return digest

    def _set_head(self, chain: int, *, digest: str | None, seq: int | None = None) -> None:
        head = metadata.tables["chain_head"]
        values = {"hash": digest} | ({} if seq is None else {"seq": seq})
        db.session.execute(update(head).where(head.c.chain == chain).values(values))

    def _new(self, column: Column[Any]) -> Any:
        return (
            self.random.randrange(10**6, 10**7) if column.foreign_keys else f"{self.random.getrandbits(64):x}"
        )

    def _other(self, column: Column[Any], value: Any, far: bool = False) -> Any:
        """Another value that the column can hold."""
        step = self.random.randrange(10**6, 10**7) if far else self.random.choice((1, -1, 7))
        if value is not None and column.nullable and not far and self.random.random() < 0.2:
            return None
        if value is not None:
            return another(value, step, self.random)
        return self._first_of(column)

    def _first_of(self, column: Column[Any]) -> Any:
        """A value where there was none: that of another row, or the least of its kind."""
        there = [row[column.name] for row in self.rows[column.table.name] if row[column.name] is not None]
        return self.random.choice(there) if there else self.random.randrange(1, 100)

    def _names(self, table: Table, *rows: Any) -> tuple[str, ...]:
        return tuple(name for row in rows for name in self._called(table.name, row))

    def _called(self, table: str, row: Any) -> tuple[str, ...]:
        if table == "event":
            chain, seq = row["chain"], row["seq"]
            return (
                f"Chain {chain}, event {seq}:",
                f"event {seq} is missing before it",
                f"Chain {chain} ends at event {seq - 1},",
            )
        if table in ("event_subject", "event_reader"):
            event = self.events.get(row["event_id"])
            place = f"Chain {event['chain']}, event {event['seq']}:" if event else "Chain -"
            return place, f"Event {row['event_id']}:"
        if table == "chain_head":
            return f"Chain {row['chain']} ends", f"Chain {row['chain']} has no head"
        key = row.get("id", 0)
        return {
            "opening": (f"Opening {key}:", "the opening that it tells of is gone"),
            "opened_bid": (
                f"Opened bid {key}:",
                f"opened bid {key} ",
                f"what was opened of bid version {row.get('version_id')} is gone",
            ),
            "opened_line": (f"Opened bid {row.get('opened_bid_id')}:", f"Opened line {key}:"),
            "award_line": (f"Award {row.get('award_id')}:", f"Award line {key}:"),
            "stored_file": (f"File {key}:",),
        }.get(table, (f"{table.replace('_', ' ').capitalize()} {key}:",))


def _rows(table: Table) -> list[RowMapping]:
    return list(db.session.execute(select(table).order_by(*table.primary_key)).mappings())


def _is(table: Table, row: Any) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]
