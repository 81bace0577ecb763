"""Keys that are made. ``row_sha256`` is over the key's row, without the wrapped private half."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SealingKeyMade:
    """An RFQ or a supplier has a key. Whose bid was the reason tells nobody: the event has no reader."""

    key_id: int
    row_sha256: str


@dataclass(frozen=True)
class SigningKeyMade:
    key_id: int
    row_sha256: str
