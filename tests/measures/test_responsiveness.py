"""Invitations answered, and working hours until an order is acknowledged."""

from datetime import UTC, datetime
from decimal import Decimal as D

from portal.measures import periods
from portal.measures.responsiveness import Invited, Issued, Reply, responsiveness
from portal.measures.shares import Share
from portal.measures.working_time import WorkingTime

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
MARCH = periods.month(2026, 3)


def at(day, hour=9, minute=0):
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


def test_invitations_count_once_their_rfq_is_settled():
    invitations = [
        Invited(1, Reply.BID, at(3)),
        Invited(2, Reply.DECLINED, at(4)),
        Invited(3, Reply.NONE, at(5)),
        Invited(4, Reply.BID, None),
        Invited(5, Reply.NONE, None),
        Invited(6, Reply.NONE, datetime(2026, 2, 28, 23, tzinfo=UTC)),
    ]
    figure = responsiveness(invitations, [], NOW, MARCH)
    assert figure.invitations == Share(D(3), D(2))
    assert [row.id for row in figure.invited] == [1, 2, 3]


def test_before_the_opening_an_answer_cannot_be_told_from_silence():
    silent = responsiveness([Invited(1, Reply.NONE, None)], [], NOW)
    assert silent == responsiveness([Invited(1, Reply.BID, None)], [], NOW)
    assert silent.invitations.rate is None


def test_the_median_of_working_hours_and_who_still_waits():
    orders = [
        Issued(1, at(9, 9), at(9, 10)),  # one hour
        Issued(2, at(9, 16), at(10, 10)),  # one before closing, two after opening
        Issued(3, at(13, 12), at(16, 13)),  # Friday noon to Monday 13:00: five and five
        Issued(4, at(20, 9, 30), None),
    ]
    figure = responsiveness([], orders, NOW, MARCH)
    assert figure.hours == D("3.00")
    assert figure.unanswered_orders == 1
    assert [(row.order.id, row.hours, row.answered) for row in figure.orders] == [
        (1, D("1.00"), True),
        (2, D("3.00"), True),
        (3, D("10.00"), True),
        (4, D("2.50"), False),
    ]


def test_only_silence_is_no_figure():
    figure = responsiveness([], [Issued(1, at(9), None)], NOW, MARCH)
    assert figure.hours is None
    assert figure.unanswered_orders == 1


def test_the_day_of_a_period_is_the_one_in_the_calendars_zone():
    order = Issued(1, datetime(2026, 2, 28, 20, tzinfo=UTC), at(2))
    assert responsiveness([], [order], NOW, MARCH).orders == ()
    assert len(responsiveness([], [order], NOW, MARCH, WorkingTime("Asia/Tokyo")).orders) == 1
