"""Scorecards from the database against figures made by hand, on both databases."""

from decimal import Decimal as D

import pytest

from portal.accounts.roles import Role
from portal.collaboration.models import Goal, GoalValue
from portal.collaboration.rules.terms import Direction
from portal.collaboration.workflow import GoalState
from portal.db import db, transaction
from portal.errors import Missing, NotAllowed, RuleBroken
from portal.measures.periods import EVERYTHING, Kind, last, month, quarter
from portal.scorecards.queries.cards import card, cards, due_range, trend
from portal.scorecards.queries.schemes import DEFAULT, in_force, schemes, upcoming
from portal.scorecards.rules import DEFAULT_SCALES, Measure, Scale, Standing
from portal.scorecards.service import set_scheme
from portal.sourcing.workflow import RfqState
from tests.measures.days import at, on
from tests.queries import counted
from tests.records import add

Q1, Q2 = quarter(2026, 1), quarter(2026, 2)
HALVES = (
    Scale(Measure.ON_TIME, D(50), D("0.5"), D(1)),
    Scale(Measure.PPM, D(50), D(40_000), D(0)),
)


@pytest.fixture
def ids(world):
    return world.acme.id, world.alpha.id


@pytest.fixture
def procurement(world):
    return world.acme.actor(Role.PROCUREMENT)


def test_a_card_by_hand(quarter_of_deliveries, ids, now):
    acme, alpha = ids
    made = card(acme, acme, alpha, Q1, now)
    by_line, by_value = made.on_time.by_line, made.on_time.by_value
    assert (by_line.whole, by_line.part, by_line.rate) == (10, 8, D("0.8"))
    assert made.on_time.by_quantity.total.rate == D("0.84")
    assert (by_value.key, by_value.total.whole, by_value.total.part) == ("EUR", 2000, 1680)
    # 20 bad ones of 940 received.
    assert made.quality.ppm == D("21276.60")
    # One order, issued on a Friday at ten in Berlin and answered at noon.
    assert made.responsiveness.hours == D("2.00")
    assert made.certificates.in_order.rate is None
    # On time is at its floor, ppm beyond it: 0 of 60 weights with data.
    assert (made.score.standing, made.score.value, made.score.weight_with_data) == (Standing.SCORED, 0, 60)
    assert made.score.band.name == "D"


def test_both_sides_read_the_same_card_but_for_the_other_bids(quarter_of_deliveries, ids, now, world):
    acme, alpha = ids
    with transaction():
        book = quarter_of_deliveries
        rfq = book.rfq(RfqState.AWARDED, at(1, 21))
        line = book.asked(rfq, book.item(), 10)
        book.awarded(book.offered(line, "12"), at(1, 25))
        book.offered(line, "10", supplier=world.beta)
    ours, theirs = card(acme, acme, alpha, Q1, now), card(alpha, acme, alpha, Q1, now)
    assert ours.against_median is not None
    assert ours.against_median.index is not None
    assert theirs.against_median is None
    for name in ("on_time", "quality", "responsiveness", "price", "certificates", "goals", "score"):
        assert getattr(ours, name) == getattr(theirs, name)


def test_nobody_else_gets_a_card(quarter_of_deliveries, ids, now, world):
    acme, alpha = ids
    for reader in (world.beta.id, world.bolt.id, world.gamma.id):
        with pytest.raises(Missing):
            card(reader, acme, alpha, Q1, now)


def test_a_period_without_activity_has_no_score(partnership, ids, now):
    acme, alpha = ids
    made = card(acme, acme, alpha, Q1, now)
    assert made.score.standing is Standing.NO_ACTIVITY
    assert (made.on_time.by_line.rate, made.quality.ppm, made.price.index) == (None, None, None)


def test_a_list_has_what_each_card_has_in_as_many_queries_as_one(quarter_of_deliveries, world, now):
    acme, alpha, beta = world.acme.id, world.alpha.id, world.beta.id
    db.session.remove()
    with counted() as one:
        single = {key: card(acme, acme, key, Q1, now) for key in (alpha,)}
    db.session.remove()
    with counted() as many:
        together = cards(acme, acme, [alpha, beta], Q1, now)
    assert together[alpha] == single[alpha]
    assert together[beta].on_time.by_quantity.parts[0][0] == "KGM"
    assert len(many) == len(one)


def test_the_queries_of_a_trend_do_not_grow_with_rows_or_periods(quarter_of_deliveries, ids, now):
    acme, alpha = ids

    def count(periods):
        db.session.remove()
        with counted() as statements:
            trend(acme, acme, alpha, periods, now)
        return len(statements)

    few = count([Q1])
    with transaction():
        book = quarter_of_deliveries
        for _number in range(10):
            book.receipt(book.line(book.order(), 5, on(2, 3)), on(2, 3), 5)
    assert count(last(Kind.MONTH, 12, on(3, 1))) == few


