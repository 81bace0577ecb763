"""Every action × state × role of every workflow table: buttons, checks and verbs agree with the table."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from types import SimpleNamespace as Record

import pytest

from portal.accounts.roles import Role
from portal.cli import docs
from portal.errors import NotAllowed, RuleBroken, WrongState
from portal.workflow import Actor, Move, Workflow, move

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ROLES = [*sorted(Role), "portal"]
TABLES = [workflow for _package, workflow in docs.workflows()]
by_name = pytest.mark.parametrize("workflow", TABLES, ids=lambda workflow: workflow.name)


def let_through(record, now):
    """A guard that minds nothing."""


def turn_away(record, now):
    raise RuleBroken("Not now.", "guarded")


def guarded(workflow: Workflow, guard) -> Workflow:
    """The same table, with ``guard`` in the place of every guard that it has."""
    moves = tuple(replace(row, when=guard if row.when else None) for row in workflow.moves)
    return Workflow(workflow.name, workflow.states, workflow.initial, workflow.labels, moves)


def cases(workflow: Workflow):
    actions = dict.fromkeys(row.action for row in workflow.moves)
    yield from product(actions, workflow.states, ROLES)


def rows(workflow: Workflow, action, state, role):
    """The rows that the table has for a case, read here without any code of the portal."""
    from_here = [row for row in workflow.moves if row.action == action and state in row.sources]
    return from_here, [row for row in from_here if role in row.roles]


def actor(role) -> Actor:
    return Actor(1, 2, frozenset({str(role)}))


@by_name
def test_every_action_from_every_state_for_every_role(workflow):
    table = guarded(workflow, let_through)
    for action, state, role in cases(table):
        record = Record(state=state)
        from_here, allowed = rows(table, action, state, role)
        offered = [row.action for row in table.actions_for(record, actor(role), NOW)]
        assert (action in offered) is table.allows(record, action, actor(role), NOW) is bool(allowed)
        if allowed:
            assert table.find(record, action, actor(role), NOW) is allowed[0]
            table.check(record, action, actor(role), NOW)
            assert record.state == state, "looking moves nothing"
            assert table.advance(record, action, actor(role), NOW) is allowed[0]
            assert record.state == allowed[0].target
            continue
        with pytest.raises(NotAllowed if from_here else WrongState):
            table.advance(record, action, actor(role), NOW)
        assert record.state == state, "a refusal moves nothing"


@by_name
def test_a_guard_that_declines_closes_button_and_verb_alike(workflow):
    table = guarded(workflow, turn_away)
    for action, state, role in cases(table):
        record = Record(state=state)
        _from_here, allowed = rows(table, action, state, role)
        if not allowed or not all(row.when for row in allowed):
            continue
        assert action not in [row.action for row in table.actions_for(record, actor(role), NOW)]
        with pytest.raises(RuleBroken) as refused:
            table.advance(record, action, actor(role), NOW)
        assert refused.value.field == "guarded"
        assert record.state == state


@by_name
def test_an_action_nobody_has_named_is_a_programming_error(workflow):
    with pytest.raises(KeyError):
        workflow.find(Record(state=workflow.initial), "no such action", actor("portal"), NOW)


@by_name
def test_the_table_is_whole(workflow):
    """States and labels are complete, each row is for known roles, and no two rows are the same."""
    assert set(workflow.labels) == set(workflow.states)
    assert workflow.initial in workflow.states
    seen = set()
    for row in workflow.moves:
        assert row.sources <= set(workflow.states)
        assert row.target in workflow.states
        assert row.roles
        assert row.roles <= {*(str(role) for role in Role), "portal"}
        assert str(row.label)
        for source, role in product(row.sources, row.roles):
            case = (row.action, source, role, row.when)
            assert case not in seen, f"{case} stands there twice"
            seen.add(case)


@by_name
def test_every_state_is_reached(workflow):
    reached = {workflow.initial}
    while True:
        more = {row.target for row in workflow.moves if row.sources & reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(workflow.states)


def test_of_two_rows_the_first_whose_guard_lets_through_is_taken():
    base = TABLES[0]
    first, second = (
        replace(base.moves[0], target=state, when=guard)
        for state, guard in zip(base.states, (turn_away, let_through), strict=False)
    )
    table = Workflow("two", base.states, base.initial, base.labels, (first, second))
    (source, *_rest), (role, *_roles) = first.sources, first.roles
    assert table.find(Record(state=source), first.action, actor(role), NOW) is second
    both = replace(second, when=turn_away)
    table = Workflow("none", base.states, base.initial, base.labels, (first, both))
    with pytest.raises(RuleBroken):
        table.find(Record(state=source), first.action, actor(role), NOW)


def test_a_row_is_made_of_what_is_given():
    row = move("send", ["a", "b"], "c", [Role.SALES, "portal"], "Send", let_through)
    assert row == Move(
        "send", frozenset("ab"), "c", frozenset({"supplier_sales", "portal"}), "Send", let_through
    )
    assert {type(role) for role in row.roles} == {str}
    assert move("send", ["a"], "c", [], "Send").when is None


def test_guards_are_asked_about_the_record_at_the_instant():
    asked = []
    row = replace(TABLES[0].moves[0], when=lambda record, now: asked.append((record, now)))
    table = replace(TABLES[0], moves=(row,))
    (source, *_rest), (role, *_roles) = row.sources, row.roles
    record = Record(state=source)
    for look in (table.find, table.check, table.allows, table.advance):
        record.state = source
        look(record, row.action, actor(role), NOW)
    record.state = source
    table.actions_for(record, actor(role), NOW)
    assert asked == [(record, NOW)] * 5


def test_of_all_that_decline_the_first_is_heard():
    def second(record, now):
        raise RuleBroken("Never.")

    base = TABLES[0]
    rows = tuple(replace(base.moves[0], when=guard) for guard in (turn_away, second))
    table = replace(base, moves=rows)
    (source, *_rest), (role, *_roles) = rows[0].sources, rows[0].roles
    with pytest.raises(RuleBroken, match=r"^Not now\.$"):
        table.find(Record(state=source), rows[0].action, actor(role), NOW)


def test_a_refusal_says_in_which_state_it_is_and_that_the_role_is_not_enough():
    review = next(one for one in TABLES if one.name == "review")
    with pytest.raises(WrongState) as wrong:
        review.find(Record(state="accepted"), "accept", actor(Role.QUALITY_ENGINEER), NOW)
    assert str(wrong.value) == "This is not possible while it is “Accepted”."
    with pytest.raises(NotAllowed) as refused:
        review.find(Record(state="submitted"), "return", actor(Role.SALES), NOW)
    assert str(refused.value) == "Your role does not allow this."
    assert str(review.label(Record(state="submitted"))) == "Awaiting review"


def test_the_tables_of_all_domains_are_found():
    assert {"rfq", "invitation", "bid", "award", "purchase_order", "review"} <= {one.name for one in TABLES}


def test_the_diagrams_are_those_of_the_tables():
    assert docs.PAGE.read_text(encoding="utf-8") == docs.text(), "run: flask docs states"
