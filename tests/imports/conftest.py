"""Delivery histories to read: the real one where it is there, and small ones made for a test."""

import os
from pathlib import Path

import pytest

HISTORY = Path("deliveries") / "SCMS_Delivery_History_Dataset.csv"


@pytest.fixture(scope="session")
def real_history() -> Path:
    """The real delivery history, beside the checkout or where ``PORTAL_SHARED_DATA`` says."""
    beside = Path(__file__).parents[3] / "shared" / "data"
    for folder in (Path(os.environ.get("PORTAL_SHARED_DATA", beside)), beside):
        if (folder / HISTORY).is_file():
            return folder / HISTORY
    pytest.skip(f"{HISTORY} is neither in ../shared/data nor in PORTAL_SHARED_DATA")
