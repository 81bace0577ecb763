"""Buyers that want to work with the supplier."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts.roles import Role
from portal.db import db
from portal.partnerships.queries import offers
from portal.web.menu import Todo


def todos(organisation_id: int, roles: frozenset[str], _now: datetime) -> Iterator[Todo]:
    """One row for each offer, for those who sell."""
    if not roles.isdisjoint({Role.SALES, Role.SUPPLIER_ADMIN}):
        for offer in db.session.scalars(offers(organisation_id).limit(20)).unique():
            yield Todo(
                _("Answer"),
                str(_("%(name)s wants to work with you", name=offer.partnership.buyer.name)),
                url_for("supplier.offer", offer=offer.public_id),
                str(_("Accept it with your account, or leave it alone.")),
            )
