"""The forms about people: inviting one, and the roles of one."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.accounts.models import Membership, Organisation
from portal.accounts.roles import ROLE_LABELS, Role, Side
from portal.web.forms import ChecksField, PortalForm

# What each role does, in the order in which it is offered.
DUTIES: dict[Side, dict[Role, Any]] = {
    Side.BUYER: {
        Role.PROCUREMENT: _("suppliers, items, RFQs, awards, orders"),
        Role.APPROVER: _("approves awards and orders"),
        Role.QUALITY_ENGINEER: _("reviews certificates and says which are needed; sees no prices"),
        Role.GOODS_IN: _("receives deliveries; sees no prices"),
        Role.REQUESTER: _("asks procurement to buy"),
        Role.EVALUATOR: _("helps to compare opened bids"),
        Role.FINANCE: _("reads orders and contracts"),
        Role.AUDITOR: _("reads everything, changes nothing"),
        Role.ADMIN: _("the company profile, people and settings"),
    },
    Side.SUPPLIER: {
        Role.SALES: _("bids, orders, contracts"),
        Role.SUPPLIER_QUALITY: _("certificates and complaints; sees no prices"),
        Role.LOGISTICS: _("shipments and deliveries; sees no prices"),
        Role.SUPPLIER_FINANCE: _("reads orders and contracts"),
        Role.SUPPLIER_ADMIN: _("the company profile, people, and everything sales does"),
    },
}


class RolesForm(PortalForm):
    """What a member may do."""

    roles = ChecksField(_("Roles"))


class InviteForm(RolesForm):
    """Somebody who is to join."""

    name = StringField(_("Name"), [InputRequired(_("Please give a name.")), Length(max=200)])
    email = StringField(_("Mail address"), [InputRequired(_("Please give an address.")), Length(max=254)])


def invite_form(organisation: Organisation) -> InviteForm:
    """The form for somebody new to an organisation."""
    form = InviteForm()
    form.roles.choices = _offered(organisation.side)
    return form


def roles_form(member: Membership) -> RolesForm:
    """The form of a member that stands."""
    form = RolesForm(obj=member)
    form.roles.choices = _offered(member.organisation.side)
    return form


def _offered(side: Side) -> list[SelectChoice]:
    return [SelectChoice(str(role), f"{ROLE_LABELS[role]}: {duty}") for role, duty in DUTIES[side].items()]
