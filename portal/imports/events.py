"""What happens when something is imported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveriesImported:
    """A delivery history was taken over: how many lines were added, and the SHA-256 of the file they came from."""

    buyer_id: int
    lines: int
    file_sha256: str


@dataclass(frozen=True)
class ArrivalsImported:
    """A delivery history told the arrival of lines that an earlier one had brought without: how many, and the
    SHA-256 of the file."""

    buyer_id: int
    lines: int
    file_sha256: str
