"""On time in full: each sentence of the definition as a case, and the sums worked by hand."""

from datetime import date
from decimal import Decimal as D

import pytest

from portal.measures import periods
from portal.measures.arrivals import Arrival, DateBasis, Proof
from portal.measures.on_time import Answer, Cancelled, DueLine, judge, on_time
from portal.measures.reasons import NOTES, SENTENCES, Note, Reason
from portal.measures.shares import Share

DUE = date(2026, 3, 12)  # a Thursday
TODAY = date(2026, 4, 1)
BEFORE, AFTER = date(2026, 3, 10), date(2026, 3, 16)


def line(*arrivals, **given):
    values = {
        "id": 1,
        "quantity": D(100),
        "unit": "C62",
        "value": D("250.00"),
        "currency": "EUR",
        "requested_on": date(2026, 3, 5),
        "agreed_on": DUE,
        "arrivals": arrivals,
    }
    return DueLine(**{**values, **given})


def came(day, quantity=100, **given):
    return Arrival(D(quantity), day, **given)


UNANSWERED = {"agreed_on": None, "answer": Answer.NONE}

CASES = {
    "on the day": (line(came(DUE)), Reason.ON_THE_DAY),
    "early is on time": (line(came(BEFORE)), Reason.EARLY),
    "one day late": (line(came(date(2026, 3, 13))), Reason.LATE),
    "partial deliveries add up": (line(came(BEFORE, 40), came(DUE, 60)), Reason.ON_THE_DAY),
    "the last part decides": (line(came(BEFORE, 40), came(AFTER, 60)), Reason.LATE),
    "a part is missing": (line(came(BEFORE, 99)), Reason.INCOMPLETE),
    "never delivered": (line(), Reason.NEVER),
    "full within the tolerance": (line(came(DUE, 95), under_tolerance=D(5)), Reason.ON_THE_DAY),
    "below the tolerance": (line(came(DUE, "94.999999"), under_tolerance=D(5)), Reason.INCOMPLETE),
    "over-delivered": (line(came(DUE, 130)), Reason.ON_THE_DAY),
    "not yet due": (line(agreed_on=date(2026, 4, 20)), Reason.NOT_YET_DUE),
    "arrived before it is due": (line(came(BEFORE), agreed_on=date(2026, 4, 20)), Reason.NOT_YET_DUE),
    "due today may still arrive": (line(agreed_on=TODAY), Reason.NOT_YET_DUE),
    "due yesterday": (line(agreed_on=date(2026, 3, 31)), Reason.NEVER),
    "cancelled after its date": (line(cancelled=Cancelled(AFTER)), Reason.CANCELLED_LATE),
    "cancelled on its date": (line(cancelled=Cancelled(DUE)), Reason.CANCELLED_IN_TIME),
    "cancelled before its date": (line(cancelled=Cancelled(BEFORE)), Reason.CANCELLED_IN_TIME),
    "the rest cancelled late": (line(came(DUE, 60), cancelled=Cancelled(AFTER)), Reason.CANCELLED_LATE),
    "in full, cancelled later": (line(came(DUE), cancelled=Cancelled(AFTER)), Reason.ON_THE_DAY),
    "supplier asks before": (
        line(cancelled=Cancelled(BEFORE, for_supplier=True)),
        Reason.CANCELLED_FOR_SUPPLIER,
    ),
    "supplier asks after": (
        line(cancelled=Cancelled(AFTER, for_supplier=True)),
        Reason.CANCELLED_FOR_SUPPLIER,
    ),
    "supplier asks for a later line": (
        line(agreed_on=date(2026, 5, 1), cancelled=Cancelled(BEFORE, for_supplier=True)),
        Reason.NOT_YET_DUE,
    ),
    "unanswered, by the requested date": (line(came(BEFORE), **UNANSWERED), Reason.LATE),
    "unanswered and never came": (line(**UNANSWERED), Reason.NEVER),
    "a counter-proposal is open": (line(agreed_on=None, answer=Answer.CHANGED), Reason.NEVER),
    "rejected": (line(agreed_on=None, answer=Answer.REJECTED), Reason.REJECTED),
    "rejected after it was agreed": (line(answer=Answer.REJECTED), Reason.NEVER),
    "no date at all": (line(requested_on=None, agreed_on=None), Reason.NO_DATE),
    "nothing ordered": (line(quantity=D(0)), Reason.NOTHING_ORDERED),
}


@pytest.mark.parametrize(("given", "reason"), CASES.values(), ids=CASES.keys())
def test_the_verdict_on_a_line(given, reason):
    assert judge(given, TODAY).reason is reason


