"""Receipts, invitations, orders, awards and certificates as the measures read them, on both databases."""

from decimal import Decimal as D

import pytest

from portal.accounts.roles import Role
from portal.certificates.models import Certificate, Requirement, Review
from portal.certificates.workflow import Gate, ReviewState, Scope
from portal.db import transaction
from portal.errors import Missing
from portal.measures.certificates import certificates
from portal.measures.periods import EVERYTHING, month, quarter
from portal.measures.price import NotCompared, against_median, price
from portal.measures.quality import quality
from portal.measures.queries import certificates as read_certificates
from portal.measures.queries import price as read_price
from portal.measures.queries import quality as read_quality
from portal.measures.queries import responsiveness as read_responsiveness
from portal.measures.responsiveness import Reply, responsiveness
from portal.measures.working_time import WorkingTime
from portal.orders.workflow import OrderState, ReceiptState, ScheduleState
from portal.sourcing.models import RfqRound
from portal.sourcing.service import publishing
from portal.sourcing.workflow import AwardState, BidState, InvitationState, RfqState
from tests.measures.days import at, on
from tests.records import add, stored

Q1 = quarter(2026, 1)


@pytest.fixture
def whose(world):
    return world.acme.id, world.acme.id, [world.alpha.id]


@pytest.fixture
def alpha(world):
    return world.alpha.id


def test_quality_by_hand(book, reading, whose, alpha):
    """30 of 2,000 pieces were bad; kilograms stand apart; what was taken back counts nowhere."""
    with transaction():
        order = book.order()
        pieces, kilos = book.line(order, 2000, on(1, 15)), book.line(order, 50, on(1, 15), unit="KGM")
        book.receipt(pieces, on(1, 10), 1500, rejected=D(30), state=ReceiptState.ACCEPTED)
        book.receipt(pieces, on(1, 11), 500, state=ReceiptState.REJECTED)
        book.receipt(kilos, on(1, 12), 50)
        book.receipt(kilos, on(1, 12), 50, rejected=D(50), state=ReceiptState.REVERSED)
    taken = reading(read_quality.taken, *whose, Q1)[alpha]
    figure = quality(taken.received, taken.nonconforming, taken.lots, Q1)
    assert [(one.unit, one.received, one.nonconforming, one.ppm) for one in figure.by_unit] == [
        ("H87", 2000, 30, 15000),
        ("KGM", 50, 0, 0),
    ]
    assert figure.ppm is None
    assert (figure.lots.whole, figure.lots.part) == (2, 1)


def test_what_is_bad_counts_on_the_day_it_was_written_down_at_the_site(book, reading, whose, alpha):
    with transaction():
        line = book.line(book.order(), 100, on(1, 15))
        # Half past eleven in the evening of 31 January in UTC is February in Berlin.
        book.receipt(line, on(1, 31), 100, rejected=D(4), posted_at=at(1, 31, 23))
    january, february = month(2026, 1), month(2026, 2)
    for period, received, bad in ((january, 1, 0), (february, 0, 1)):
        taken = reading(read_quality.taken, *whose, period)[alpha]
        figure = quality(taken.received, taken.nonconforming, taken.lots, period)
        assert (len(figure.received), len(figure.nonconforming)) == (received, bad)


def test_only_settled_rfqs_tell_who_has_answered(book, reading, whose, alpha, world, now):
    with transaction():
        opened, other = book.rfq(opened_at=at(1, 21)), book.rfq(RfqState.AWARDED, at(1, 22))
        answered = book.invited(opened, BidState.SUBMITTED)
        declined = book.invited(other, state=InvitationState.DECLINED)
        silent = book.invited(book.rfq(RfqState.UNSUCCESSFUL, at(2, 3)), BidState.DRAFT)
        taken_back = book.invited(book.rfq(opened_at=at(2, 4)), BidState.WITHDRAWN)
        sealed = book.rfq(RfqState.PUBLISHED)
        book.invited(sealed, BidState.SUBMITTED)
        cancelled = book.rfq(RfqState.PUBLISHED)
        in_vain = book.invited(cancelled, BidState.SUBMITTED)
        publishing.cancel(cancelled, "No budget", actor=world.acme.actor(Role.PROCUREMENT), now=at(2, 5))
    rows = {row.id: row for row in reading(read_responsiveness.invited, *whose)[alpha]}
    assert {key: row.reply for key, row in rows.items()} == {
        answered.id: Reply.BID,
        declined.id: Reply.DECLINED,
        silent.id: Reply.NONE,
        taken_back.id: Reply.BID,
        in_vain.id: Reply.BID,
    }
    assert rows[answered.id].settled_at == at(1, 21)
    assert rows[in_vain.id].settled_at == at(2, 5)
    figure = responsiveness(rows.values(), [], now, Q1)
    assert (figure.invitations.whole, figure.invitations.part) == (5, 4)


