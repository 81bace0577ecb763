"""What a supplier does with its bid. Nobody else ever reads these but the supplier itself, the view apart.

``sha256`` is that of the bid's document, which the receipt names; ``sealed_sha256``, since schema 2, that of the
envelope as it is stored; ``row_sha256``, since schema 3, that of the version's row.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class InvitationViewed:
    """Somebody of the supplier has opened the RFQ for the first time; both sides may know."""

    rfq_id: int
    invitation_id: int


@dataclass(frozen=True)
class BidStarted:
    rfq_id: int
    bid_id: int


@dataclass(frozen=True)
class BidDraftSaved:
    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str
    sealed_sha256: str
    row_sha256: str
    schema: ClassVar[int] = 3


@dataclass(frozen=True)
class BidSubmitted:
    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str
    sealed_sha256: str
    row_sha256: str
    schema: ClassVar[int] = 3


@dataclass(frozen=True)
class BidConfirmed:
    """Submitted again unchanged, in answer to an addendum that had returned the bid."""

    rfq_id: int
    bid_id: int
    version_id: int
    sha256: str
    sealed_sha256: str
    row_sha256: str
    schema: ClassVar[int] = 3


@dataclass(frozen=True)
class BidWithdrawn:
    rfq_id: int
    bid_id: int
    version_id: int
