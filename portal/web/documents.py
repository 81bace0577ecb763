"""The issued documents of an order or a contract: on the page of either side, and to fetch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, url_for

from portal.documents import queries
from portal.documents.models import Document
from portal.files.models import StoredFile
from portal.orders.models import Contract, PurchaseOrder
from portal.orders.queries.contracts import contract as contract_of
from portal.orders.queries.orders import order as order_of
from portal.web import access
from portal.web.files import send


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


def put_on(bp: Blueprint) -> None:
    """Give a side the routes at which documents are fetched."""
    bp.add_url_rule("/orders/<order>/documents/<file>", "order_document", order_document)
    bp.add_url_rule("/contracts/<contract>/documents/<file>", "contract_document", contract_document)


def order_document(order: str, file: str) -> Response:
    """The PDF of one revision of an order."""
    reader = access.organisation_id()
    return _sent(reader, order_of(reader, order), file)


def contract_document(contract: str, file: str) -> Response:
    """The PDF of one revision of a contract."""
    reader = access.organisation_id()
    return _sent(reader, contract_of(reader, contract), file)


def _sent(reader: int, record: PurchaseOrder | Contract, file: str) -> Response:
    return send(queries.file(reader, record.__tablename__, record.id, file))
