"""A later file tells the arrival of lines that an earlier one brought without: it is added, once."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from portal import audit
from portal.db import db, transaction
from portal.history import Event
from portal.orders.models import GoodsReceipt, GoodsReceiptLine, PoLine, PurchaseOrder, ScheduleLine
from portal.orders.workflow import OrderState, ScheduleState
from tests.imports.test_service import CAME, apply, counts, record


def open_lines(*numbers):
    return [record(number, "A", arrival=None) for number in numbers]


def came(outcome):
    return outcome.added, outcome.already_there, outcome.arrived, outcome.left_out


def parts():
    statement = select(ScheduleLine).join(PoLine).order_by(PoLine.erp_number)
    return db.session.scalars(statement.execution_options(populate_existing=True)).all()


def test_a_later_file_adds_the_arrival_and_the_same_file_again_nothing(tmp_path, world, now):
    assert came(apply(tmp_path, world.acme, open_lines("1", "2"), now)) == (2, 0, 0, [])
    later = [record("1", "A"), record("2", "A", arrival=None)]

    assert came(apply(tmp_path, world.acme, later, now)) == (0, 1, 1, [])

    receipt = db.session.scalars(select(GoodsReceipt)).one()
    assert (receipt.arrived_on, [line.received for line in receipt.lines]) == (CAME, [Decimal(19)])
    assert [part.received_quantity for part in parts()] == [Decimal(19), Decimal(0)]
    assert [part.shipped_quantity for part in parts()] == [Decimal(19), Decimal(0)]
    order = db.session.scalars(select(PurchaseOrder)).one()
    assert order.state is OrderState.ACCEPTED
    before = counts()
    assert came(apply(tmp_path, world.acme, later, now)) == (0, 2, 0, [])
    assert counts() == before


def test_an_order_is_closed_when_the_last_of_it_has_arrived(tmp_path, world, now):
    apply(tmp_path, world.acme, open_lines("1", "2"), now)
    later = [record("1", "A"), record("2", "A", arrival=date(2006, 6, 8)), record("3", "B")]

    assert came(apply(tmp_path, world.acme, later, now)) == (1, 0, 2, [])

    states = select(PurchaseOrder.erp_number, PurchaseOrder.state, PurchaseOrder.version)
    assert db.session.execute(states.order_by(PurchaseOrder.erp_number)).all() == [
        ("A", OrderState.CLOSED, 2),
        ("B", OrderState.CLOSED, 1),
    ]
    arrivals = db.session.scalars(select(GoodsReceipt.arrived_on).order_by(GoodsReceipt.arrived_on))
    assert list(arrivals) == [CAME, CAME, date(2006, 6, 8)]


def test_it_is_an_event_of_its_own(tmp_path, world, now):
    apply(tmp_path, world.acme, open_lines("1"), now)
    apply(tmp_path, world.acme, [record("1", "A"), record("2", "A")], now)

    events = [
        (event.name, event.facts["lines"]) for event in db.session.scalars(select(Event).order_by(Event.id))
    ]
    assert events == [("DeliveriesImported", 1), ("DeliveriesImported", 1), ("ArrivalsImported", 1)]
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    ("order", "part"),
    [
        ({"state": OrderState.CANCELLED}, {}),
        ({"imported_by": ""}, {}),
        ({}, {"state": ScheduleState.CANCELLED}),
        ({}, {"shipped_quantity": Decimal(4)}),
        ({}, {"shipped_quantity": Decimal(4), "received_quantity": Decimal(4)}),
    ],
)
def test_what_the_portal_has_moved_meanwhile_is_left_as_it_is(tmp_path, world, now, order, part):
    apply(tmp_path, world.acme, open_lines("1"), now)
    with transaction():
        (there,) = parts()
        for record_of, values in ((there.line.order, order), (there, part)):
            for name, value in values.items():
                setattr(record_of, name, value)
    received = there.received_quantity

    assert came(apply(tmp_path, world.acme, [record("1", "A")], now)) == (0, 1, 0, [])

    assert db.session.scalars(select(GoodsReceiptLine)).all() == []
    assert [one.received_quantity for one in parts()] == [received]


def test_an_arrival_from_another_supplier_is_not_this_lines(tmp_path, world, now):
    apply(tmp_path, world.acme, open_lines("1"), now)

    assert came(apply(tmp_path, world.acme, [record("1", "A", supplier="Weifa")], now)) == (0, 1, 0, [])

    assert [part.received_quantity for part in parts()] == [Decimal(0)]
