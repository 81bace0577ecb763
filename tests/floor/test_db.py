"""Exact types on both databases, and transactions that only write when they were asked to."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from portal.accounts.models import Organisation
from portal.accounts.roles import Side
from portal.db import db, transaction
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


def test_an_instant_comes_back_as_it_went_in(world, now):
    kept = db.session.scalar(select(Organisation.created_at).where(Organisation.id == world.acme.id))
    assert kept == now
    with pytest.raises(StatementError, match="time zone"), transaction():
        db.session.execute(select(Organisation).where(Organisation.created_at > datetime(2026, 1, 1)))  # noqa: DTZ001
    assert kept.tzinfo is UTC
