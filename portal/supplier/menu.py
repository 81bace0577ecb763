"""The supplier's menu."""

from flask_babel import lazy_gettext as _

from portal.web.menu import Entry

MENU = [
    Entry(_("Home"), "supplier.home", "house"),
    Entry(_("Certificates"), "supplier.certificates", "patch-check", _("Quality"), "supplier.certificate"),
]
