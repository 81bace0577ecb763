"""What a restored portal holds: the marks of what was written, and whatever is amiss with it."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import ForeignKeyConstraint, and_, exists, func, select

from portal import backup, clock
from portal.db import db
from portal.errors import WrongState
from portal.files import store
from portal.files.models import StoredFile
from portal.models import metadata
from portal.sourcing.models import BidVersion, Question
from portal.sourcing.queries import door, receipts


def marks_in(files_url: str, folder: Path, complaints: list[str]) -> Counter[str]:
    """How often each mark is there. What does not agree with the backup in the folder joins the complaints.

    Call in the context of an application on the restored database, in which no bids were opened.
    """
    versions = list(db.session.scalars(select(BidVersion)))
    complaints += [*_miscounted(folder), *_orphans(), *_files(files_url), *_bids(versions)]
    marks = Counter(db.session.scalars(select(Question.text)))
    submitted = [version for version in versions if version.received_at is not None]
    marks.update(version.public_id for version in submitted)
    # A submission keeps what its draft says; a draft without a number is one that the scene began with.
    numbers = {door.read_own(version.supplier_id, version).quote_number for version in versions}
    marks.update(numbers - {""})
    db.session.rollback()
    return marks


def _miscounted(folder: Path) -> Iterator[str]:
    tables = json.loads((folder / backup.MANIFEST).read_bytes())["tables"]
    for table in metadata.sorted_tables:
        there, told = db.session.scalar(select(func.count()).select_from(table)), tables[table.name]["rows"]
        if there != told:
            yield f"{table.name} has {there} rows, and {told} were backed up."


def _orphans() -> Iterator[str]:
    """Rows whose foreign keys lead nowhere, whatever the database holds of them itself."""
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKeyConstraint):
                parent = constraint.referred_table.alias()
                pairs = [(key.parent, parent.c[key.column.name]) for key in constraint.elements]
                said = [own.is_not(None) for own, _there in pairs]
                found = exists().where(and_(*(own == there for own, there in pairs)))
                lost = select(func.count()).select_from(table).where(*said, ~found)
                if count := db.session.scalar(lost):
                    yield f"{count} rows of {table.name} lead to no {constraint.referred_table.name}."


def _files(files_url: str) -> Iterator[str]:
    """Files without a row, rows without a file, and files that are not what their rows say."""
    rows = {row.storage_key: row.sha256 for row in db.session.scalars(select(StoredFile))}
    there = {key for keys in store.stored_before(files_url, clock.now() + timedelta(days=1)) for key in keys}
    yield from (f"A file was restored that no row names: {key}." for key in there - rows.keys())
    for key, sha256 in rows.items():
        if key not in there:
            yield f"The file {key} is named by a row and was not restored."
        elif hashlib.sha256(store.get(files_url, key)).hexdigest() != sha256:
            yield f"The file {key} is not what its row says."


def _bids(versions: list[BidVersion]) -> Iterator[str]:
    """Bids that the buyer can read although nobody has opened them, and receipts that do not hold."""
    for version in versions:
        try:
            door.read_for_buyer(version.buyer_id, version, clock.now())
        except WrongState:
            pass
        else:
            yield f"The buyer reads the sealed bid version {version.public_id}."
        if version.received_at is not None and not receipts.is_signed(version):
            yield f"The receipt of {version.public_id} does not hold."
