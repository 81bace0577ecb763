"""Exact types on both databases, and transactions that only write when they were asked to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import case, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from portal.accounts.models import Organisation
from portal.accounts.roles import Side
from portal.db import db, transaction
from portal.orders.models import PoLine
from portal.scorecards.models import Scheme, SchemeWeight


def test_a_transaction_refuses_to_write_unless_asked(world, now):
    db.session.rollback()
    db.session.add(Organisation(side=Side.BUYER, name="x", legal_name="x", created_at=now))
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.session.flush()
    db.session.rollback()
    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        db.session.execute(text("delete from site"))
    db.session.rollback()


def test_decimals_are_exact_in_rows_and_sums(world, now):
    largest = Decimal("999999999999.999999")
    values = [Decimal("0.1"), Decimal("0.2"), Decimal("0.000001"), Decimal("-3.5"), largest]
    with transaction():
        scheme = Scheme(buyer_id=world.acme.id, valid_from=now.date())
        db.session.add(scheme)
        db.session.flush()
        rows = [
            {"scheme_id": scheme.id, "measure": str(i), "weight": value, "floor": value, "target": value}
            for i, value in enumerate(values)
        ]
        db.session.execute(insert(SchemeWeight), rows)
    kept = db.session.scalars(select(SchemeWeight.weight).order_by(SchemeWeight.id)).all()
    assert kept == values
    total = db.session.scalar(select(func.sum(SchemeWeight.weight)).where(SchemeWeight.weight < 1))
    assert total == Decimal("-3.199999")
    assert db.session.scalar(select(func.max(SchemeWeight.weight))) == largest


@pytest.fixture
def weights(world, now):
    """Two rows of weight, floor and target: 10.5, 2.25, 0 and 1, 2.000001, 0."""
    with transaction():
        scheme = Scheme(buyer_id=world.acme.id, valid_from=now.date())
        db.session.add(scheme)
        db.session.flush()
        rows = [("10.5", "2.25"), ("1", "2.000001")]
        db.session.execute(
            insert(SchemeWeight),
            [
                {"scheme_id": scheme.id, "measure": first, "weight": Decimal(first), "floor": Decimal(second)}
                | {"target": Decimal(0)}
                for first, second in rows
            ],
        )


WEIGHT, FLOOR, TARGET = SchemeWeight.weight, SchemeWeight.floor, SchemeWeight.target
EXPRESSIONS = {
    "difference": (WEIGHT - FLOOR, ["8.25", "-1.000001"]),
    "sum of two columns": (WEIGHT + FLOOR, ["12.75", "3.000001"]),
    "a column less a value": (WEIGHT - Decimal("0.5"), ["10", "0.5"]),
    "a value less a column": (1 - FLOOR, ["-1.25", "-1.000001"]),
    "negation": (-FLOOR, ["-2.25", "-2.000001"]),
    "three of them": (WEIGHT - FLOOR - TARGET, ["8.25", "-1.000001"]),
    "coalesce": (func.coalesce(func.nullif(WEIGHT, WEIGHT), FLOOR), ["2.25", "2.000001"]),
    "coalesce of a difference": (func.coalesce(WEIGHT - FLOOR, 0), ["8.25", "-1.000001"]),
    "case": (case((WEIGHT > FLOOR, WEIGHT - FLOOR), else_=TARGET), ["8.25", "0"]),
    "the larger one of a case": (case((WEIGHT > FLOOR, WEIGHT), else_=FLOOR), ["10.5", "2.000001"]),
    "absolute value": (func.abs(WEIGHT - FLOOR), ["8.25", "1.000001"]),
}
TOTALS = {
    "sum of differences": (func.sum(WEIGHT - FLOOR), "7.249999"),
    "difference of sums": (func.sum(WEIGHT) - func.sum(FLOOR), "7.249999"),
    "sum of a case": (func.sum(case((WEIGHT > FLOOR, WEIGHT), else_=0)), "10.5"),
    "largest difference": (func.max(WEIGHT - FLOOR), "8.25"),
    "smallest difference": (func.min(WEIGHT - FLOOR), "-1.000001"),
    "sum of nothing": (func.coalesce(func.sum(func.nullif(WEIGHT, WEIGHT)), 0), "0"),
}


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_what_sql_makes_of_decimals_is_a_decimal(weights, name):
    expression, expected = EXPRESSIONS[name]
    found = db.session.scalars(select(expression).order_by(SchemeWeight.id)).all()
    assert [type(value) for value in found] == [Decimal, Decimal]
    assert found == [Decimal(value) for value in expected]


@pytest.mark.parametrize("name", TOTALS)
def test_what_sql_totals_of_decimals_is_a_decimal(weights, name):
    expression, expected = TOTALS[name]
    found = db.session.scalar(select(expression))
    assert type(found) is Decimal
    assert found == Decimal(expected)


REFUSED = {
    "a product": lambda: WEIGHT * FLOOR,
    "a product with a number": lambda: 2 * WEIGHT,
    "a quotient": lambda: WEIGHT / FLOOR,
    "a whole quotient": lambda: WEIGHT // 2,
    "a remainder": lambda: WEIGHT % FLOOR,
    "a sum with a count": lambda: WEIGHT + SchemeWeight.id,
    "money less a quantity": lambda: PoLine.price - PoLine.quantity,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_not_be_exact_in_sql_is_refused(name):
    with pytest.raises(TypeError, match="would not be exact"):
        REFUSED[name]()


def test_an_instant_comes_back_as_it_went_in(world, now):
    kept = db.session.scalar(select(Organisation.created_at).where(Organisation.id == world.acme.id))
    assert kept == now
    with pytest.raises(StatementError, match="time zone"), transaction():
        db.session.execute(select(Organisation).where(Organisation.created_at > datetime(2026, 1, 1)))  # noqa: DTZ001
    assert kept.tzinfo is UTC
