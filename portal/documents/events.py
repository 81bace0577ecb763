"""What happens to documents. The hashes prove later which facts and which bytes they were."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class DocumentFrozen:
    """The facts of one revision were frozen; ``facts_sha256`` is over their bytes.

    ``row_sha256``, since schema 2, is over the rest of the row.
    """

    document_id: int
    kind: str
    subject_id: int
    revision: int
    facts_sha256: str
    row_sha256: str
    schema: ClassVar[int] = 2


@dataclass(frozen=True)
class DocumentRendered:
    """The file of a document was made and kept; ``file_sha256`` is over its bytes."""

    document_id: int
    file_id: int
    file_sha256: str


@dataclass(frozen=True)
class DocumentFailed:
    """No file could be made, for a reason in one word."""

    document_id: int
    reason: str
