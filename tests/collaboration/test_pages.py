"""The road of a goal through the pages of both sides, and what is refused on the way."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal import clock, outbox
from portal.accounts.roles import Role
from portal.collaboration import service
from portal.collaboration.models import Goal
from portal.collaboration.workflow import GoalState
from portal.db import db, transaction
from tests.collaboration.conftest import partner, propose

WHO = {"buyer": ("acme", Role.PROCUREMENT), "supplier": ("alpha", Role.SUPPLIER_QUALITY)}


@pytest.fixture
def act_as(client, sign_in, world):
    def put(side):
        company, role = WHO[side]
        sign_in(client, getattr(world, company), role)

    return put


@pytest.fixture
def form(partnership):
    """A proposal as a page sends it. Pages go by the true clock, so days count from today."""
    return {
        "partnership": partnership.public_id,
        "title": "Fewer rejected <b>parts</b>",
        "why": "Our line stops.",
        "unit": "ppm",
        "direction": "down",
        "baseline": "900",
        "target": "100",
        "due_on": (clock.now().date() + timedelta(days=90)).isoformat(),
    }


def the_goal():
    db.session.rollback()
    return db.session.scalars(select(Goal)).one()


@pytest.mark.parametrize(("one", "other"), [("buyer", "supplier"), ("supplier", "buyer")])
def test_one_side_proposes_and_the_other_agrees_and_both_measure(client, act_as, form, one, other):
    act_as(one)
    answer = client.post_form(f"/{one}/goals/new", form)
    assert answer.status_code == 303, answer.text
    own = client.get(answer.location).text
    assert "has been asked to agree." in own
    assert "/agree" not in own
    assert "Fewer rejected &lt;b&gt;parts&lt;/b&gt;" in own
    path = f"goals/{the_goal().public_id}"

    act_as(other)
    assert path in client.get(f"/{other}/").text, "it waits on the first page"
    assert "1 proposed goal waits for your answer." in client.get(f"/{other}/goals").text
    assert "Agree to it, or decline with a reason." in client.get(f"/{other}/{path}").text
    assert client.post_form(f"/{other}/{path}/agree").status_code == 303
    assert "Record the first value" in client.get(f"/{other}/{path}").text
    today = clock.now().date().isoformat()
    sent = client.post_form(f"/{other}/{path}/values", {"measured_on": today, "value": "300"})
    assert sent.status_code == 303, sent.text

    act_as(one)
    seen = client.get(f"/{one}/{path}").text
    assert 'value="75.0"' in seen
    assert "On course" in seen
    assert client.post_form(f"/{one}/{path}/close").status_code == 303
    assert the_goal().state is GoalState.CLOSED
    assert "Propose it anew" in client.get(f"/{one}/{path}").text
    assert 'value="Fewer rejected' in client.get(f"/{one}/goals/new?like={the_goal().public_id}").text
    while outbox.drain():
        pass
    db.session.rollback()
    assert [row.error for row in db.session.scalars(select(outbox.OutboxRow)) if row.error] == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": " "}, "Say what the goal is."),
        ({"unit": ""}, "Name the unit in which the goal is measured."),
        ({"target": ""}, "Give the target."),
        ({"target": "-1"}, "This cannot be negative."),
        ({"target": "900"}, "The target must differ from where the goal starts."),
        ({"target": "901", "direction": "down"}, "A goal that falls needs a target below its start."),
        ({"baseline": ""}, "Give the figure from which the goal starts."),
        ({"baseline": "2,55"}, "as the decimal sign?"),
        ({"baseline": "9" * 30}, "too large"),
        ({"due_on": "2020-01-01"}, "The date of a goal must lie in the future."),
        ({"due_on": "soon"}, "Not a valid date value."),
        ({"partnership": "0" * 32}, "Not a valid choice"),
    ],
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_lost(client, act_as, form, change, sentence):
    act_as("supplier")
    answer = client.post_form("/supplier/goals/new", {**form, **change})
    assert answer.status_code == 422
    assert sentence in answer.text
    field = next(iter(change))
    assert f'id="{field}-error"' in answer.text
    assert "Our line stops." in answer.text
    assert db.session.scalars(select(Goal)).all() == []


def test_declining_asks_for_a_reason_which_the_proposer_reads(client, act_as, form):
    act_as("buyer")
    client.post_form("/buyer/goals/new", form)
    path = f"goals/{the_goal().public_id}"
    act_as("supplier")
    refused = client.post_form(f"/supplier/{path}/decline", {"reason": " "})
    assert (refused.status_code, "Please say why." in refused.text) == (422, True)
    assert client.post_form(f"/supplier/{path}/decline", {"reason": "Too soon."}).status_code == 303
    assert client.get(f"/supplier/{path}/decline").location == f"/supplier/{path}"
    act_as("buyer")
    assert "Too soon." in client.get(f"/buyer/{path}").text


def test_a_value_of_a_day_to_come_is_refused_at_its_field(client, act_as, form):
    act_as("supplier")
    client.post_form("/supplier/goals/new", form)
    act_as("buyer")
    path = f"/buyer/goals/{the_goal().public_id}"
    client.post_form(f"{path}/agree")
    later = (clock.now().date() + timedelta(days=5)).isoformat()
    refused = client.post_form(f"{path}/values", {"measured_on": later, "value": "300"})
    assert refused.status_code == 422
    assert "a day that has not come yet" in refused.text
    assert 'value="300"' in refused.text


def test_a_list_can_show_one_partner_and_costs_the_same_whatever_its_length(
    app, client, act_as, world, partnership, buyer, supplier, now
):
    with transaction():
        other = partner(world.acme, world.beta, now)
        propose(other, buyer, now, title="With Beta")
    act_as("buyer")
    client.get("/buyer/goals")
    short = statements(lambda: client.get("/buyer/goals"))
    with transaction():
        for number in range(8):
            goal = propose(partnership, buyer, now, title=f"With Alpha {number}")
            service.agree(goal, actor=supplier, now=now)
            service.measure(goal, now.date(), goal.target, actor=supplier, now=now)
    assert statements(lambda: client.get("/buyer/goals")) == short
    chosen = client.get(f"/buyer/goals?partner={partnership.public_id}").text
    assert "With Alpha 7" in chosen
    assert "With Beta" not in chosen


def statements(act):
    seen = []

    def note(connection, cursor, statement, parameters, context, many):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            seen.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        act()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
