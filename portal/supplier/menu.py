"""The supplier's menu."""

from flask_babel import lazy_gettext as _

from portal.web.menu import Entry

MENU = [
    Entry(_("Home"), "supplier.home", "house"),
    Entry(_("RFQs"), "supplier.rfqs", "file-earmark-text", _("Selling"), "supplier.rfq"),
    Entry(_("Bids"), "supplier.bids", "envelope-check", _("Selling"), "supplier.bid"),
    Entry(_("Buyers"), "supplier.buyers", "buildings", _("Selling"), "supplier.buyer"),
    Entry(_("Orders"), "supplier.orders", "receipt", _("Orders"), "supplier.order"),
    Entry(_("Shipments"), "supplier.shipments", "truck", _("Orders"), "supplier.shipment"),
    Entry(_("Contracts"), "supplier.contracts", "file-earmark-text", _("Orders"), "supplier.contract"),
    Entry(_("Certificates"), "supplier.certificates", "patch-check", _("Quality"), "supplier.certificate"),
    Entry(_("Goals"), "supplier.goals", "bullseye", _("Performance"), "supplier.goal"),
    Entry(_("Scorecards"), "supplier.scorecards", "bar-chart-line", _("Performance"), "supplier.scorecard"),
    Entry(_("Profile and sites"), "supplier.company", "building", _("Company"), "supplier.company"),
    Entry(_("People"), "supplier.people", "people", _("Company"), "supplier.person"),
    Entry(_("Webhooks"), "supplier.webhooks", "broadcast", _("Company"), "supplier.webhook"),
]
