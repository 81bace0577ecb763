"""Real inputs that lie beside the checkout, or where ``PORTAL_SHARED_DATA`` says. None of them is in the project."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).parents[2] / "shared" / "data"


def shared(name: str) -> Path:
    """The path of an input; the test is skipped, by name, where neither folder has it."""
    for folder in (Path(os.environ.get("PORTAL_SHARED_DATA", BESIDE)), BESIDE):
        if (folder / name).exists():
            return folder / name
    pytest.skip(f"{name} is neither in ../shared/data nor in PORTAL_SHARED_DATA")