def test_a_bid_of_a_further_round_stays_sealed(book, reading, whose, alpha, world):
    with transaction():
        rfq = book.rfq(opened_at=at(1, 21))
        invitation = book.invited(rfq)
        further = add(
            RfqRound(buyer_id=rfq.buyer_id, rfq=rfq, ordinal=2, deadline=at(3, 1), zone="Europe/Berlin")
        )
        bid = book.bid(rfq, BidState.SUBMITTED)
        bid.round = further
    (row,) = reading(read_responsiveness.invited, *whose)[alpha]
    assert (row.id, row.reply) == (invitation.id, Reply.NONE)


def test_orders_and_their_first_answers(book, reading, whose, alpha, now):
    """Issued on a Friday at ten in Berlin, answered on Monday at noon: seven hours and four."""
    with transaction():
        answered = book.order(issued_at=at(1, 9), answered_at=at(1, 12, 11))
        waiting = book.order(issued_at=at(2, 27), answered_at=None, state=OrderState.ISSUED)
        book.order(issued_at=at(2, 2), answered_at=None, state=OrderState.CANCELLED)
        book.order(issued_at=at(2, 2), answered_at=None, imported_by="deliveries")
        book.order(issued_at=None, answered_at=None, state=OrderState.DRAFT)
    rows = reading(read_responsiveness.issued, *whose)[alpha]
    assert [row.id for row in rows] == [answered.id, waiting.id]
    figure = responsiveness([], rows, now, Q1, WorkingTime("Europe/Berlin"))
    assert (figure.hours, figure.unanswered_orders) == (D("11.00"), 1)


def test_price_against_what_the_same_supplier_was_paid(book, reading, whose, alpha, world):
    """100 at 9.00, which cost 10.00 before; a cheaper price paid to Beta says nothing here."""
    with transaction():
        item, fresh = book.item(), book.item()
        rfq = book.rfq(RfqState.AWARDED, at(1, 21), incoterm="DAP")
        again = book.offered(book.asked(rfq, item, 100), "900", per=100)
        first = book.offered(book.asked(rfq, fresh, 5), "7")
        old = book.order(incoterm="dap", issued_at=at(11, 3, year=2025))
        book.line(old, 10, on(12, 1, 2025), item=item, price="10")
        elsewhere = book.order(supplier=world.beta, incoterm="DAP", issued_at=at(12, 1, year=2025))
        book.line(elsewhere, 10, on(12, 1, 2025), item=item, price="5")
        dropped = book.order(incoterm="DAP", issued_at=at(12, 2, year=2025))
        book.line(dropped, 10, on(12, 9, 2025), item=item, price="1", state=ScheduleState.CANCELLED)
        book.awarded(again, at(1, 25))
        book.awarded(first, at(1, 25))
        book.awarded(again, at(1, 25), AwardState.PROPOSED)
    awarded = reading(read_price.awarded, *whose)[alpha]
    figure = price(awarded, reading(read_price.paid, *whose)[alpha], Q1)
    assert [(row.against, row.reason) for row in figure.rows] == [(10, None), (None, NotCompared.NEVER_PAID)]
    assert (figure.index, figure.by_currency.total.whole) == (D("0.9"), 1000)


def test_price_against_the_median_in_the_units_and_currency_of_the_rfq(book, reading, whose, alpha, world):
    """12.00 won; the others bid 10 USD at 0.9 and 1,500 per 100: the median is 12.00."""
    with transaction():
        rfq = book.rfq(RfqState.AWARDED, at(1, 21))
        line = book.asked(rfq, book.item(), 10)
        won = book.offered(line, "12")
        book.offered(line, "10", supplier=world.beta, currency="USD", rate="0.9")
        book.offered(line, "1500", supplier=world.gamma, per=100)
        book.awarded(won, at(1, 25))
    compared = reading(read_price.against_bids, *whose)[alpha]
    assert sorted(compared.bids[compared.awards[0].id]) == [9, 12, 15]
    assert against_median(compared.awards, compared.bids, Q1).index == 1
    with pytest.raises(Missing):
        reading(read_price.against_bids, world.alpha.id, world.acme.id, [world.alpha.id])


