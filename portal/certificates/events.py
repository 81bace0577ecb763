"""What happens to requirements, certificates and their reviews."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RequirementSet:
    requirement_id: int
    buyer_id: int


@dataclass(frozen=True)
class RequirementArchived:
    requirement_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateAdded:
    certificate_id: int
    supplier_id: int


@dataclass(frozen=True)
class CertificateChanged:
    certificate_id: int
    supplier_id: int


@dataclass(frozen=True)
class CertificateArchived:
    certificate_id: int
    supplier_id: int


@dataclass(frozen=True)
class CertificateShared:
    certificate_id: int
    supplier_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateSubmitted:
    """A supplier asks a buyer to review a certificate for a requirement."""

    review_id: int
    supplier_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateAccepted:
    review_id: int
    supplier_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateReturned:
    review_id: int
    supplier_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateWithdrawn:
    review_id: int
    supplier_id: int
    buyer_id: int


@dataclass(frozen=True)
class CertificateExpiring:
    """A warning was due for one reader, so many days ahead."""

    certificate_id: int
    supplier_id: int
    reader_id: int
    days_ahead: int
