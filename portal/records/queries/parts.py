"""The parts of a record that both sides have: the RFQ's terms, its files by their hashes, the issued documents."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from portal.canonical import canonical
from portal.db import db
from portal.documents.models import Document
from portal.documents.queries import documents
from portal.files import store
from portal.files.models import StoredFile
from portal.orders.models import Contract, PurchaseOrder
from portal.sourcing.models import Rfq


def terms(rfq: Rfq) -> dict[str, Any]:
    """What the RFQ asks, as everybody invited may read it."""
    return {
        "number": rfq.number,
        "title": rfq.title,
        "description": rfq.description,
        "currency": rfq.currency,
        "incoterm": f"{rfq.incoterm} {rfq.incoterm_place}".strip(),
        "payment_terms": rfq.payment_terms,
        "state": rfq.state,
        "published_at": rfq.published_at,
        "rounds": [
            {"ordinal": one.ordinal, "kind": one.kind, "deadline": one.deadline, "zone": one.zone}
            for one in rfq.rounds
        ],
        "lines": [
            {
                "position": line.position,
                "description": line.description,
                "quantity": line.quantity,
                "unit": line.unit,
                "wanted_date": line.wanted_date,
            }
            for line in rfq.lines
        ],
        "addenda": [
            {
                "ordinal": one.ordinal,
                "text": one.text,
                "material": one.material,
                "published_at": one.published_at,
            }
            for one in rfq.addenda
        ],
        "files": [hashed(one.file) for one in rfq.files],
    }


def hashed(file: StoredFile) -> dict[str, Any]:
    """A file by its name, size in bytes and SHA-256."""
    return {"name": file.name, "size": file.size, "sha256": file.sha256}


def issued(
    reader_id: int, award_ids: Sequence[int], files_url: str
) -> tuple[dict[str, bytes], list[Document]]:
    """The documents of the orders and contracts that came of the awards, for one of their two sides.

    ``documents.json`` lists them, and the PDFs that are made already come along.
    """
    found = [
        document
        for model in (PurchaseOrder, Contract)
        for key in _came_of(model, reader_id, award_ids)
        for document in documents(reader_id, str(model.__tablename__), key)
    ]
    entries = {
        f"documents/{document.public_id}.pdf": store.get(files_url, document.file.storage_key)
        for document in found
        if document.file is not None
    }
    listed = [
        {
            "number": document.number,
            "revision": document.revision,
            "kind": document.kind,
            "facts_sha256": document.facts_sha256,
            "file_sha256": document.file.sha256 if document.file else None,
            "file": f"documents/{document.public_id}.pdf" if document.file else None,
        }
        for document in found
    ]
    return {"documents.json": canonical(listed), **entries}, found


def _came_of(
    model: type[PurchaseOrder] | type[Contract], reader_id: int, award_ids: Sequence[int]
) -> list[int]:
    reads = or_(model.buyer_id == reader_id, model.supplier_id == reader_id)
    statement = select(model.id).where(reads, model.award_id.in_(award_ids)).order_by(model.id)
    return list(db.session.scalars(statement))
