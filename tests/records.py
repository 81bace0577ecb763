"""Rows written plainly through the models, for tests that need a record and not its story."""

from datetime import datetime
from io import BytesIO
from typing import Any

from flask import current_app

from portal.db import db
from portal.files import store
from portal.files.models import StoredFile
from tests.world import Company

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def add(record: Any) -> Any:
    """The record, flushed."""
    db.session.add(record)
    db.session.flush()
    return record


def stored(owner: Company, now: datetime, name: str = "drawing.pdf") -> StoredFile:
    """A stored file: its bytes in the store of the application under test, and its row, flushed."""
    key, sha256, size = store.put(current_app.config["SETTINGS"].files_url, BytesIO(PDF))
    return add(
        StoredFile(
            organisation_id=owner.id,
            name=name,
            media_type="application/pdf",
            size=size,
            sha256=sha256,
            storage_key=key,
            uploaded_at=now,
        )
    )