def test_a_trend_is_made_of_cards(quarter_of_deliveries, ids, now):
    acme, alpha = ids
    periods = last(Kind.MONTH, 3, on(3, 1))
    assert trend(acme, acme, alpha, periods, now) == [card(acme, acme, alpha, one, now) for one in periods]


def test_the_first_and_last_due_date(quarter_of_deliveries, ids):
    acme, alpha = ids
    assert due_range(acme, acme, on(1, 20), alpha) == (on(1, 5), on(1, 12))
    assert due_range(acme, acme, on(1, 1), alpha) is None
    assert due_range(acme, acme, on(1, 22)) == (on(1, 5), on(1, 21))
    with pytest.raises(Missing):
        due_range(alpha, acme, on(1, 22))


def a_goal(partnership, **values):
    fields = {
        "title": "Fewer defects",
        "unit": "ppm",
        "baseline": D(1000),
        "target": D(0),
        "direction": Direction.DOWN,
        "due_on": on(6, 30),
        "state": GoalState.AGREED,
        "proposed_at": at(1, 5),
        "agreed_at": at(1, 6),
    }
    return add(
        Goal(
            buyer_id=partnership.buyer_id,
            supplier_id=partnership.supplier_id,
            partnership_id=partnership.id,
            proposed_by_organisation_id=partnership.buyer_id,
            **(fields | values),
        )
    )


def test_goals_stand_as_they_did_at_the_end_of_the_period(partnership, ids, now):
    acme, alpha = ids
    with transaction():
        goal = a_goal(partnership)
        for day, value in ((on(1, 31), 750), (on(2, 28), 500)):
            add(
                GoalValue(
                    goal=goal, measured_on=day, value=D(value), organisation_id=acme, recorded_at=at(3, 1)
                )
            )
        a_goal(partnership, state=GoalState.PROPOSED, agreed_at=None)
        a_goal(partnership, agreed_at=at(1, 6, year=2025), due_on=on(12, 31, 2025))

    def progress(period):
        courses = card(acme, acme, alpha, period, now).goals
        return len(courses.courses), courses.progress

    assert progress(month(2026, 1)) == (1, D("0.25"))
    assert progress(month(2026, 2)) == (1, D("0.5"))
    assert progress(month(2025, 12)) == (1, None)
    assert progress(EVERYTHING) == (2, D("0.5"))


def test_a_scheme_holds_for_periods_that_begin_with_it_or_later(
    quarter_of_deliveries, ids, now, world, procurement
):
    acme, alpha = ids
    with transaction():
        set_scheme(world.acme.organisation, on(5, 1), HALVES, actor=procurement, now=now)
    known = schemes(acme)
    assert in_force(known, on(4, 30)) is DEFAULT
    assert in_force(known, on(5, 1)).scales == HALVES
    assert upcoming(known, on(3, 2)).valid_from == on(5, 1)
    assert upcoming(known, on(5, 1)) is None
    parts = {len(card(acme, acme, alpha, period, now).score.parts) for period in (Q1, Q2, month(2026, 4))}
    assert parts == {len(DEFAULT_SCALES)}
    assert len(card(acme, acme, alpha, month(2026, 5), now).score.parts) == 2


def test_a_scheme_that_has_not_begun_may_be_set_again(ids, now, world, procurement):
    for scales in (HALVES, DEFAULT_SCALES):
        with transaction():
            set_scheme(world.acme.organisation, on(4, 1), scales, actor=procurement, now=now)
    db.session.remove()
    assert [one.scales for one in schemes(world.acme.id)] == [DEFAULT_SCALES, DEFAULT_SCALES]


@pytest.mark.parametrize(
    ("valid_from", "scales", "field"),
    [
        (on(3, 1), HALVES, "valid_from"),
        (on(3, 2), HALVES, "valid_from"),
        (on(4, 2), HALVES, "valid_from"),
        (on(4, 1), HALVES[:1], "weight"),
        (on(4, 1), (*HALVES, Scale(Measure.LOTS, D(1), D(0), D(1))), "weight"),
        (on(4, 1), (HALVES[0], HALVES[0]), "measure"),
        (on(4, 1), (HALVES[0], Scale(Measure.PPM, D(50), D(5), D(5))), "target"),
    ],
)
def test_a_scheme_that_is_refused(world, now, procurement, valid_from, scales, field):
    with pytest.raises(RuleBroken) as refused, transaction():
        set_scheme(world.acme.organisation, valid_from, scales, actor=procurement, now=now)
    assert refused.value.field == field
    assert schemes(world.acme.id) == [DEFAULT]


def test_who_may_set_a_scheme(world, now):
    buyer = world.acme.organisation
    with pytest.raises(NotAllowed), transaction():
        set_scheme(buyer, on(4, 1), HALVES, actor=world.acme.actor(Role.QUALITY_ENGINEER), now=now)
    with pytest.raises(Missing), transaction():
        set_scheme(buyer, on(4, 1), HALVES, actor=world.bolt.actor(Role.ADMIN), now=now)
