"""What a new company has to say of itself before others can work with it, on either side."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for
from flask_babel import lazy_gettext as _

from portal.accounts import queries
from portal.accounts.roles import Role, Side
from portal.accounts.rules import is_complete
from portal.db import db
from portal.web.menu import Todo
from portal.web.sides import endpoint


def todos(organisation_id: int, roles: frozenset[str], _now: datetime) -> Iterator[Todo]:
    """For administrators: a profile with gaps, no site, and on the buyer's side nobody else to approve."""
    if roles.isdisjoint({Role.ADMIN, Role.SUPPLIER_ADMIN}):
        return
    company = queries.organisation(organisation_id)
    buys = company.side == Side.BUYER
    if not is_complete(company):
        yield Todo(
            _("Complete"),
            str(_("Your company profile")),
            url_for(endpoint("company_edit")),
            str(_("Orders and contracts print your address, registration and VAT number.")),
        )
    if db.session.scalar(queries.sites(organisation_id).limit(1)) is None:
        yield Todo(
            _("Add a site"),
            str(_("Your sites")),
            url_for(endpoint("site_new")),
            str(
                _("RFQs and orders say at which site goods are wanted.")
                if buys
                else _("Certificates say for which site they hold.")
            ),
        )
    if buys and _is_alone(organisation_id):
        yield Todo(
            _("Invite"),
            str(_("Your colleagues")),
            url_for(endpoint("person_invite")),
            str(_("Awards are approved by somebody else than the one who proposes them.")),
        )


def _is_alone(organisation_id: int) -> bool:
    asked = db.session.scalar(queries.invitations(organisation_id).limit(1))
    people = db.session.scalars(queries.members(organisation_id).limit(2)).all()
    return asked is None and len(people) == 1
