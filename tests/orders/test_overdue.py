"""What is overdue reads alike in Python and in the database, and the lists find it."""

from datetime import timedelta
from decimal import Decimal as D
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.accounts.roles import Role
from portal.db import db, transaction
from portal.orders.models import PurchaseOrder
from portal.orders.queries import orders as queries
from portal.orders.rules.orders import is_overdue
from portal.orders.workflow import DateBasis, OrderState, ScheduleState

MOST = D("999999999999.999999")
quantities = st.decimals(D("0.000001"), MOST, places=6)
percents = st.decimals(D(0), D(100), places=6)


@pytest.fixture
def order(scene):
    """An accepted order with one schedule line of 100 that is still to come."""
    with transaction():
        made = scene.accepted()
        for part in made.schedule[1:]:
            part.state = ScheduleState.CANCELLED
        return made


def agree(order, day):
    """Both readings of whether the order is overdue, in the transaction under way."""
    db.session.flush()
    found = db.session.scalar(db.select(PurchaseOrder.id).where(queries.overdue(day)))
    assert (found is not None) == any(is_overdue(part, order, day) for part in order.schedule)


def test_both_readings_agree_in_every_state_on_every_date(order, now):
    part, day = order.schedule[0], now.date()
    dates = [None, day - timedelta(days=1), day]
    with transaction():
        for order.state, part.state in product(OrderState, ScheduleState):
            agree(order, part.due_date + timedelta(days=1))
        order.state, part.state = OrderState.ACCEPTED, ScheduleState.ACCEPTED
        for part.agreed_date, part.revised_date, order.date_basis in product(dates, dates, DateBasis):
            for part.shipped_quantity, part.received_quantity in [
                (D(0), D(0)),
                (D(100), D(0)),
                (D(100), D(100)),
            ]:
                agree(order, day)
        db.session.rollback()


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(quantity=quantities, percent=percents, share=st.decimals(D(0), D(1), places=6))
def test_both_readings_agree_on_every_quantity_and_tolerance(order, quantity, percent, share):
    part = order.schedule[0]
    limit = quantity * (100 - percent) / 100
    with transaction():
        part.quantity, order.under_tolerance = quantity, percent
        for received in (quantity * share, limit, limit + D("0.000001"), limit - D("0.000001")):
            part.received_quantity = min(max(received, D(0)), MOST).quantize(D("0.000001"))
            agree(order, part.due_date + timedelta(days=1))
        db.session.rollback()


def test_the_lists_of_both_sides_narrow_to_what_is_overdue(client, sign_in, world, scene, now):
    with transaction():
        made = scene.accepted()
    number = made.number
    for company, role, side in (
        (world.acme, Role.PROCUREMENT, "buyer"),
        (world.alpha, Role.SALES, "supplier"),
    ):
        sign_in(client, company, role)
        address = f"/{side}/orders?show=overdue"
        with transaction():
            made.schedule[0].agreed_date = now.date() + timedelta(days=9000)
            made.schedule[1].agreed_date = now.date() + timedelta(days=9000)
        assert number not in client.get(address).text
        with transaction():
            made.schedule[1].agreed_date = now.date() - timedelta(days=9)
        assert number in client.get(address).text
