"""What the tests of orders share."""

from datetime import datetime

import pytest

from portal.db import transaction
from tests.orders.scene import Scene, build_scene
from tests.world import World


@pytest.fixture
def scene(world: World, now: datetime) -> Scene:
    """A published award, committed."""
    with transaction():
        return build_scene(world, now)
