"""What the tests of orders share."""

from datetime import datetime

import pytest

from portal import clock
from portal.db import transaction
from tests.orders.scene import Scene, build_scene
from tests.world import World


@pytest.fixture
def scene(world: World, now: datetime) -> Scene:
    """A published award, committed."""
    with transaction():
        return build_scene(world, now)


@pytest.fixture
def at_the_time_of_the_scene(monkeypatch, now):
    """The server's clock stands at the time of the scene, whatever day it is."""
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def act_as(client, sign_in, scene, at_the_time_of_the_scene):
    """``act_as(role)`` signs somebody of Acme or Alpha in and gives the client."""

    def put(role):
        sign_in(client, scene.world.alpha if role.startswith("supplier_") else scene.world.acme, role)
        return client

    return put
