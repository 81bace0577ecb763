"""The pages on which quality decides about lots, and what the other side reads of it."""

from decimal import Decimal as D

import pytest
from sqlalchemy import select

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.notices.models import Notice
from portal.orders.models import GoodsReceiptLine
from portal.orders.service import receipts
from portal.orders.service.receipts import Received
from portal.orders.workflow import ReceiptState
from tests.orders.browsing import fresh, send, text
from tests.orders.test_pages import PRICES


@pytest.fixture
def lot(scene) -> GoodsReceiptLine:
    with transaction():
        order = scene.accepted()
        line = Received(order.schedule[0], D(60), lots="L-1")
        return receipts.receive(order, scene.now.date(), [line], actor=scene.goods_in, now=scene.now).lines[0]


def test_from_the_queue_to_the_suppliers_page(act_as, lot):
    receipt, order = lot.receipt.public_id, lot.receipt.order.public_id
    page = f"/buyer/lots/{lot.public_id}"
    client = act_as(Role.QUALITY_ENGINEER)
    for url in ("/buyer/", "/buyer/lots"):
        assert page in text(client, url)
    for act in ("accept", "block", "reject"):
        for url in (page, f"/buyer/receipts/{receipt}"):
            assert f"{page}/{act}" in text(client, url)
    said = {"reason": "Wrong heat", "note": "Ask the foundry", "version": "1"}
    send(client, f"{page}/block", said)
    assert f"{page}/block" not in text(client, page)
    assert client.get(f"{page}/block").status_code == 303
    send(client, f"{page}/reject", {"quantity": "12.5", "reason": "Porous", "version": "2"})
    lot = fresh(GoodsReceiptLine)
    assert (lot.state, lot.rejected) == (ReceiptState.REJECTED, D("12.5"))
    assert page not in text(client, "/buyer/lots")
    ours = text(client, page)
    assert all(word in ours for word in ("Wrong heat", "Ask the foundry", "Porous", "12.5 pc"))
    assert f"{page}/accept" not in text(client, f"/buyer/receipts/{receipt}")
    assert "Ask the foundry" not in text(act_as(Role.GOODS_IN), f"/buyer/orders/{order}")
    theirs = text(act_as(Role.SUPPLIER_QUALITY), f"/supplier/orders/{order}")
    assert all(word in theirs for word in ("Porous", "12.5 pc rejected"))
    assert "Ask the foundry" not in theirs
    assert "has rejected 12.5 pc" in text(act_as(Role.SALES), "/inbox/")


def test_procurement_hears_of_what_quality_holds_back_or_rejects(act_as, lot):
    page = f"/buyer/lots/{lot.public_id}"
    quality = act_as(Role.QUALITY_ENGINEER)
    send(quality, f"{page}/block", {"reason": "Wrong heat", "note": "Ours", "version": "1"})
    send(quality, f"{page}/reject", {"quantity": "12.5", "reason": "Porous", "version": "2"})
    buying = act_as(Role.PROCUREMENT)
    inbox = text(buying, "/inbox/")
    number = lot.receipt.order.number
    for said in ("blocked 60 pc", "rejected 12.5 pc"):
        assert f"Quality has {said} of order {number} from Alpha" in inbox
    way = inbox.split('todo-record"><a href="')[1].split('"')[0]
    assert buying.get(way).location == page
    params = [row.params for row in db.session.scalars(select(Notice))]
    assert len(params) > 2
    assert "Ours" not in str(params), "the note is nobody else's"


def test_accepting_is_one_click_on_the_lot_as_it_was_drawn(act_as, lot):
    page = f"/buyer/lots/{lot.public_id}"
    client = act_as(Role.QUALITY_ENGINEER)
    send(client, f"{page}/block", {"reason": "Wait", "version": "1"})
    send(client, f"{page}/accept", {"version": "1"}, status=409)
    assert fresh(GoodsReceiptLine).state is ReceiptState.BLOCKED
    send(client, f"{page}/accept", {"version": "2"})
    assert fresh(GoodsReceiptLine).state is ReceiptState.ACCEPTED
    send(client, f"{page}/accept", {"version": "3"}, status=409)


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"quantity": "60.5", "reason": "Bent"}, "At most 60 pc"),
        ({"quantity": "", "reason": "Bent"}, "how much is rejected"),
        ({"quantity": "0", "reason": "Bent"}, "above zero"),
        ({"quantity": "2,5", "reason": "Bent"}, "decimal sign"),
        ({"quantity": "5", "reason": ""}, "Give a reason"),
    ],
)
def test_a_refused_rejection_keeps_what_was_typed(act_as, lot, form, sentence):
    client = act_as(Role.QUALITY_ENGINEER)
    answer = send(client, f"/buyer/lots/{lot.public_id}/reject", form | {"note": "Mine"}, status=422)
    shown = answer.get_data(as_text=True)
    assert sentence in shown
    assert "Mine" in shown
    assert fresh(GoodsReceiptLine).state is ReceiptState.RECEIVED


def test_quality_sees_no_price_and_goods_in_no_act(act_as, lot):
    page = f"/buyer/lots/{lot.public_id}"
    urls = ["/buyer/lots", page, f"/buyer/receipts/{lot.receipt.public_id}"]
    client = act_as(Role.QUALITY_ENGINEER)
    for url in [*urls, f"{page}/block", f"{page}/reject"]:
        assert [price for price in PRICES if price in text(client, url)] == []
    client = act_as(Role.GOODS_IN)
    for url in urls:
        assert f"{page}/accept" not in text(client, url)
    assert client.post_form(f"{page}/accept").status_code == 403


def test_a_decided_receipt_is_not_offered_for_correction(act_as, lot):
    url = f"/buyer/receipts/{lot.receipt.public_id}"
    assert "Correct this receipt" in text(act_as(Role.GOODS_IN), url)
    send(act_as(Role.QUALITY_ENGINEER), f"/buyer/lots/{lot.public_id}/accept")
    assert "Correct this receipt" not in text(act_as(Role.GOODS_IN), url)
