"""What the tests of trust share."""

import pytest
import time_machine


@pytest.fixture
def clock(now):
    """The clock stands still at ``now`` and is moved by hand."""
    with time_machine.travel(now, tick=False) as travel:
        yield travel
