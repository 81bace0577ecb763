"""The pages of both sides, from the award to the receipt, and what each role does not see."""

import io
from datetime import date
from decimal import Decimal as D

import pytest

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.orders.models import GoodsReceipt, PurchaseOrder, ShipNotice
from portal.orders.service import orders, receipts
from portal.orders.service.orders import OrderTerms, Part
from portal.orders.service.receipts import Received
from portal.orders.workflow import OrderState, ShipNoticeState
from tests.orders.browsing import fresh, rows, send, text
from tests.orders.scene import WANTED, accept
from tests.queries import counted
from tests.records import PDF
from tests.uploading import assert_refuses_harm

PRICES = ("12.5", "1,250.00", "333.333", "666.67", "1,966.67")


def test_from_award_to_receipt(act_as, scene):
    client = act_as(Role.PROCUREMENT)
    assert "RFQ-2026-0001" in text(client, "/buyer/to-order")
    award, alpha = scene.award.public_id, scene.world.alpha.organisation.public_id
    send(client, f"/buyer/awards/{award}/suppliers/{alpha}/order")
    order = fresh(PurchaseOrder)
    page = f"/buyer/orders/{order.public_id}"
    assert all(price in text(client, page) for price in PRICES[1:])
    first, second = order.lines
    send(
        client,
        f"{page}/edit",
        {
            "incoterm": "DAP",
            "incoterm_place": "Berlin",
            "under_tolerance": "0",
            "over_tolerance": "5",
            "freight": "50",
            "other_costs": "0",
            "version": str(order.version),
        }
        | rows(
            [
                {"line": first.public_id, "quantity": "40", "requested_date": "2026-06-01", "site": ""},
                {"line": first.public_id, "quantity": "60", "requested_date": "2026-07-01", "site": ""},
                {"line": second.public_id, "quantity": "200", "requested_date": "2026-06-01", "site": ""},
            ]
        ),
    )
    send(client, f"{page}/issue", {"override_reason": ""})
    order = fresh(PurchaseOrder)
    assert (order.state, order.number) == (OrderState.ISSUED, "PO-2026-0001")

    client = act_as(Role.SALES)
    mine = f"/supplier/orders/{order.public_id}"
    assert "Accept as ordered" in text(client, mine)
    parts = [part.public_id for part in order.schedule]
    send(
        client,
        f"{mine}/answer",
        rows(
            [
                {"part": parts[0], "verdict": "accept"},
                {"part": parts[1], "verdict": "propose", "new_date": "2026-08-01", "reason": "Holidays"},
                {"part": parts[2], "verdict": "reject", "reason": "Not ours"},
            ]
        ),
    )
    client = act_as(Role.PROCUREMENT)
    assert "Holidays" in text(client, page)
    send(client, f"{page}/decide", rows([{"part": parts[1], "verdict": "take"}]))
    order = fresh(PurchaseOrder)
    assert order.state is OrderState.ACCEPTED_WITH_CHANGES
    assert order.schedule[1].agreed_date == WANTED.replace(month=8)

    client = act_as(Role.LOGISTICS)
    today = scene.now.date()
    shipment = {
        "number": "LS-1",
        "packages": "2",
        "shipped_on": today,
        "expected_on": today,
        "carrier": "DHL",
    }
    send(client, f"{mine}/ship", shipment | rows([{"part": parts[0], "quantity": "40", "lots": "L-1"}]))
    notice = fresh(ShipNotice)
    confirmation = {"delivered_on": today, "proof": (io.BytesIO(PDF), "proof.pdf")}
    send(client, f"/supplier/shipments/{notice.public_id}/confirm", confirmation)
    assert fresh(ShipNotice).state is ShipNoticeState.DELIVERED

    client = act_as(Role.GOODS_IN)
    assert "LS-1" in text(client, "/buyer/goods-in")
    received = {"part": parts[0], "received": "42", "rejected": "2", "defect_reason": "Scratched"}
    url = f"/buyer/shipments/{notice.public_id}/receive"
    send(client, url, {"arrived_on": today} | rows([received]))
    receipt = fresh(GoodsReceipt)
    assert "Scratched" in text(client, f"/buyer/receipts/{receipt.public_id}")
    assert "Scratched" in text(act_as(Role.SALES), mine)


