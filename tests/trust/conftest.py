"""What the tests of trust share."""

from contextlib import contextmanager

import pytest
import time_machine

from portal.accounts.roles import Role
from tests.trust.asking import LOCATION


@pytest.fixture
def clock(now):
    """The clock stands still at ``now`` and is moved by hand."""
    with time_machine.travel(now, tick=False) as travel:
        yield travel


@pytest.fixture
def asked(app, client):
    """``with asked(path, method):`` a request of the client's browser, before anything has looked at it."""

    @contextmanager
    def request(path=LOCATION, method="GET"):
        cookie = client.get_cookie("session")
        headers = {"Cookie": f"session={cookie.value}"} if cookie else {}
        with app.app_context(), app.test_request_context(path, method=method, headers=headers):
            yield

    return request


@pytest.fixture
def seller(client, sign_in, world, clock):
    """Alpha's sales person is signed in."""
    sign_in(client, world.alpha, Role.SALES)
    return world.alpha.people[Role.SALES]
