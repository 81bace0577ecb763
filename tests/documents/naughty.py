"""The Big List of Naughty Strings, read from the shared data beside the checkout."""

import json
import os
from pathlib import Path

import pytest

DATA = Path(os.environ.get("PORTAL_SHARED_DATA") or Path(__file__).parents[3] / "shared" / "data")
LIST = DATA / "naughty" / "blns.json"

needed = pytest.mark.skipif(not LIST.exists(), reason="the naughty strings are not here: shared/data/naughty")


def strings() -> list[str]:
    found: list[str] = json.loads(LIST.read_text(encoding="utf-8"))
    return found
