"""What the tests of measures share."""

import pytest

from portal.db import db
from tests.measures.book import Book
from tests.queries import counted


@pytest.fixture
def book(world) -> Book:
    return Book(world)


@pytest.fixture
def reading():
    """``reading(function, …)`` calls a query on a session that has forgotten what the test wrote."""

    def call(function, *args, **kwargs):
        db.session.remove()
        return function(*args, **kwargs)

    return call


@pytest.fixture
def queries_of():
    """``queries_of(function, …)`` is how many statements the call sends."""

    def count(function, *args, **kwargs) -> int:
        db.session.remove()
        with counted() as statements:
            function(*args, **kwargs)
        return len(statements)

    return count
