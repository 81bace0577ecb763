"""Schedule lines as the database has them, against verdicts made by hand, on both databases."""

from decimal import Decimal as D

import pytest

from portal.accounts.models import Site
from portal.accounts.roles import Side
from portal.db import transaction
from portal.errors import Missing
from portal.measures.on_time import summed
from portal.measures.periods import EVERYTHING, month, quarter
from portal.measures.queries.on_time import judged
from portal.measures.reasons import Note, Reason
from portal.orders.workflow import DateBasis, OrderState, ReceiptState, ScheduleState, ShipNoticeState
from tests.measures.days import at, on
from tests.records import add

Q1 = quarter(2026, 1)


@pytest.fixture
def rows(world, reading, now):
    """The judged rows of Alpha for Acme, by the id of the schedule line."""

    def read(period=Q1, when=now):
        acme, alpha = world.acme.id, world.alpha.id
        found = reading(judged, acme, acme, [alpha], period, when)
        return {row.line.id: row for row in found[alpha]}

    return read


def test_a_quarter_by_hand(book, rows):
    """Five lines are due: one early, one on the day, one late, one in part, one never; one is not due yet."""
    with transaction():
        order = book.order()
        early = book.line(order, 10, on(1, 15))
        book.receipt(early, on(1, 12), 10)
        exact = book.line(order, 20, on(1, 20))
        book.receipt(exact, on(1, 19), 12)
        book.receipt(exact, on(1, 20), 8)
        late = book.line(order, 30, on(2, 1), price=5)
        book.receipt(late, on(1, 31), 10)
        book.receipt(late, on(2, 3), 20)
        part = book.line(order, 40, on(2, 10))
        book.receipt(part, on(2, 9), 25)
        never = book.line(order, 50, on(2, 20))
        ahead = book.line(order, 60, on(3, 20))
    found = rows()
    assert {key: row.reason for key, row in found.items()} == {
        early.id: Reason.EARLY,
        exact.id: Reason.ON_THE_DAY,
        late.id: Reason.LATE,
        part.id: Reason.INCOMPLETE,
        never.id: Reason.NEVER,
        ahead.id: Reason.NOT_YET_DUE,
    }
    assert found[late.id].days == 2
    figure = summed(found.values())
    assert (figure.by_line.whole, figure.by_line.part, figure.by_line.rate) == (5, 2, D("0.4"))
    assert figure.by_quantity.total is not None
    assert (figure.by_quantity.total.whole, figure.by_quantity.total.part) == (150, 10 + 20 + 10 + 25)
    assert figure.by_value.parts == (("EUR", figure.by_value.total),)
    assert figure.by_value.total is not None
    assert (figure.by_value.total.whole, figure.by_value.total.part) == (390, 20 + 40 + 50 + 50)


def test_a_line_belongs_to_the_period_of_its_agreed_date(book, rows):
    with transaction():
        order = book.order()
        agreed = book.line(order, 10, on(2, 28), requested_date=on(1, 5))
        asked = book.line(order, 10, None, requested_date=on(1, 31), state=ScheduleState.OPEN)
    assert set(rows(month(2026, 1))) == {asked.id}
    assert set(rows(month(2026, 2))) == {agreed.id}
    assert rows()[asked.id].notes == (Note.UNANSWERED,)


def test_orders_that_were_never_issued_count_nowhere(book, rows, world):
    with transaction():
        book.line(book.order(state=OrderState.DRAFT, issued_at=None, answered_at=None), 10, on(1, 15))
        book.line(book.order(supplier=world.beta), 10, on(1, 15))
        book.line(book.order(buyer=world.bolt), 10, on(1, 15))
    assert rows(EVERYTHING) == {}


def test_an_imported_history_counts_the_same(book, rows):
    with transaction():
        order = book.order(imported_by="deliveries", answered_at=None, issued_at=at(5, 1, year=2011))
        line = book.line(order, 10, on(6, 1, 2011), amount="33.3333")
        book.receipt(line, on(6, 1, 2011), 10, posted_at=at(7, 1, year=2011))
    found = rows(EVERYTHING)
    assert found[line.id].reason is Reason.ON_THE_DAY
    assert found[line.id].line.value == D("33.3333")


def test_a_receipt_that_was_taken_back_did_not_arrive(book, rows):
    with transaction():
        line = book.line(book.order(), 10, on(1, 15))
        book.receipt(line, on(1, 14), 10, state=ReceiptState.REVERSED)
    assert rows()[line.id].reason is Reason.NEVER


def test_the_proof_of_a_shipment_counts_against_its_receipt(book, rows):
    with transaction():
        line = book.line(book.order(), 10, on(1, 15))
        notice = book.shipment(line, 10, on(1, 13), state=ShipNoticeState.RECEIVED, delivered_on=on(1, 15))
        book.receipt(line, on(1, 19), 10, notice)
    row = rows()[line.id]
    assert (row.reason, row.notes) == (Reason.ON_THE_DAY, (Note.PROOF_DISAGREES,))


def test_a_proof_stands_alone_once_no_receipt_has_followed(book, rows):
    with transaction():
        order = book.order()
        line = book.line(order, 10, on(1, 15))
        book.shipment(line, 10, on(1, 13), state=ShipNoticeState.DELIVERED, delivered_on=on(1, 14))
        unproven = book.line(order, 10, on(1, 15))
        book.shipment(unproven, 10, on(1, 13))
        gone = book.line(order, 10, on(1, 15))
        book.shipment(gone, 10, on(1, 13), state=ShipNoticeState.CANCELLED, delivered_on=on(1, 14))
    found = rows()
    assert (found[line.id].reason, found[line.id].notes) == (Reason.EARLY, (Note.PROOF_WITHOUT_RECEIPT,))
    assert found[unproven.id].reason is found[gone.id].reason is Reason.NEVER


