"""Who may call which route of the supplier's side."""

from portal.accounts.roles import SUPPLIER_ROLES, Role
from portal.web.access import Rule, may

QUALITY = (Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)

POLICY: dict[str, Rule] = {
    "supplier.home": may(*SUPPLIER_ROLES),
    "supplier.certificates": may(*QUALITY, Role.SALES),
    "supplier.certificate": may(*QUALITY, Role.SALES),
    "supplier.certificate_file": may(*QUALITY, Role.SALES),
    "supplier.certificate_new": may(*QUALITY),
    "supplier.certificate_submit": may(*QUALITY),
    "supplier.certificate_archive": may(*QUALITY),
    "supplier.review_withdraw": may(*QUALITY),
}
