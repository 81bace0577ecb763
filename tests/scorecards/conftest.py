"""What the tests of scorecards share: what Acme has bought of Alpha and Beta, with the figures known by hand."""

from decimal import Decimal

import pytest

from portal.db import transaction
from portal.measures.periods import quarter
from portal.partnerships.models import Partnership
from portal.partnerships.workflow import PartnershipState
from tests.measures.book import Book
from tests.measures.days import at, on
from tests.records import add

Q1 = quarter(2026, 1)


@pytest.fixture
def book(world) -> Book:
    return Book(world)


@pytest.fixture
def partnership(world) -> Partnership:
    """Acme's with Alpha; there is one with Beta too."""
    with transaction():
        made = [
            add(
                Partnership(
                    buyer_id=world.acme.id,
                    supplier_id=company.id,
                    state=PartnershipState.ACTIVE,
                    created_at=at(1, 1),
                )
            )
            for company in (world.alpha, world.beta)
        ]
    return made[0]


@pytest.fixture
def quarter_of_deliveries(book, partnership, world) -> Book:
    """In January ten lines of 100 pieces at 2 EUR are due to Alpha: eight on time, one late, one in part.

    Twenty pieces of one delivery were bad. Of Beta one line of 7 kilograms was due, and came in time.
    """
    with transaction():
        order = book.order()
        for number in range(8):
            line = book.line(order, 100, on(1, 5 + number))
            book.receipt(line, on(1, 5 + number), 100, rejected=Decimal(20 if number == 0 else 0))
        late = book.line(order, 100, on(1, 20))
        book.receipt(late, on(1, 22), 100)
        short = book.line(order, 100, on(1, 21))
        book.receipt(short, on(1, 21), 40)
        other = book.line(book.order(supplier=world.beta), 7, on(1, 9), unit="KGM")
        book.receipt(other, on(1, 9), 7)
    return book
