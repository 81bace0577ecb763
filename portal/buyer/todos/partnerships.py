"""Suppliers that nobody has joined for, once their link no longer works."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.db import db
from portal.partnerships.queries import lapsed
from portal.web.menu import Todo


def todos(organisation_id: int, roles: frozenset[str], now: datetime) -> Iterator[Todo]:
    """One row for each invitation that has lapsed, for procurement."""
    if Role.PROCUREMENT not in roles:
        return
    for partnership in db.session.scalars(lapsed(organisation_id, now).limit(20)):
        yield Todo(
            _("Invite again"),
            partnership.supplier.name,
            url_for("buyer.supplier", partnership=partnership.public_id),
            str(_("Nobody has joined, and the link no longer works.")),
        )
