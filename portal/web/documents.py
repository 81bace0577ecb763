"""The issued documents of an order or a contract, for the page of either side."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from portal.documents import queries
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.orders.models import Contract, PurchaseOrder
from portal.web import access


@dataclass(frozen=True)
class Paper:
    """One revision as components/document.html shows it; without a file it is being prepared, or has ``failed``."""

    number: str
    revision: int
    frozen_at: datetime
    file: StoredFile | None
    url: str
    failed: bool


def papers_of(record: PurchaseOrder | Contract) -> list[Paper]:
    """The documents of a record, the newest revision first; none for a reader whose roles see no prices."""
    name = "order" if isinstance(record, PurchaseOrder) else "contract"
    organisation = access.organisation()
    endpoint = f"{organisation.side}.{name}_document"
    if not access.can(endpoint):
        return []
    rows = queries.documents(organisation.id, record.__tablename__, record.id)
    return [_paper(row, endpoint, {name: record.public_id}) for row in rows]


def _paper(document: Document, endpoint: str, subject: dict[str, Any]) -> Paper:
    file = document.file
    url = url_for(endpoint, **subject, file=file.public_id) if file else ""
    return Paper(
        document.number, document.revision, document.frozen_at, file, url, bool(document.failure and not file)
    )
