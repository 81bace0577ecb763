"""How far an order has come, as its page says it."""

import re

from portal.accounts.roles import Role
from portal.db import transaction
from portal.orders.service import orders
from portal.orders.workflow import OrderState
from portal.web.order_pages import steps_of
from tests.orders.browsing import text
from tests.orders.scene import accept


def current(app, order):
    """The step at which the order stands, and how."""
    with app.test_request_context():
        return [(str(step.label), step.state) for step in steps_of(order) if step.state in ("now", "stopped")]


def test_the_current_step_is_the_one_that_is_still_to_be_done(app, scene):
    with transaction():
        order = scene.draft()
        assert current(app, order) == [("Draft", "now")]
        order.state = OrderState.AWAITING_APPROVAL
        assert current(app, order) == [("Draft", "now")]
        order.state = OrderState.DRAFT
        orders.issue(order, actor=scene.buyer, now=scene.now)
        assert current(app, order) == [("Answered", "now")]
        accept(order, scene)
        assert current(app, order) == [("Delivered", "now")]


def test_a_discarded_draft_has_stopped_as_a_draft(app, scene):
    with transaction():
        order = scene.draft()
        orders.discard(order, actor=scene.buyer, now=scene.now)
        assert current(app, order) == [("Draft", "stopped")]


def test_nobody_is_said_to_owe_an_answer_to_a_draft(act_as, scene):
    with transaction():
        order = scene.draft()
    url = f"/buyer/orders/{order.public_id}"
    page = text(act_as(Role.PROCUREMENT), url)
    assert "Awaiting answer" not in page
    assert len(re.findall("Not issued yet", page)) == 2, "one for each schedule line"
    with transaction():
        orders.issue(order, actor=scene.buyer, now=scene.now)
    assert "Not issued yet" not in text(act_as(Role.PROCUREMENT), url)
