"""Scenes of sourcing."""

import pytest
import time_machine

from portal.accounts.roles import Role
from portal.db import transaction
from tests.sourcing import bidding


@pytest.fixture
def scene(world, now):
    """A published RFQ, committed."""
    with transaction():
        return bidding.tender(world, now)


@pytest.fixture
def clock(now):
    with time_machine.travel(now, tick=False) as travel:
        yield travel


@pytest.fixture
def alpha(scene, world, client, sign_in, clock):
    """A browser in which Alpha's sales is signed in."""
    sign_in(client, world.alpha, Role.SALES)
    return client


@pytest.fixture
def come_back(alpha, world, sign_in, clock):
    """``come_back(when)``: Alpha's sales signs in again then, since a session that nobody uses ends."""

    def later(when):
        clock.move_to(when)
        sign_in(alpha, world.alpha, Role.SALES)

    return later
