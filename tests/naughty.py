"""The Big List of Naughty Strings (MIT), read from the shared inputs."""

import json

from tests.shared_data import shared


def strings() -> list[str]:
    """All 515 of them; the test that asks is skipped where they are not to be had."""
    found: list[str] = json.loads(shared("naughty/blns.json").read_text(encoding="utf-8"))
    assert len(found) == 515
    return found