def test_who_handles_boxes_sees_no_price(act_as, scene):
    with transaction():
        order = scene.accepted()
        notice = scene.announced(order, D(10))
    buyer, supplier = f"/buyer/orders/{order.public_id}", f"/supplier/orders/{order.public_id}"
    shipment = f"shipments/{notice.public_id}"
    pages = {
        Role.GOODS_IN: [
            "/buyer/orders",
            buyer,
            f"/buyer/{shipment}",
            f"/buyer/{shipment}/receive",
            f"{buyer}/receive",
        ],
        Role.LOGISTICS: ["/supplier/orders", supplier, f"/supplier/{shipment}", f"{supplier}/ship"],
        Role.SALES: [supplier],
    }
    for role, urls in pages.items():
        client = act_as(role)
        for url in urls:
            seen = [price for price in PRICES if price in text(client, url)]
            assert bool(seen) is (role is Role.SALES), (role, url, seen)


@pytest.mark.parametrize(
    ("values", "row", "field", "sentence"),
    [
        ({}, {"received": "101"}, "rows-0-received", "At most 100 pc"),
        ({}, {"received": "2,55"}, "rows-0-received", "decimal sign"),
        ({}, {"received": "-1"}, "rows-0-received", "negative"),
        ({}, {"received": "9" * 30}, "rows-0-received", "too large"),
        ({}, {"received": "5", "rejected": "1"}, "rows-0-defect_reason", "what is wrong"),
        ({"arrived_on": "2999-01-01"}, {"received": "5"}, "arrived_on", "future"),
    ],
)
def test_a_refused_receipt_keeps_what_was_typed(act_as, scene, values, row, field, sentence):
    with transaction():
        order = scene.accepted()
    part = order.schedule[0]
    typed = {"arrived_on": scene.now.date(), "remark": "Wet pallet"} | values
    answer = send(
        act_as(Role.GOODS_IN),
        f"/buyer/orders/{order.public_id}/receive",
        typed | rows([{"part": part.public_id, **row}]),
        422,
    )
    body = answer.get_data(as_text=True)
    assert f'id="{field}-error"' in body
    assert sentence in body
    assert "Wet pallet" in body
    assert f'value="{row["received"]}"' in body
    assert fresh(GoodsReceipt) is None


def test_a_row_of_another_order_is_not_there(act_as, scene):
    with transaction():
        order = scene.accepted()
    data = rows([{"part": "0" * 32, "verdict": "propose", "new_date": "2026-08-01"}])
    send(act_as(Role.SALES), f"/supplier/orders/{order.public_id}/answer", data, 404)


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "proof.pdf"), (b"MZ\x90\x00", "proof.exe"), (b"no picture", "proof.png"), (None, "")],
)
def test_a_proof_that_proves_nothing_is_refused_at_its_field(act_as, scene, content, name):
    with transaction():
        notice = scene.announced(scene.accepted(), D(10))
    url = f"/supplier/shipments/{notice.public_id}/confirm"
    typed = {"delivered_on": scene.now.date(), "signed_for_by": "Ms. Gate"}
    file = {} if content is None else {"proof": (io.BytesIO(content), name)}
    body = send(act_as(Role.LOGISTICS), url, typed | file, 422).get_data(as_text=True)
    assert 'id="proof-error"' in body
    assert "Ms. Gate" in body
    assert fresh(ShipNotice).confirmation is None


def test_two_windows_on_one_draft(act_as, scene):
    with transaction():
        order = scene.draft()
    client = act_as(Role.PROCUREMENT)
    url = f"/buyer/orders/{order.public_id}/edit"
    parts = rows(
        [
            {
                "line": line.public_id,
                "quantity": str(line.quantity),
                "requested_date": "2026-06-01",
                "site": "",
            }
            for line in order.lines
        ]
    )
    typed = {
        "under_tolerance": "0",
        "over_tolerance": "0",
        "freight": "0",
        "other_costs": "0",
        "version": str(order.version),
    } | parts
    send(client, url, typed | {"remark": "Mine"})
    body = send(client, url, typed | {"remark": "Theirs"}, 409).get_data(as_text=True)
    assert "Mine" in body
    assert "Theirs" in body
    assert fresh(PurchaseOrder).remark == "Mine"


