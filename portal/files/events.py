"""What happens to files."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FileStored:
    """A file was kept for an organisation; the hash is over its bytes."""

    file_id: int
    sha256: str
