"""What happens to files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileStored:
    """A file was kept for an organisation; the hash is over its bytes."""

    file_id: int
    sha256: str


@dataclass(frozen=True)
class FileLetGo:
    """Nothing named the file any more, and its row went; the hash still says what it was."""

    file_id: int
    sha256: str
