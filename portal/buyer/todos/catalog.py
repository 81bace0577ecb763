"""Drafts of specs that wait to be released."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.catalog.queries import drafts
from portal.db import db
from portal.web.menu import Todo


def todos(organisation_id: int, roles: frozenset[str], _now: datetime) -> Iterator[Todo]:
    """One row for each draft, for procurement, the oldest first."""
    if Role.PROCUREMENT not in roles:
        return
    for revision in db.session.scalars(drafts(organisation_id).limit(20)):
        yield Todo(
            _("Release"),
            str(_("%(number)s revision %(label)s", number=revision.spec.number, label=revision.label)),
            url_for("buyer.spec_revision", revision=revision.public_id),
            revision.spec.title,
        )
