"""Fetching the documents of orders and contracts."""

from flask import Response

from portal.buyer import bp
from portal.documents import queries
from portal.orders.queries.contracts import contract as contract_of
from portal.orders.queries.orders import order as order_of
from portal.web.access import organisation_id
from portal.web.files import send


@bp.get("/orders/<order>/documents/<file>")
def order_document(order: str, file: str) -> Response:
    """The PDF of one revision of an order."""
    reader = organisation_id()
    record = order_of(reader, order)
    return send(queries.file(reader, record.__tablename__, record.id, file))


@bp.get("/contracts/<contract>/documents/<file>")
def contract_document(contract: str, file: str) -> Response:
    """The PDF of one revision of a contract."""
    reader = organisation_id()
    record = contract_of(reader, contract)
    return send(queries.file(reader, record.__tablename__, record.id, file))