def test_certificates_that_are_asked_and_in_order(book, reading, whose, alpha, world):
    with transaction():
        machines, others = book.category(), book.category()
        book.line(book.order(issued_at=at(2, 10)), 10, on(3, 1), item=book.item(machines))

        def ask(standard, **values):
            fields = {"scope": Scope.EVERYTHING, "created_at": at(1, 1)}
            return add(Requirement(buyer_id=world.acme.id, standard=standard, **(fields | values)))

        iso = ask("ISO 9001")
        ask("A", scope=Scope.CATEGORY, category_id=machines.id)
        ask("B", scope=Scope.CATEGORY, category_id=others.id)
        ask("C", scope=Scope.SUPPLIER, supplier_id=world.beta.id)
        ask("D", scope=Scope.RFQ)
        ask("E", at_award=Gate.OFF, at_order=Gate.OFF)
        ask("F", archived_at=at(2, 1))
        held = add(
            Certificate(
                supplier_id=alpha,
                standard="ISO 9001",
                entity="Alpha GmbH",
                valid_from=on(1, 1, 2025),
                valid_until=on(2, 15),
                file=stored(world.alpha, at(1, 1), "iso.pdf"),
                created_at=at(1, 1),
            )
        )
        add(
            Review(
                buyer_id=world.acme.id,
                supplier_id=alpha,
                certificate=held,
                requirement=iso,
                state=ReviewState.ACCEPTED,
                submitted_at=at(1, 1),
            )
        )
    asked = reading(read_certificates.asked, *whose)[alpha]

    def share(day):
        figure = certificates(row for one in asked if (row := one.on(day)) is not None)
        return figure.in_order.part, figure.in_order.whole

    assert share(on(1, 31)) == (1, 2), "F is asked for until the end of January"
    assert share(on(2, 9)) == (1, 1)
    assert share(on(2, 15)) == (1, 2), "machines have been ordered since"
    assert share(on(2, 16)) == (0, 2), "its last valid day has passed"
    assert share(on(12, 31, 2025)) == (0, 0)


@pytest.mark.parametrize(
    "read",
    [
        lambda *whose: read_quality.taken(*whose, EVERYTHING),
        read_responsiveness.invited,
        read_responsiveness.issued,
        read_price.awarded,
        read_price.paid,
        read_certificates.asked,
    ],
    ids=["taken", "invited", "issued", "awarded", "paid", "asked"],
)
def test_a_supplier_reads_its_own_and_nobody_elses(read, reading, world):
    acme, alpha, beta = world.acme.id, world.alpha.id, world.beta.id
    assert set(reading(read, alpha, acme, [alpha])) == {alpha}
    for reader, suppliers in ((beta, [alpha]), (alpha, [alpha, beta]), (world.bolt.id, [alpha])):
        with pytest.raises(Missing):
            reading(read, reader, acme, suppliers)


def test_the_number_of_queries_does_not_grow(book, world, queries_of, whose):
    readers = (
        lambda: read_quality.taken(*whose, EVERYTHING),
        lambda: read_responsiveness.invited(*whose),
        lambda: read_responsiveness.issued(*whose),
        lambda: read_price.awarded(*whose),
        lambda: read_price.paid(*whose),
        lambda: read_price.against_bids(*whose),
        lambda: read_certificates.asked(*whose),
    )

    def fill(count):
        with transaction():
            for _number in range(count):
                item = book.item(book.category())
                order = book.order()
                book.receipt(book.line(order, 10, on(1, 15), item=item), on(1, 15), 5)
                rfq = book.rfq(RfqState.AWARDED, at(1, 21))
                book.invited(rfq)
                book.awarded(book.offered(book.asked(rfq, item, 10), "5"), at(1, 25))
                add(
                    Requirement(
                        buyer_id=world.acme.id, scope=Scope.EVERYTHING, standard="ISO", created_at=at(1, 1)
                    )
                )

    fill(1)
    few = [queries_of(read) for read in readers]
    fill(5)
    assert [queries_of(read) for read in readers] == few
