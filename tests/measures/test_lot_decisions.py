"""What quality decides about lots, as the measures read it, on both databases."""

from decimal import Decimal as D

from portal.db import transaction
from portal.measures.periods import month, quarter
from portal.measures.quality import quality
from portal.measures.queries import quality as read_quality
from portal.orders.models import LotDecision
from portal.orders.workflow import ReceiptState
from tests.measures.days import at, on
from tests.records import add


def decide(lot, verdict, quantity, decided_at):
    add(
        LotDecision(
            buyer_id=lot.buyer_id,
            supplier_id=lot.supplier_id,
            line=lot,
            verdict=verdict,
            quantity=D(quantity),
            decided_at=decided_at,
        )
    )


def test_what_quality_finds_counts_once_and_on_the_day_of_its_decision(book, reading, world):
    """4 of 100 were bad at the gate in January, 10 more were found in February, which is when the lot is decided."""
    with transaction():
        line = book.line(book.order(), 300, on(1, 15))
        bad = book.receipt(line, on(1, 20), 100, rejected=D(14), state=ReceiptState.REJECTED)
        decide(bad, ReceiptState.BLOCKED, 96, at(1, 21))
        # Half past eleven in the evening of 31 January in UTC is February in Berlin.
        decide(bad, ReceiptState.REJECTED, 10, at(1, 31, 23))
        good = book.receipt(line, on(1, 20), 50, rejected=D(1), state=ReceiptState.ACCEPTED)
        decide(good, ReceiptState.ACCEPTED, 49, at(1, 22))
        held = book.receipt(line, on(1, 20), 50, state=ReceiptState.BLOCKED)
        decide(held, ReceiptState.BLOCKED, 50, at(1, 22))
    expected = {
        month(2026, 1): ([100, 50, 50], [4, 1], (1, 1)),
        month(2026, 2): ([], [10], (1, 0)),
        quarter(2026, 1): ([100, 50, 50], [4, 10, 1], (2, 1)),
    }
    for period, (received, found, lots) in expected.items():
        taken = reading(read_quality.taken, world.acme.id, world.acme.id, [world.alpha.id], period)
        measured = taken[world.alpha.id]
        figure = quality(measured.received, measured.nonconforming, measured.lots, period)
        assert [row.quantity for row in figure.received] == received
        assert [row.quantity for row in figure.nonconforming] == found
        assert (figure.lots.whole, figure.lots.part) == lots
