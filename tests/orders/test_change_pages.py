"""The pages on which contracts are made and orders are changed, cancelled and corrected."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from portal.accounts.roles import Role
from portal.db import transaction
from portal.errors import Stale
from portal.orders.models import Contract, GoodsReceipt, PurchaseOrder
from portal.orders.workflow import ContractState, OrderState, ScheduleState
from tests.orders.browsing import fresh, rows, send, text


def test_a_contract_from_award_to_call_off(act_as, scene):
    client = act_as(Role.PROCUREMENT)
    send(client, "/buyer/clauses/new", {"title": "Warranty", "text": "24 months."})
    award, alpha = scene.award.public_id, scene.world.alpha.organisation.public_id
    today = scene.now.date()
    begin = {"title": "Frame", "starts_on": "2020-01-01", "ends_on": "2999-12-31"}
    send(client, f"/buyer/awards/{award}/suppliers/{alpha}/contract", begin | {"ends_on": "2019-01-01"}, 422)
    send(client, f"/buyer/awards/{award}/suppliers/{alpha}/contract", begin)
    contract = fresh(Contract)
    page = f"/buyer/contracts/{contract.public_id}"
    library = text(client, f"{page}/edit")
    clause = library.split('<option value="')[-1].split('"')[0]
    limits = rows(
        [{"line": line.public_id, "quantity": q} for line, q in zip(contract.lines, ("100", ""), strict=True)]
    )
    edited = {**begin, "incoterm": "", "version": str(contract.version), "add": clause}
    send(client, f"{page}/edit", edited | limits)
    assert "24 months." in text(client, page)
    send(act_as(Role.APPROVER), f"{page}/approve")
    send(act_as(Role.PROCUREMENT), f"{page}/issue")
    send(client, f"{page}/sign", {"name": "Ada", "title": "Head"})
    client = act_as(Role.SALES)
    send(client, f"/supplier/contracts/{contract.public_id}/sign", {"name": "Bob", "title": ""})
    contract = fresh(Contract)
    assert contract.state is ContractState.IN_FORCE
    client = act_as(Role.PROCUREMENT)
    wish = {"line": contract.lines[0].public_id, "requested_date": today + timedelta(days=30), "site": ""}
    body = send(client, f"{page}/call-off", rows([wish | {"quantity": "101"}]), 422).get_data(as_text=True)
    assert 'id="rows-0-quantity-error"' in body
    send(client, f"{page}/call-off", rows([wish | {"quantity": "30"}]))
    assert fresh(PurchaseOrder).lines[0].quantity == D(30)
    assert fresh(Contract).lines[0].called_quantity == D(30)


def test_an_order_is_accepted_as_the_page_showed_it(act_as, scene):
    """An old page of an order that has changed since does not accept what it never showed."""
    with transaction():
        order = scene.issued()
    seen, mine = order.version, f"/supplier/orders/{order.public_id}"
    wish = {"part": order.schedule[0].public_id, "new_quantity": "90", "new_price": "0.01"}
    send(act_as(Role.PROCUREMENT), f"/buyer/orders/{order.public_id}/amend", rows([wish]))
    client = act_as(Role.SALES)
    send(client, f"{mine}/accept", {"version": str(seen)}, 409)
    assert fresh(PurchaseOrder).state is OrderState.ISSUED
    send(client, f"{mine}/accept", {"version": str(fresh(PurchaseOrder).version)})
    assert fresh(PurchaseOrder).state is OrderState.ACCEPTED


def test_a_proposal_is_decided_as_the_page_showed_it(act_as, scene):
    with transaction():
        order = scene.accepted()
    page, mine = f"/buyer/orders/{order.public_id}", f"/supplier/orders/{order.public_id}"
    part = order.schedule[0].public_id
    propose = {"part": part, "verdict": "propose", "new_price": "13", "reason": "Steel"}
    send(act_as(Role.SALES), f"{mine}/answer", rows([propose]))
    seen = fresh(PurchaseOrder).version
    send(act_as(Role.SALES), f"{mine}/schedule/{part}/withdraw")
    send(act_as(Role.SALES), f"{mine}/answer", rows([propose | {"new_price": "99"}]))
    take = {"version": str(seen)} | rows([{"part": part, "verdict": "take"}])
    send(act_as(Role.PROCUREMENT), f"{page}/decide", take, 409)


def test_who_was_overtaken_on_the_way_loses_nothing_typed(act_as, scene, monkeypatch):
    with transaction():
        order = scene.issued()

    def overtaken(*_said, **_by):
        raise Stale

    monkeypatch.setattr("portal.orders.service.changes.amend", overtaken)
    wish = {"part": order.schedule[0].public_id, "new_quantity": "90", "reason": "Less is needed"}
    client = act_as(Role.PROCUREMENT)
    body = send(client, f"/buyer/orders/{order.public_id}/amend", rows([wish]), 409).get_data(as_text=True)
    assert "Less is needed" in body
    assert "Somebody else has changed this since you opened it" in body


def test_accepting_amending_cancelling_and_correcting_on_the_pages(act_as, scene):
    with transaction():
        order = scene.issued()
    page, mine = f"/buyer/orders/{order.public_id}", f"/supplier/orders/{order.public_id}"
    parts = [part.public_id for part in order.schedule]
    send(act_as(Role.SALES), f"{mine}/accept")
    client = act_as(Role.PROCUREMENT)
    wish = {"part": parts[0], "new_quantity": "90", "reason": "Less"}
    send(client, f"{page}/amend", rows([wish, {"part": parts[1]}]))
    send(client, f"{page}/schedule/{parts[0]}/retract")
    send(client, f"{page}/amend", rows([wish]))
    send(act_as(Role.SALES), f"{mine}/answer", rows([{"part": parts[0], "verdict": "accept"}]))
    assert fresh(PurchaseOrder).lines[0].quantity == D(90)
    send(client, f"{mine}/answer", rows([{"part": parts[1], "verdict": "cancel", "reason": "We cannot"}]))
    send(client, f"{mine}/schedule/{parts[1]}/withdraw")
    act_as(Role.PROCUREMENT)
    send(client, f"{page}/cancel", {"reason": ""}, 422)
    send(client, f"{page}/cancel", {"reason": "No need"})
    assert {part.state for part in fresh(PurchaseOrder).schedule} == {ScheduleState.AMENDED}
    act_as(Role.SALES)
    no = rows([{"part": part, "verdict": "reject", "reason": "Made already"} for part in parts])
    send(client, f"{mine}/answer", no)
    act_as(Role.GOODS_IN)
    today = scene.now.date()
    received = {"arrived_on": today} | rows([{"part": parts[0], "received": "9"}])
    send(client, f"{page}/receive", received)
    receipt = fresh(GoodsReceipt).public_id
    send(client, f"/buyer/receipts/{receipt}/reverse", {"reason": ""}, 422)
    send(client, f"/buyer/receipts/{receipt}/reverse", {"reason": "90, not 9"})
    assert fresh(PurchaseOrder).schedule[0].received_quantity == D(0)
    assert "90, not 9" in text(client, f"/buyer/receipts/{receipt}")


@pytest.mark.parametrize("typed", ["0", "1000001", "2.5", "many"])
def test_packages_are_counted_in_our_own_words(act_as, scene, typed):
    with transaction():
        order = scene.accepted()
    answer = send(
        act_as(Role.LOGISTICS),
        f"/supplier/orders/{order.public_id}/ship",
        {"number": "LS-1", "packages": typed, "shipped_on": "2026-03-02", "expected_on": "2026-03-03"},
        422,
    )
    body = answer.get_data(as_text=True)
    assert "Give a whole number from 1 to 1,000,000." in body
    assert "Not a valid integer" not in body
