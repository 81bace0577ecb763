"""What the requirements files pin, for the tests that look at what the portal stands on."""

from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]


def read_pins(text: str) -> list[Requirement]:
    """The pins of a requirements file, for every platform and Python."""
    return [Requirement(line.rstrip("\\ ")) for line in text.splitlines() if line and line[0] not in " #"]


def pins(file: str) -> list[Requirement]:
    """The pins of one of our requirements files, for every platform and Python."""
    return read_pins((ROOT / file).read_text())


def pinned_here(file: str) -> list[Requirement]:
    """The pins of one of our requirements files that hold for this platform and this Python."""
    return [pin for pin in pins(file) if pin.marker is None or pin.marker.evaluate()]


def version_of(pin: Requirement) -> str:
    """The one version that a pin allows."""
    (only,) = pin.specifier
    assert only.operator == "==", pin
    return only.version
