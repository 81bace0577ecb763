"""How a page shows the documents of a record, and to whom."""

import pytest
from flask import Flask, render_template_string

from portal.accounts.roles import BUYER_ROLES, SUPPLIER_ROLES, Role
from portal.db import transaction
from portal.orders.models import PurchaseOrder
from portal.web.documents import Paper, papers_of
from tests.objects import Objects

PAGE = "{% from 'components/document.html' import documents %}{{ documents(papers) }}"


@pytest.mark.parametrize(
    ("failed", "words"),
    [(False, "The PDF is being prepared."), (True, "The PDF could not be made yet.")],
)
def test_a_document_without_a_file_says_so(app: Flask, now, failed: bool, words: str) -> None:
    paper = Paper("PO-2026-0001", 2, now, None, "", failed)
    with app.test_request_context():
        page = render_template_string(PAGE, papers=[paper])
    assert words in page
    assert "Revision 2" in page
    assert "<a " not in page


def test_no_document_is_nothing_on_the_page(app: Flask) -> None:
    with app.test_request_context():
        assert render_template_string(PAGE, papers=[]).strip() == ""


BUYERS = {Role.PROCUREMENT, Role.APPROVER, Role.FINANCE, Role.AUDITOR}
SUPPLIERS = {Role.SALES, Role.SUPPLIER_ADMIN, Role.SUPPLIER_FINANCE}


def test_who_sees_no_prices_is_shown_no_document(app, world, now, client, sign_in, monkeypatch) -> None:
    with transaction():
        objects = Objects(world, now)
    shown: dict[str, str] = {}

    def look() -> str:
        order = objects.order
        assert isinstance(order, PurchaseOrder)
        shown[role] = render_template_string(PAGE, papers=papers_of(order))
        return shown[role]

    # Any page of both sides will do.
    monkeypatch.setitem(app.view_functions, "buyer.home", look)
    monkeypatch.setitem(app.view_functions, "supplier.home", look)
    for company, side, roles in (
        (world.acme, "buyer", BUYER_ROLES),
        (world.alpha, "supplier", SUPPLIER_ROLES),
    ):
        for role in sorted(roles):
            sign_in(client, company, role)
            client.get(f"/{side}/")
    assert {role for role, page in shown.items() if page.strip()} == BUYERS | SUPPLIERS
    assert f'href="/supplier/orders/{objects.order.public_id}/documents/' in shown[Role.SALES]
