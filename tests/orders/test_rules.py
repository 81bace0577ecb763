"""The rules of contracts, orders and deliveries as tables of cases, without application or database."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal as D
from types import SimpleNamespace as Record

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import NotAllowed, RuleBroken
from portal.orders.rules import contracts, deliveries, orders, people, responses
from portal.orders.rules.rows import at_row

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = NOW.date()
quantities = st.decimals(D("0.000001"), D("999999"), places=6)
percents = st.decimals(D(0), D(100), places=2)


def part(state="open", agreed=None, quantity=100, shipped=0, received=0, changed=False):
    return Record(
        state=state,
        agreed_date=agreed,
        quantity=D(quantity),
        shipped_quantity=D(shipped),
        received_quantity=D(received),
        changed_by_supplier=changed,
    )


def order(*parts, under="0", over="0"):
    line = Record(position=1, schedule=list(parts), quantity=sum((one.quantity for one in parts), D(0)))
    return Record(lines=[line], under_tolerance=D(under), over_tolerance=D(over), needs_approval=False)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([part()], "settle_open"),
        ([part("accepted", DAY)], "settle_accepted"),
        ([part("accepted", DAY), part()], "settle_open"),
        ([part("accepted", DAY), part("changed")], "settle_open"),
        ([part("accepted", DAY), part("changed", DAY)], "settle_accepted"),
        ([part("accepted", DAY), part("amended", DAY)], "settle_accepted"),
        ([part("accepted", DAY, changed=True)], "settle_changed"),
        ([part("accepted", DAY), part("not_accepted")], "settle_changed"),
        ([part("not_accepted"), part("not_accepted")], "settle_rejected"),
        ([part("not_accepted"), part()], "settle_open"),
        ([part("cancelled"), part("cancelled", DAY)], "settle_cancelled"),
        ([part("cancelled"), part("accepted", DAY)], "settle_accepted"),
        ([part("cancelled"), part("not_accepted")], "settle_rejected"),
        ([part("cancelled", changed=True), part("accepted", DAY)], "settle_changed"),
    ],
)
def test_the_state_of_an_order_follows_from_its_lines(parts, expected):
    record = order(*parts)
    assert responses.settled(record) == expected
    responses.settles(expected)(record, NOW)
    with pytest.raises(RuleBroken):
        responses.settles("settle_something_else")(record, NOW)


@pytest.mark.parametrize(
    ("guard", "fine", "refused"),
    [
        (responses.awaits_supplier, part("amended", DAY), part("accepted", DAY)),
        (responses.awaits_supplier, part("open"), part("changed")),
        (responses.awaits_buyer, part("changed"), part("open")),
        (responses.has_accepted, part("accepted", DAY, received=99), part("accepted", DAY, received=100)),
        (responses.can_be_amended, part("not_accepted"), part("changed")),
        (responses.can_be_amended, part("open"), part("accepted", DAY, received=100)),
        (responses.nothing_undecided, part("accepted", DAY), part("amended", DAY)),
        (responses.nothing_undecided, part("open"), part("accepted", DAY, shipped=1)),
        (deliveries.something_to_ship, part("accepted", DAY), part("open")),
        (deliveries.something_to_ship, part("changed", DAY, shipped=99), part("changed", DAY, shipped=100)),
        (deliveries.something_to_receive, part("open"), part("cancelled")),
        (deliveries.something_to_receive, part("accepted", received=99), part("accepted", received=100)),
        (orders.nothing_shipped, part("accepted"), part("accepted", shipped=1)),
        (orders.nothing_shipped, part("accepted"), part("accepted", received=1)),
        (orders.all_delivered, part("accepted", received=100), part("accepted", received=99)),
        (orders.all_delivered, part("not_accepted"), part("open")),
    ],
)
def test_guards_look_at_the_lines(guard, fine, refused):
    guard(order(fine), NOW)
    with pytest.raises(RuleBroken):
        guard(order(refused), NOW)


def test_an_order_needs_lines_whose_schedule_adds_up():
    with pytest.raises(RuleBroken):
        orders.order_complete(Record(lines=[]), NOW)
    record = order(part())
    orders.order_complete(record, NOW)
    record.lines[0].quantity += D("0.000001")
    with pytest.raises(RuleBroken, match="line 1"):
        orders.order_complete(record, NOW)


def test_approval_is_asked_for_where_it_is_needed():
    record = order(part())
    orders.ready_without_approval(record, NOW)
    with pytest.raises(RuleBroken):
        orders.ready_for_approval(record, NOW)
    record.needs_approval = True
    orders.ready_for_approval(record, NOW)
    with pytest.raises(RuleBroken):
        orders.ready_without_approval(record, NOW)


@pytest.mark.parametrize(
    ("term", "handover"),
    [("EXW", True), ("FCA", True), ("FOB", True), ("CIP", True), ("cpt", True), ("DAP", False), ("", False)],
)
def test_dates_count_to_the_handover_under_e_f_and_c_terms(term, handover):
    assert orders.counts_to_handover(term) is handover


@pytest.mark.parametrize(
    ("quantity", "day", "price", "field"),
    [
        (None, None, None, "new_date"),
        (D(0), None, None, "new_quantity"),
        (D(9), None, None, "new_quantity"),
        (None, DAY - timedelta(days=1), None, "new_date"),
        (None, None, D("-0.000001"), "new_price"),
    ],
)
def test_a_change_must_say_something_possible(quantity, day, price, field):
    with pytest.raises(RuleBroken) as refused:
        responses.check_change(part(shipped=10), quantity, day, price, DAY)
    assert refused.value.field == field
    responses.check_change(part(shipped=10), D(10), DAY, D(0), DAY)


@given(quantities, percents)
def test_the_tolerances_enclose_what_was_ordered(quantity, percent):
    most = deliveries.most_receivable(quantity, percent)
    least = orders.least_deliverable(quantity, percent)
    exact_most, exact_least = quantity * (100 + percent) / 100, quantity * (100 - percent) / 100
    assert quantity <= most <= exact_most < most + D("0.000001")
    assert least - D("0.000001") < exact_least <= least <= quantity


@given(quantities, percents, st.lists(st.decimals(D(-5), D(999999), places=6), max_size=6))
def test_what_is_received_bit_by_bit_never_passes_the_tolerance(quantity, percent, arrivals):
    most, before = deliveries.most_receivable(quantity, percent), D(0)
    for arrived in arrivals:
        if 0 <= arrived <= most - before:
            deliveries.check_received(quantity, percent, before, arrived, "MTR")
            before += arrived
        else:
            with pytest.raises(RuleBroken) as refused:
                deliveries.check_received(quantity, percent, before, arrived, "MTR")
            assert refused.value.field == "received"


def test_a_limit_is_said_in_the_unit_of_its_line():
    with pytest.raises(RuleBroken, match=r"At most 2\.5 m "):
        deliveries.check_received(D(10), D(5), D(8), D(3), "MTR")
    shipped = Record(**vars(part("accepted", DAY, shipped=95)), line=Record(unit="KGM"))
    with pytest.raises(RuleBroken, match="At most 5 kg "):
        deliveries.check_shipped(shipped, D(0), D(6))


@given(quantities, percents, st.decimals(D(0), D(1999999), places=6))
def test_what_is_left_to_ship_is_never_below_nothing(quantity, percent, shipped):
    left = deliveries.left_to_ship(quantity, percent, shipped)
    assert left >= 0
    assert left == 0 or shipped + left == deliveries.most_receivable(quantity, percent)


@pytest.mark.parametrize(
    ("received", "rejected", "reason", "field"),
    [("5", "6", "x", "rejected"), ("5", "-1", "x", "rejected"), ("5", "1", "  ", "defect_reason")],
)
def test_a_rejection_is_part_of_what_came_and_has_a_reason(received, rejected, reason, field):
    with pytest.raises(RuleBroken) as refused:
        deliveries.check_rejected(D(received), D(rejected), reason)
    assert refused.value.field == field
    deliveries.check_rejected(D(5), D(5), "Broken")
    deliveries.check_rejected(D(5), D(0), "")


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 12, 31), "not begun"),
        (date(2026, 1, 1), None),
        (date(2026, 12, 31), None),
        (date(2027, 1, 1), "expired"),
    ],
)
def test_a_contract_is_called_off_in_its_term(today, expected):
    contract = Record(starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    instant = datetime(today.year, today.month, today.day, 23, 59, tzinfo=UTC)
    if expected is None:
        contracts.in_term(contract, instant)
    else:
        with pytest.raises(RuleBroken, match=expected):
            contracts.in_term(contract, instant)


@pytest.mark.parametrize(
    ("limit", "called", "more", "fine"),
    [
        ("100", "40", "60", True),
        ("100", "40", "60.000001", False),
        (None, "40", "1000", True),
        ("100", "100", "-1", True),
    ],
)
def test_no_more_is_called_off_than_is_left(limit, called, more, fine):
    values = (None if limit is None else D(limit), D(called), D(more), "KGM")
    if fine:
        contracts.check_callable(*values)
    else:
        with pytest.raises(RuleBroken) as refused:
            contracts.check_callable(*values)
        assert refused.value.field == "quantity"
        assert "60 kg left" in str(refused.value.sentence)


@pytest.mark.parametrize("check", [people.check_other_person, people.check_receiver])
def test_nobody_approves_or_receives_their_own_work(check):
    check(1, 2, False)
    check(1, 1, True)
    check(None, None, False)
    with pytest.raises(NotAllowed):
        check(1, 1, False)


def test_a_refusal_in_a_row_names_the_row():
    def refuse(row, field):
        with at_row(row, "quantity"):
            raise RuleBroken("No.", field)

    for row, field, expected in (
        (3, "received", "rows-3-received"),
        (3, None, "rows-3-quantity"),
        (None, "x", "x"),
    ):
        with pytest.raises(RuleBroken) as refused:
            refuse(row, field)
        assert refused.value.field == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"due_date": DAY}, False),
        ({"order_state": "draft"}, False),
        ({"order_state": "closed"}, False),
        ({"order_state": "rejected"}, False),
        ({"order_state": "issued", "state": "open"}, True),
        ({"state": "cancelled"}, False),
        ({"state": "not_accepted"}, False),
        ({"received_quantity": D("94.999999")}, True),
        ({"received_quantity": D(95)}, False),
        ({"shipped_quantity": D(100)}, True),
        ({"shipped_quantity": D(100), "date_basis": "handover"}, False),
    ],
)
def test_what_is_overdue(changes, expected):
    record = Record(
        state=changes.pop("order_state", "accepted"),
        under_tolerance=D(5),
        date_basis=changes.pop("date_basis", "arrival"),
    )
    late = part("accepted", quantity=100)
    late.due_date = DAY - timedelta(days=1)
    vars(late).update(changes)
    assert orders.is_overdue(late, record, DAY) is expected
