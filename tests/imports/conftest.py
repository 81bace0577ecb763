"""Delivery histories to read: the real one where it is there, and small ones made for a test."""

from pathlib import Path

import pytest

from tests.shared_data import shared


@pytest.fixture(scope="session")
def real_history() -> Path:
    """The real delivery history."""
    return shared("deliveries/SCMS_Delivery_History_Dataset.csv")
