"""Scenes of sourcing."""

import pytest

from portal.db import transaction
from tests.sourcing import bidding


@pytest.fixture
def scene(world, now):
    """A published RFQ, committed."""
    with transaction():
        return bidding.tender(world, now)
