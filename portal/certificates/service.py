"""The verbs of certificates: requirements of buyers, certificates of suppliers, reviews between the two."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal import history
from portal.accounts.models import Organisation, Site
from portal.certificates import events, rules
from portal.certificates.models import (
    Certificate,
    CertificateShare,
    CertificateSite,
    Requirement,
    Review,
    Warned,
)
from portal.certificates.queries import shared_with
from portal.certificates.workflow import REVIEW, ReviewState, Scope
from portal.db import db, lock
from portal.errors import RuleBroken, WrongState
from portal.files.models import StoredFile
from portal.workflow import PORTAL, Actor


def ask_for(buyer_id: int, *, actor: Actor, now: datetime, **values: Any) -> Requirement:
    """A new requirement of a buyer. ``RuleBroken`` where its scope lacks the category or the supplier."""
    _check_scope(values)
    requirement = Requirement(buyer_id=buyer_id, created_at=now, **values)
    db.session.add(requirement)
    db.session.flush()
    _note_requirement(events.RequirementSet(requirement.id, buyer_id), requirement, actor, now)
    return requirement


def change_requirement(requirement: Requirement, *, actor: Actor, now: datetime, **values: Any) -> None:
    """Change what a requirement asks or does; refusals as in ``ask_for``."""
    _check_scope(values)
    for name, value in values.items():
        setattr(requirement, name, value)
    fact = events.RequirementSet(requirement.id, requirement.buyer_id)
    _note_requirement(fact, requirement, actor, now)


def archive_requirement(requirement: Requirement, *, actor: Actor, now: datetime) -> None:
    """Ask for it no more. What was reviewed for it stays readable. ``WrongState`` where it is asked for no more."""
    if requirement.archived_at is not None:
        raise WrongState(_("This is asked for no more."))
    requirement.archived_at = now
    fact = events.RequirementArchived(requirement.id, requirement.buyer_id)
    _note_requirement(fact, requirement, actor, now)


def _check_scope(values: dict[str, Any]) -> None:
    needed = {Scope.CATEGORY: "category_id", Scope.SUPPLIER: "supplier_id"}.get(values["scope"])
    if needed is not None and not values.get(needed):
        raise RuleBroken(_("Please say for which one."), needed.removesuffix("_id"))
    for name in ("category_id", "supplier_id"):
        if name != needed:
            values[name] = None


def _note_requirement(fact: Any, requirement: Requirement, actor: Actor, now: datetime) -> None:
    history.record(fact, about=[requirement], readers=[requirement.buyer_id], actor=actor, now=now)


def add_certificate(
    supplier: Organisation,
    file: StoredFile,
    *,
    standard: str,
    entity: str,
    valid_from: date,
    valid_until: date,
    actor: Actor,
    now: datetime,
    sites: Iterable[Site] = (),
    replaces: Certificate | None = None,
    **values: Any,
) -> Certificate:
    """A certificate of a supplier with its file. ``RuleBroken`` at ``valid_until`` when it ends before it begins.

    One that replaces another is shown to the same buyers from the start.
    """
    rules.check_validity(valid_from, valid_until)
    certificate = Certificate(
        supplier_id=supplier.id,
        file=file,
        standard=standard,
        entity=entity,
        valid_from=valid_from,
        valid_until=valid_until,
        replaces_id=replaces.id if replaces else None,
        created_at=now,
        **values,
    )
    certificate.sites = [CertificateSite(site_id=site.id) for site in sites]
    db.session.add(certificate)
    db.session.flush()
    fact = events.CertificateAdded(certificate.id, supplier.id)
    history.record(fact, about=[certificate], readers=[supplier.id], actor=actor, now=now)
    if replaces is not None:
        for buyer_id in sorted(shared_with(supplier.id, replaces.id)):
            share(certificate, buyer_id, actor=actor, now=now)
    return certificate


def archive_certificate(certificate: Certificate, *, actor: Actor, now: datetime) -> None:
    """Show a certificate no more; it counts for nothing from now on, and nobody is asked for a verdict on it.

    ``WrongState`` for one that is shown no more already.
    """
    # Who submits it at this moment holds it: their submission is taken back here, or refused after this.
    lock(certificate)
    if certificate.archived_at is not None:
        raise WrongState(_("This certificate is shown no more."))
    for review in certificate.reviews:
        if review.state is ReviewState.SUBMITTED:
            withdraw(review, actor=actor, now=now)
    certificate.archived_at = now
    readers = {certificate.supplier_id, *shared_with(certificate.supplier_id, certificate.id)}
    fact = events.CertificateArchived(certificate.id, certificate.supplier_id)
    history.record(fact, about=[certificate], readers=readers, actor=actor, now=now)


def share(certificate: Certificate, buyer_id: int, *, actor: Actor, now: datetime) -> None:
    """Show a certificate to a buyer; once shown it stays shown."""
    if buyer_id in shared_with(certificate.supplier_id, certificate.id):
        return
    db.session.add(
        CertificateShare(
            certificate_id=certificate.id,
            buyer_id=buyer_id,
            supplier_id=certificate.supplier_id,
            shared_at=now,
        )
    )
    db.session.flush()
    fact = events.CertificateShared(certificate.id, certificate.supplier_id, buyer_id)
    readers = [certificate.supplier_id, buyer_id]
    history.record(fact, about=[certificate], readers=readers, actor=actor, now=now)


def submit(certificate: Certificate, requirement: Requirement, *, actor: Actor, now: datetime) -> Review:
    """Ask the requirement's buyer to review a certificate; it is shown to that buyer at once.

    One that was taken back is submitted anew and waits for a verdict again. ``RuleBroken`` for any other that was
    submitted for this already, for one that has expired or is shown no more, and for a requirement that is
    asked for no more; ``NotAllowed`` for a role that submits none.
    """
    lock(certificate)
    rules.still_offered(certificate, now)
    if requirement.archived_at is not None:
        raise RuleBroken(_("This is asked for no more."), "requirement")
    known = db.session.scalar(
        select(Review).where(Review.certificate_id == certificate.id, Review.requirement_id == requirement.id)
    )
    if known is not None and known.state is not ReviewState.WITHDRAWN:
        raise RuleBroken(_("This certificate has been submitted for that already."), "requirement")
    share(certificate, requirement.buyer_id, actor=actor, now=now)
    review = known or Review(
        buyer_id=requirement.buyer_id,
        supplier_id=certificate.supplier_id,
        certificate=certificate,
        requirement=requirement,
    )
    if known is not None:
        REVIEW.advance(known, "submit", actor, now)
    review.submitted_at, review.reason, review.decided_at, review.decided_by_id = now, "", None, None
    db.session.add(review)
    db.session.flush()
    _note_review(events.CertificateSubmitted, review, actor, now)
    return review


def accept(review: Review, *, actor: Actor, now: datetime) -> None:
    """The buyer's quality engineer accepts it.

    ``RuleBroken`` for a certificate that has expired meanwhile or is shown no more.
    """
    REVIEW.advance(review, "accept", actor, now)
    _decide(review, "", actor, now)
    _note_review(events.CertificateAccepted, review, actor, now)


def return_(review: Review, reason: str, *, actor: Actor, now: datetime) -> None:
    """Send it back. ``RuleBroken`` at ``reason`` without one."""
    REVIEW.check(review, "return", actor, now)
    if not reason.strip():
        raise RuleBroken(_("Please say what is wrong with it."), "reason")
    REVIEW.advance(review, "return", actor, now)
    _decide(review, reason.strip(), actor, now)
    _note_review(events.CertificateReturned, review, actor, now)


def withdraw(review: Review, *, actor: Actor, now: datetime) -> None:
    """The supplier takes a submission back; it counts for nothing from now on."""
    REVIEW.advance(review, "withdraw", actor, now)
    _note_review(events.CertificateWithdrawn, review, actor, now)


def _decide(review: Review, reason: str, actor: Actor, now: datetime) -> None:
    review.reason, review.decided_at, review.decided_by_id = reason, now, actor.person_id


def _note_review(kind: type[Any], review: Review, actor: Actor, now: datetime) -> None:
    fact = kind(review.id, review.supplier_id, review.buyer_id)
    about = [review, review.certificate]
    readers = [review.supplier_id, review.buyer_id]
    history.record(fact, about=about, readers=readers, actor=actor, now=now)


def warn_of_expiry(*, now: datetime) -> int:
    """Record the warnings that are due today: to the supplier and to each buyer who was shown the certificate.

    Each reader and lead time is warned of once; the number of new warnings.
    """
    horizon = now.date().toordinal() + max(rules.WARN_DAYS_AHEAD)
    rows = db.session.scalars(
        select(Certificate).where(
            Certificate.archived_at.is_(None),
            Certificate.valid_until >= now.date(),
            Certificate.valid_until <= date.fromordinal(horizon),
        )
    )
    return sum(_warn(certificate, now) for certificate in rows)


def _warn(certificate: Certificate, now: datetime) -> int:
    days = rules.warning_due(certificate.valid_until, now.date())
    if days is None or _is_replaced(certificate):
        return 0
    readers = {certificate.supplier_id, *shared_with(certificate.supplier_id, certificate.id)}
    told = set(
        db.session.scalars(
            select(Warned.organisation_id).where(
                Warned.certificate_id == certificate.id, Warned.days_ahead == days
            )
        )
    )
    for reader in sorted(readers - told):
        db.session.add(
            Warned(certificate_id=certificate.id, organisation_id=reader, days_ahead=days, warned_at=now)
        )
        fact = events.CertificateExpiring(certificate.id, certificate.supplier_id, reader, days)
        history.record(fact, about=[certificate], readers=[reader], actor=PORTAL, now=now)
    return len(readers - told)


def _is_replaced(certificate: Certificate) -> bool:
    successor = select(Certificate.id).where(
        Certificate.replaces_id == certificate.id,
        Certificate.archived_at.is_(None),
        Certificate.valid_until > certificate.valid_until,
    )
    return db.session.scalar(successor.limit(1)) is not None
