"""What happens to records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RecordExported:
    """Somebody took the record of an RFQ away; ``manifest_sha256`` is over the manifest that was signed."""

    rfq_id: int
    manifest_sha256: str