def test_home_says_what_waits(act_as, scene):
    assert "awarded, not ordered yet" in text(act_as(Role.PROCUREMENT), "/buyer/")
    with transaction():
        order = scene.issued()
    assert order.number in text(act_as(Role.SALES), "/supplier/")
    with transaction():
        accept(order, scene)
        scene.announced(order, D(5), "LS-77")
    assert "LS-77" in text(act_as(Role.GOODS_IN), "/buyer/")
    assert "LS-77" in text(act_as(Role.LOGISTICS), "/supplier/")


def test_a_list_asks_the_database_as_often_for_many_as_for_few(act_as, scene):
    client = act_as(Role.PROCUREMENT)
    counts = []
    for _round in range(2):
        with transaction():
            for _one in range(3):
                order = scene.draft()
                order.lines[0].award_line_id = order.lines[1].award_line_id = None
                db.session.flush()
        with counted() as sent:
            text(client, "/buyer/orders")
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_the_page_of_an_order_asks_as_often_for_many_lines_as_for_few(act_as, scene):
    def order_with(parts):
        with transaction():
            order = scene.draft()
            first = [Part(D(1), WANTED, scene.world.acme.site) for _one in range(parts)]
            terms = OrderTerms(incoterm="DAP", incoterm_place="Berlin")
            orders.edit(order, terms, {order.lines[0]: first}, actor=scene.buyer, now=scene.now)
            orders.issue(order, actor=scene.buyer, now=scene.now)
            accept(order, scene)
            for one in range(parts):
                line = [Received(order.schedule[one], D(1))]
                receipts.receive(order, scene.now.date(), line, actor=scene.goods_in, now=scene.now)
            for line in order.lines:
                line.award_line_id = None
            return order.public_id

    few, many = order_with(2), order_with(9)
    for role, path in ((Role.PROCUREMENT, "/buyer/orders/"), (Role.SALES, "/supplier/orders/")):
        client = act_as(role)
        counts = []
        for public_id in (few, many):
            with counted() as sent:
                text(client, path + public_id)
            counts.append(len(sent))
        assert counts[0] == counts[1]


@pytest.mark.parametrize("verdict", ["", "accept", "reject"])
def test_a_date_typed_beside_another_answer_is_asked_back_and_not_dropped(act_as, scene, verdict):
    with transaction():
        order = scene.issued()
    row = {
        "part": order.schedule[0].public_id,
        "verdict": verdict,
        "new_date": "2026-08-01",
        "reason": "Holidays",
    }
    answer = send(act_as(Role.SALES), f"/supplier/orders/{order.public_id}/answer", rows([row]), 422)
    body = answer.get_data(as_text=True)
    assert 'id="rows-0-verdict-error"' in body
    assert "Choose “Propose a change”" in body
    assert 'value="2026-08-01"' in body
    assert "Holidays" in body
    assert f"{order.currency} per " in body, "a price says for how many of which unit"


def test_a_contract_that_has_not_begun_says_from_when_orders_are_called_off(act_as, scene):
    with transaction():
        contract = scene.contract_in_force()
        contract.starts_on = date(2098, 1, 1)
        contract.ends_on = date(2099, 1, 1)
    page = text(act_as(Role.PROCUREMENT), f"/buyer/contracts/{contract.public_id}")
    assert "Orders can be called off from 1 Jan 2098 on." in page
    assert "/call-off" not in page


def test_harmful_proofs_are_refused_at_the_field(act_as, scene):
    with transaction():
        notice = scene.announced(scene.accepted(), D(10))
    form = {"delivered_on": scene.now.date(), "signed_for_by": "Ms. Gate"}
    way = f"/supplier/shipments/{notice.public_id}/confirm"
    assert_refuses_harm(act_as(Role.LOGISTICS), way, form, "proof")
