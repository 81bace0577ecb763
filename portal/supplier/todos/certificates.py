"""Certificates that a supplier should see to: returned ones, and those that expire."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _
from sqlalchemy import and_

from portal.accounts.roles import Role
from portal.certificates import queries
from portal.certificates.models import Certificate, Review
from portal.certificates.rules import EXPIRING_WITHIN
from portal.certificates.workflow import ReviewState
from portal.db import db
from portal.web.menu import Todo


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """One row for each certificate that came back or expires soon, for those who keep them.

    One that has a successor is seen to already.
    """
    if roles.isdisjoint({Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN}):
        return
    returned = queries.reviews_of(organisation_id).where(
        Review.state == ReviewState.RETURNED,
        Review.certificate.has(
            and_(Certificate.archived_at.is_(None), ~queries.has_successor(organisation_id))
        ),
    )
    for review in db.session.scalars(returned.limit(20)).unique():
        url = url_for("supplier.certificate", certificate=review.certificate.public_id)
        yield Todo(
            _("Correct"),
            review.certificate.standard,
            url,
            review.reason[:120],
            organisation=review.buyer.name,
        )
    today = now.date()
    expiring = queries.certificates(organisation_id).where(
        Certificate.valid_until >= today,
        Certificate.valid_until <= today + EXPIRING_WITHIN,
        ~queries.has_successor(organisation_id),
    )
    for held in db.session.scalars(expiring.limit(20)).unique():
        url = url_for("supplier.certificate", certificate=held.public_id)
        yield Todo(_("Renew"), held.standard, url, held.number, due_date=held.valid_until)
