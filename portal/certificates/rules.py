"""Checks of certificates on plain values: validity, what a gate says, and when to warn."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _

from portal.errors import RuleBroken

EXPIRING_WITHIN = timedelta(days=60)
WARN_DAYS_AHEAD = (60, 30, 7)


class Validity(StrEnum):
    """How a certificate stands on a day; the clock decides, nothing is stored."""

    NOT_YET = "not_yet"
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


VALIDITY_LABELS: dict[Validity, Any] = {
    Validity.NOT_YET: _("Not yet valid"),
    Validity.VALID: _("Valid"),
    Validity.EXPIRING: _("Expires soon"),
    Validity.EXPIRED: _("Expired"),
}


def validity(valid_from: date, valid_until: date, on: date) -> Validity:
    """How a certificate stands on a day. Its first and its last day both count as valid."""
    if on < valid_from:
        return Validity.NOT_YET
    if on > valid_until:
        return Validity.EXPIRED
    return Validity.EXPIRING if valid_until - on <= EXPIRING_WITHIN else Validity.VALID


def check_validity(valid_from: date, valid_until: date) -> None:
    """``RuleBroken`` at ``valid_until`` for a certificate that ends before it begins."""
    if valid_until < valid_from:
        raise RuleBroken(_("A certificate cannot end before it begins."), "valid_until")


def why_not_offered(certificate: Any, on: date) -> Any:
    """Why nobody can be asked for a verdict on a certificate, as a sentence; nothing while one can."""
    if certificate.archived_at is not None:
        return _("This certificate is shown no more.")
    if validity(certificate.valid_from, certificate.valid_until, on) is Validity.EXPIRED:
        return _("This certificate has expired.")
    return None


def still_offered(certificate: Any, now: datetime) -> None:
    """``RuleBroken`` at ``requirement`` where ``why_not_offered`` has an answer."""
    if why := why_not_offered(certificate, now.date()):
        raise RuleBroken(why, "requirement")


def still_acceptable(review: Any, now: datetime) -> None:
    """A guard: ``RuleBroken`` as ``still_offered`` says of the certificate under review."""
    still_offered(review.certificate, now)


def warning_due(valid_until: date, on: date) -> int | None:
    """The lead time in days of the warning that is due on a day, or None while there is no need to warn."""
    left = (valid_until - on).days
    due = [days for days in WARN_DAYS_AHEAD if 0 <= left <= days]
    return min(due) if due else None


class Step(StrEnum):
    """Where a missing certificate may stop things."""

    INVITATION = "invitation"
    AWARD = "award"
    ORDER = "order"


@dataclass(frozen=True)
class Offer:
    """A certificate under review, as far as a gate looks at it: ``sites`` empty covers the whole entity."""

    awaiting: bool
    accepted: bool
    valid_from: date
    valid_until: date
    sites: frozenset[int]


@dataclass(frozen=True)
class Standing:
    """What a requirement says of a supplier at a step: in order, or why not; ``blocks`` or merely warns."""

    requirement_id: int
    standard: str
    in_order: bool
    why: Any
    blocks: bool


def stands(offers: Iterable[Offer], on: date, site_id: int | None) -> tuple[bool, Any]:
    """Whether one of the certificates offered meets the requirement on a day, and the reason in words.

    What was submitted in time and awaits its review counts as in order. With a site given, the certificate
    must cover it.
    """
    reasons: list[Any] = []
    for offer in offers:
        state = validity(offer.valid_from, offer.valid_until, on)
        if state in (Validity.EXPIRED, Validity.NOT_YET):
            reasons.append(VALIDITY_LABELS[state])
        elif site_id is not None and offer.sites and site_id not in offer.sites:
            reasons.append(_("Does not cover the site"))
        elif offer.accepted:
            return True, _("Accepted")
        elif offer.awaiting:
            return True, _("Awaiting review")
        else:
            reasons.append(_("Returned"))
    return False, reasons[0] if reasons else _("Missing")


def check_gate(standings: Iterable[Standing], override_reason: str) -> None:
    """``RuleBroken`` at ``override_reason`` where a missing certificate blocks and no reason overrides it."""
    missing = [standing for standing in standings if standing.blocks and not standing.in_order]
    if missing and not override_reason.strip():
        names = ", ".join(f"{standing.standard} ({standing.why})" for standing in missing)
        raise RuleBroken(
            _("This needs: %(names)s. Give a reason to go on without.", names=names), "override_reason"
        )
