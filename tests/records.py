"""Rows written plainly through the models, for tests that need a record and not its story."""

from datetime import datetime
from typing import Any

from portal.db import db
from portal.files.models import StoredFile
from tests.world import Company

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def add(record: Any) -> Any:
    """The record, flushed."""
    db.session.add(record)
    db.session.flush()
    return record


def stored(owner: Company, now: datetime, name: str = "drawing.pdf") -> StoredFile:
    """A stored file's row; its bytes are not needed for who may ask for them."""
    return add(
        StoredFile(
            organisation_id=owner.id,
            name=name,
            media_type="application/pdf",
            size=len(PDF),
            sha256="0" * 64,
            storage_key=f"{owner.id}-{name}",
            uploaded_at=now,
        )
    )