def test_what_was_received_without_naming_its_shipment_arrives_once(book, rows):
    with transaction():
        line = book.line(book.order(), 10, on(1, 15))
        book.receipt(line, on(1, 5), 2)
        book.shipment(line, 6, on(1, 10), state=ShipNoticeState.DELIVERED, delivered_on=on(1, 14))
        book.receipt(line, on(1, 14), 5)
    assert rows()[line.id].arrived == 2 + 5 + 1


def test_terms_that_count_to_the_handover(book, rows):
    with transaction():
        line = book.line(book.order(date_basis=DateBasis.HANDOVER), 10, on(1, 15))
        book.shipment(line, 10, on(1, 15))
    row = rows()[line.id]
    assert (row.reason, row.notes) == (Reason.ON_THE_DAY, (Note.BY_HANDOVER,))


def test_the_printed_tolerance_and_the_latest_date(book, rows):
    with transaction():
        order = book.order(under_tolerance=D(5))
        short = book.line(order, 100, on(1, 15))
        book.receipt(short, on(1, 15), 95)
        delayed = book.line(order, 100, on(1, 15), revised_date=on(1, 20))
        book.receipt(delayed, on(1, 20), 100)
    found = rows()
    assert (found[short.id].reason, found[short.id].notes) == (Reason.ON_THE_DAY, (Note.WITHIN_TOLERANCE,))
    assert (found[delayed.id].reason, found[delayed.id].by_latest) == (Reason.LATE, True)


@pytest.mark.parametrize(
    ("cancelled_at", "side", "reason"),
    [
        (at(1, 15, 22), Side.BUYER, Reason.CANCELLED_IN_TIME),
        # Half past eleven in the evening of the 15th in UTC is the 16th in Berlin.
        (at(1, 15, 23), Side.BUYER, Reason.CANCELLED_LATE),
        (at(1, 5), Side.SUPPLIER, Reason.CANCELLED_FOR_SUPPLIER),
    ],
)
def test_a_cancelled_line(book, rows, cancelled_at, side, reason):
    with transaction():
        line = book.line(
            book.order(),
            10,
            on(1, 15),
            state=ScheduleState.CANCELLED,
            cancelled_at=cancelled_at,
            cancelled_for=side,
        )
    assert rows()[line.id].reason is reason


def test_a_rejected_line_is_not_counted_though_it_was_cancelled_later(book, rows):
    with transaction():
        order = book.order()
        rejected = book.line(order, 10, None, state=ScheduleState.NOT_ACCEPTED, answer_reason="No capacity")
        cancelled = book.line(
            order,
            10,
            None,
            state=ScheduleState.CANCELLED,
            answer_reason="No capacity",
            cancelled_at=at(2, 1),
            cancelled_for=Side.BUYER,
        )
    found = rows()
    assert found[rejected.id].reason is found[cancelled.id].reason is Reason.REJECTED


def test_today_is_the_day_at_the_receiving_site(book, rows, world):
    """Eleven in the evening of 15 January in Berlin is already the 16th in Tokyo."""
    with transaction():
        tokyo = add(Site(organisation_id=world.acme.id, name="Tokyo", timezone="Asia/Tokyo"))
        order = book.order()
        here = book.line(order, 10, on(1, 15), site=world.acme.site)
        there = book.line(order, 10, on(1, 15), site=tokyo)
    found = rows(when=at(1, 15, 22))
    assert found[here.id].reason is Reason.NOT_YET_DUE
    assert found[there.id].reason is Reason.NEVER


def test_a_schedule_line_has_its_part_of_the_amount(book, rows):
    with transaction():
        line = book.line(book.order(), 30, on(1, 15), amount="100")
        line.quantity = D(10)
    assert rows()[line.id].line.value == D("33.33")


def test_only_the_buyer_and_the_supplier_itself_may_read(book, world, reading, now):
    with transaction():
        line = book.line(book.order(), 10, on(1, 15))
    acme, alpha, beta, bolt = (one.id for one in (world.acme, world.alpha, world.beta, world.bolt))
    assert [row.line.id for row in reading(judged, alpha, acme, [alpha], Q1, now)[alpha]] == [line.id]
    for reader, suppliers in ((beta, [alpha]), (bolt, [alpha]), (alpha, [alpha, beta]), (alpha, [])):
        with pytest.raises(Missing):
            reading(judged, reader, acme, suppliers, Q1, now)


def test_the_number_of_queries_does_not_grow(book, world, queries_of, now):
    acme, both = world.acme.id, [world.alpha.id, world.beta.id]

    def fill(count):
        with transaction():
            for number in range(count):
                order = book.order(supplier=(world.alpha, world.beta)[number % 2])
                line = book.line(order, 10, on(1, 15))
                book.receipt(line, on(1, 15), 5)
                book.shipment(line, 5, on(1, 12))

    fill(2)
    few = queries_of(judged, acme, acme, both, Q1, now)
    fill(6)
    assert queries_of(judged, acme, acme, both, Q1, now) == few == 3
