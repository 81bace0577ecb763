"""The roles people hold in an organisation. A membership carries any number of them, of its own side only."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _


class Side(StrEnum):
    """Which side of the portal an organisation stands on."""

    BUYER = "buyer"
    SUPPLIER = "supplier"


class Role(StrEnum):
    """A role of either side; a supplier's begin with ``supplier_`` so that no table can mix the two up."""

    PROCUREMENT = "procurement"
    APPROVER = "approver"
    QUALITY_ENGINEER = "quality_engineer"
    GOODS_IN = "goods_in"
    REQUESTER = "requester"
    EVALUATOR = "evaluator"
    FINANCE = "finance"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SUPPLIER_ADMIN = "supplier_admin"
    SALES = "supplier_sales"
    SUPPLIER_QUALITY = "supplier_quality"
    LOGISTICS = "supplier_logistics"
    SUPPLIER_FINANCE = "supplier_finance"


SUPPLIER_ROLES = frozenset(
    {Role.SUPPLIER_ADMIN, Role.SALES, Role.SUPPLIER_QUALITY, Role.LOGISTICS, Role.SUPPLIER_FINANCE}
)
BUYER_ROLES = frozenset(Role) - SUPPLIER_ROLES
ROLES_OF = {Side.BUYER: BUYER_ROLES, Side.SUPPLIER: SUPPLIER_ROLES}

# Goods-in and logistics handle boxes, not money: no page of theirs shows a price.
SEES_NO_PRICES = frozenset({Role.GOODS_IN, Role.LOGISTICS, Role.QUALITY_ENGINEER, Role.SUPPLIER_QUALITY})

ROLE_LABELS: dict[Role, Any] = {
    Role.PROCUREMENT: _("Procurement"),
    Role.APPROVER: _("Approver"),
    Role.QUALITY_ENGINEER: _("Quality engineer"),
    Role.GOODS_IN: _("Goods-in"),
    Role.REQUESTER: _("Requester"),
    Role.EVALUATOR: _("Evaluator"),
    Role.FINANCE: _("Finance"),
    Role.AUDITOR: _("Auditor"),
    Role.ADMIN: _("Administrator"),
    Role.SUPPLIER_ADMIN: _("Administrator"),
    Role.SALES: _("Sales"),
    Role.SUPPLIER_QUALITY: _("Quality"),
    Role.LOGISTICS: _("Logistics"),
    Role.SUPPLIER_FINANCE: _("Finance"),
}


def sees_prices(roles: frozenset[str]) -> bool:
    """Whether any of the roles carries prices."""
    return bool(roles - SEES_NO_PRICES)
