"""The buyer's menu."""

from flask_babel import lazy_gettext as _

from portal.web.menu import Entry

MENU = [
    Entry(_("Home"), "buyer.home", "house"),
    Entry(_("Certificates"), "buyer.certificates", "patch-check", _("Quality"), "buyer.certificate"),
    Entry(_("Required certificates"), "buyer.requirements", "list-check", _("Quality"), "buyer.requirement"),
    Entry(_("Goals"), "buyer.goals", "bullseye", _("Performance"), "buyer.goal"),
]
