"""Who may call which route of the supplier's side."""

from portal.accounts.roles import SUPPLIER_ROLES
from portal.web.access import Rule, may

POLICY: dict[str, Rule] = {
    "supplier.home": may(*SUPPLIER_ROLES),
}
