"""What waits for the supplier's logistics."""

from datetime import timedelta
from decimal import Decimal as D

from portal.accounts.roles import Role
from portal.db import transaction
from tests.orders.browsing import text
from tests.orders.scene import accept


def test_what_is_agreed_and_not_shipped_waits_for_logistics(act_as, scene):
    act, url = "Announce the shipment", "/supplier/"
    with transaction():
        order = scene.issued(under=D(10))
    assert act not in text(act_as(Role.LOGISTICS), url), "nothing is agreed yet"
    with transaction():
        accept(order, scene)
        first, second = order.schedule
        first.revised_date = scene.now.date() - timedelta(days=1)
    page = text(act_as(Role.LOGISTICS), url)
    assert page.count(act) == 1, "one row for the order"
    assert f"/supplier/orders/{order.public_id}/ship" in page
    assert "todo-late" in page
    assert "1 Mar 2026" in page
    with transaction():
        scene.announced(order, first.quantity)
    page = text(act_as(Role.LOGISTICS), url)
    assert "1 Jun 2026" in page, "the other line is due later"
    with transaction():
        second.shipped_quantity = second.quantity * D("0.9")
    assert act not in text(act_as(Role.LOGISTICS), url), "it is filled within its tolerance"
