"""What follows from certificates: who is told, and the daily look at what expires."""

from datetime import datetime, timedelta

from portal import clock, outbox
from portal.accounts.roles import Role
from portal.certificates import events, service
from portal.certificates.models import Certificate, Review
from portal.db import db, transaction
from portal.history import on
from portal.notices.service import notify
from portal.workflow import Actor

QUALITY = (Role.QUALITY_ENGINEER,)
SUPPLIER_QUALITY = (Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)


@on(events.CertificateSubmitted)
def tell_quality_engineers(fact: events.CertificateSubmitted, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """The buyer's quality engineers have something to review."""
    review = _review(fact.review_id)
    params = {"standard": review.certificate.standard, "supplier": review.certificate.supplier.name}
    notify(
        fact.buyer_id,
        QUALITY,
        kind="certificate_submitted",
        params=params,
        endpoint="buyer.review",
        target=review.public_id,
        now=now,
    )


@on(events.CertificateAccepted)
def tell_accepted(fact: events.CertificateAccepted, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """The supplier hears that its certificate was accepted."""
    _tell_verdict(fact.review_id, "certificate_accepted", now)


@on(events.CertificateReturned)
def tell_returned(fact: events.CertificateReturned, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """The supplier hears that its certificate came back, and finds the reason on its page."""
    _tell_verdict(fact.review_id, "certificate_returned", now)


def _tell_verdict(review_id: int, kind: str, now: datetime) -> None:
    review = _review(review_id)
    notify(
        review.supplier_id,
        SUPPLIER_QUALITY,
        kind=kind,
        params={
            "standard": review.certificate.standard,
            "certificate": review.certificate.number,
            "buyer": review.buyer.name,
            "reason": review.reason,
        },
        endpoint="supplier.certificate",
        target=review.certificate.public_id,
        now=now,
    )


@on(events.CertificateExpiring)
def warn(fact: events.CertificateExpiring, actor: Actor, now: datetime) -> None:  # noqa: ARG001
    """Both sides are warned before a certificate expires."""
    certificate = db.session.get_one(Certificate, fact.certificate_id)
    own = fact.reader_id == fact.supplier_id
    params = {
        "standard": certificate.standard,
        "supplier": certificate.supplier.name,
        "until": certificate.valid_until.isoformat(),
        "certificate": certificate.number,
        "issuer": certificate.issuer,
    }
    notify(
        fact.reader_id,
        SUPPLIER_QUALITY if own else QUALITY,
        kind="own_certificate_expiring" if own else "certificate_expiring",
        params=params,
        endpoint="supplier.certificate" if own else "buyer.certificate",
        target=certificate.public_id,
        now=now,
    )


def _review(review_id: int) -> Review:
    return db.session.get_one(Review, review_id)


@outbox.recurring("certificates.warn", every=timedelta(days=1))
def look_for_expiry(job: outbox.Job) -> None:  # noqa: ARG001
    """Once a day, warn of what expires."""
    with transaction():
        service.warn_of_expiry(now=clock.now())
