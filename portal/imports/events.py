"""What happens when something is imported."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DeliveriesImported:
    """A delivery history was taken over: how many lines were added, and the SHA-256 of the file they came from."""

    buyer_id: int
    lines: int
    file_sha256: str
