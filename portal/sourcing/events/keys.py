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


@dataclass(frozen=True)
class OpenerKeyMade:
    """A person has set a passphrase; ``replaced_id`` is the key whose passphrase is lost, if there was one."""

    key_id: int
    row_sha256: str
    replaced_id: int | None


@dataclass(frozen=True)
class OpenerKeyLocked:
    """A person has changed the passphrase of the same key."""

    key_id: int
