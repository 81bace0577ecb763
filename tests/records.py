"""Rows written plainly through the models, for tests that need a record and not its story."""

from datetime import datetime
from io import BytesIO
from typing import Any

from flask import current_app

from portal.db import db
from portal.files import store
from portal.files.models import StoredFile
from portal.files.service import keep, receive
from portal.history import Event
from portal.sourcing.documents import NamedFile
from portal.sourcing.models import Bid, BidFile
from portal.sourcing.queries import door
from portal.webhooks.models import Webhook, WebhookDelivery
from portal.workflow import PORTAL
from tests.world import Company

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R/Size 4>>
%%EOF
"""


def add(record: Any) -> Any:
    """The record, flushed."""
    db.session.add(record)
    db.session.flush()
    return record


def stored(owner: Company, now: datetime, name: str = "drawing.pdf") -> StoredFile:
    """A stored file: its bytes in the store of the application under test, and its row, flushed."""
    kept = store.put(current_app.config["SETTINGS"].files_url, PDF)
    return add(
        StoredFile(
            organisation_id=owner.id,
            name=name,
            media_type="application/pdf",
            size=kept.size,
            sha256=kept.sha256,
            storage_key=kept.key,
            uploaded_at=now,
        )
    )


def sealed_file(bid: Bid, now: datetime, name: str = "offer.pdf") -> tuple[StoredFile, NamedFile]:
    """A file of a bid, sealed and stored, and how a version of the bid names it."""
    url = current_app.config["SETTINGS"].files_url
    seal = door.file_sealer(bid.supplier_id, bid)
    upload = receive(url, name, BytesIO(PDF), limit=len(PDF), seal=seal)
    file = keep(upload, organisation_id=bid.supplier_id, actor=PORTAL, now=now)
    add(BidFile(supplier_id=bid.supplier_id, bid_id=bid.id, file=file))
    return file, NamedFile(file.public_id, upload.name, upload.sha256, upload.media_type, upload.size)


def message_of(webhook: Webhook, now: datetime, **values: Any) -> WebhookDelivery:
    """A message that the webhook sent once, of an event that stands in no organisation's chain."""
    event = Event(
        chain=-webhook.id,
        seq=1,
        at=now,
        name="OrderIssued",
        schema=1,
        organisation_id=webhook.organisation_id,
        body=b"{}",
        hash="0" * 64,
    )
    return add(WebhookDelivery(webhook=webhook, event=add(event), job_key="sent", created_at=now, tries=1, **values))
