"""Certificates that wait for a verdict."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.certificates.queries import awaiting
from portal.db import db
from portal.web.menu import Todo

# A supplier should not wait longer than this for a verdict.
REVIEW_WITHIN = timedelta(days=5)


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """One row for each certificate awaiting review, for quality engineers."""
    if Role.QUALITY_ENGINEER not in roles:
        return
    for review in db.session.scalars(awaiting(organisation_id).limit(20)).unique():
        due = review.submitted_at + REVIEW_WITHIN
        yield Todo(
            _("Review"),
            review.certificate.standard,
            url_for("buyer.review", review=review.public_id),
            review.supplier.name,
            due=due,
            late=now > due,
        )