HANDED = {"basis": DateBasis.HANDOVER}
NOTED = {
    "an ordinary line says nothing": (line(came(DUE)), (), DUE),
    "unanswered": (line(came(BEFORE), **UNANSWERED), (Note.UNANSWERED,), BEFORE),
    "not agreed": (line(agreed_on=None, answer=Answer.CHANGED), (Note.NOT_AGREED,), None),
    "within tolerance": (line(came(DUE, 95), under_tolerance=D(5)), (Note.WITHIN_TOLERANCE,), DUE),
    "over-delivered": (line(came(DUE, 101)), (Note.OVER_DELIVERED,), DUE),
    "without a value": (line(came(DUE), value=None), (Note.NO_VALUE,), DUE),
    "the proof says earlier": (
        line(came(AFTER, proof=Proof(DUE, AFTER))),
        (Note.PROOF_DISAGREES,),
        DUE,
    ),
    "the proof says later": (line(came(DUE, proof=Proof(AFTER, AFTER))), (Note.PROOF_DISAGREES,), AFTER),
    "the proof agrees": (line(came(DUE, proof=Proof(DUE, AFTER))), (), DUE),
    "no receipt, proof long given": (
        line(came(None, proof=Proof(DUE, DUE))),
        (Note.PROOF_WITHOUT_RECEIPT,),
        DUE,
    ),
    "only announced": (line(came(None)), (), None),
    "handed over in time": (line(came(AFTER, handed_over_on=DUE), **HANDED), (Note.BY_HANDOVER,), DUE),
    "hand-over does not matter by arrival": (line(came(AFTER, handed_over_on=DUE)), (), AFTER),
    "hand-over unknown": (line(came(AFTER), **HANDED), (), AFTER),
}


@pytest.mark.parametrize(("given", "notes", "completed_on"), NOTED.values(), ids=NOTED.keys())
def test_what_a_row_says_beside_its_verdict(given, notes, completed_on):
    row = judge(given, TODAY)
    assert (row.notes, row.completed_on) == (notes, completed_on)


@pytest.mark.parametrize(
    ("today", "counts"),
    [(date(2026, 3, 13), False), (date(2026, 3, 16), False), (date(2026, 3, 17), True)],
    ids=["next day", "the second working day", "two working days are over"],
)
def test_a_proof_stands_alone_after_two_working_days(today, counts):
    given = line(came(None, proof=Proof(DUE, DUE)))  # given on a Thursday: Friday and Monday must pass
    assert (judge(given, today).completed_on == DUE) is counts


def test_days_are_counted_from_the_agreed_date():
    assert [judge(line(came(day)), TODAY).days for day in (BEFORE, DUE, AFTER)] == [-2, 0, 4]
    assert judge(line(), TODAY).days is None


def test_a_replanned_line_stays_late_and_stands_beside_against_its_latest_date():
    lines = [
        line(came(AFTER), latest_on=AFTER),
        line(came(date(2026, 3, 20)), latest_on=AFTER),
        line(latest_on=TODAY),  # its latest date is not over, so it says nothing yet
        line(came(DUE)),
        line(came(AFTER), latest_on=AFTER, cancelled=Cancelled(AFTER, for_supplier=True)),
    ]
    figure = on_time(lines, TODAY)
    assert figure.by_line == Share(D(5), D(1))
    assert figure.by_latest == Share(D(4), D(2))


def test_a_month_worked_by_hand():
    lines = [
        line(came(BEFORE), id=1, quantity=D(100), value=D("1000.00")),  # early
        line(came(DUE, 30), came(AFTER, 70), id=2, quantity=D(100), value=D("10.00")),  # 30 of 100 in time
        line(came(DUE, 60), id=3, quantity=D(50), value=D("0.10")),  # 50 count of the 60
        line(came(DUE, 1), id=4, quantity=D(3), value=D("0.50")),  # a third of 0.50 is 0.17
        line(id=5, quantity=D(47), value=None),  # nothing came, without a value
        line(came(BEFORE), id=6, agreed_on=date(2026, 2, 28)),  # February's
        line(id=7, cancelled=Cancelled(BEFORE)),  # of this month, not counted
    ]
    figure = on_time(lines, TODAY, periods.month(2026, 3))
    assert figure.by_line == Share(D(5), D(2))
    assert figure.by_line.rate == D("0.4")
    assert figure.early == Share(D(5), D(1))
    assert figure.by_quantity.parts == (("C62", Share(D(300), D(181))),)
    assert figure.by_value.total == Share(D("1010.60"), D("1003.27"))
    assert figure.by_value.total.rate == D("0.9927468830")
    assert [row.line.id for row in figure.rows] == [1, 2, 3, 4, 5, 7]


def test_units_and_currencies_do_not_add():
    lines = [line(came(DUE)), line(unit="KGM", currency="USD"), line(came(AFTER), currency="USD")]
    figure = on_time(lines, TODAY)
    assert figure.by_line.rate == D("0.3333333333")
    assert figure.by_quantity.total is None
    assert figure.by_value.total is None
    assert figure.by_value.parts == (
        ("EUR", Share(D("250.00"), D("250.00"))),
        ("USD", Share(D("500.00"), D("0.00"))),
    )
    assert [share.rate for _unit, share in figure.by_quantity.parts] == [D("0.5"), D(0)]


def test_what_is_not_counted_has_no_value_in_time():
    assert judge(line(came(DUE), value=None), TODAY).value_in_time is None
    assert judge(line(came(DUE), quantity=D(0)), TODAY).value_in_time is None


def test_nothing_due_is_no_data():
    figure = on_time([line(agreed_on=date(2026, 5, 1))], TODAY)
    shares = [figure.by_line, figure.early, figure.by_latest, figure.by_quantity.total, figure.by_value.total]
    assert [share.rate for share in shares] == [None] * 5
    assert len(figure.rows) == 1


def test_a_line_without_a_date_belongs_to_everything_and_to_no_month():
    lines = [line(requested_on=None, agreed_on=None)]
    assert len(on_time(lines, TODAY).rows) == 1
    assert on_time(lines, TODAY, periods.year(2026)).rows == ()


def test_every_reason_and_note_has_its_sentence():
    assert set(SENTENCES) == set(Reason)
    assert set(NOTES) == set(Note)
