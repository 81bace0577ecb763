"""What happens to files."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FileStored:
    """A file was kept for an organisation; ``row_sha256``, since schema 2, is over its row."""

    file_id: int
    sha256: str
    row_sha256: str
    schema: ClassVar[int] = 2


@dataclass(frozen=True)
class FileScanned:
    """The virus scanner gave its verdict on a file before it was served for the first time."""

    file_id: int
    clean: bool


@dataclass(frozen=True)
class FileLetGo:
    """Nothing named the file any more, and its row went; the hash still says what it was."""

    file_id: int
    sha256: str


@dataclass(frozen=True)
class FileRefused:
    """Files were sent that are not stored; ``harm`` is what was found in them, never a name."""

    harm: str
