"""The buyer's menu."""

from flask_babel import lazy_gettext as _

from portal.web.menu import Entry

MENU = [
    Entry(_("Home"), "buyer.home", "house"),
    Entry(_("RFQs"), "buyer.rfqs", "file-earmark-text", _("Buying"), "buyer.rfq"),
    Entry(_("Suppliers"), "buyer.suppliers", "buildings", _("Buying"), "buyer.supplier"),
    Entry(_("To order"), "buyer.to_order", "cart-plus", _("Ordering")),
    Entry(_("Orders"), "buyer.orders", "receipt", _("Ordering"), "buyer.order"),
    Entry(_("Contracts"), "buyer.contracts", "file-earmark-text", _("Ordering"), "buyer.contract"),
    Entry(_("Clauses"), "buyer.clauses", "paragraph", _("Ordering"), "buyer.clause"),
    Entry(_("Goods-in"), "buyer.goods_in", "box-arrow-in-down", _("Deliveries"), "buyer.shipment"),
    Entry(_("Receipts"), "buyer.receipts", "clipboard-check", _("Deliveries"), "buyer.receipt"),
    Entry(_("Lots to inspect"), "buyer.lots", "search", _("Quality"), "buyer.lot"),
    Entry(_("Certificates"), "buyer.certificates", "patch-check", _("Quality"), "buyer.certificate"),
    Entry(_("Required certificates"), "buyer.requirements", "list-check", _("Quality"), "buyer.requirement"),
    Entry(_("Goals"), "buyer.goals", "bullseye", _("Performance"), "buyer.goal"),
    Entry(_("Scorecards"), "buyer.scorecards", "bar-chart-line", _("Performance"), "buyer.scorecard"),
    Entry(_("Items"), "buyer.items", "box", _("Catalogue"), "buyer.item"),
    Entry(_("Specs"), "buyer.specs", "rulers", _("Catalogue"), "buyer.spec"),
    Entry(_("Categories"), "buyer.categories", "tags", _("Catalogue"), "buyer.categor"),
    Entry(_("Profile and sites"), "buyer.company", "building", _("Company"), "buyer.company"),
    Entry(_("People"), "buyer.people", "people", _("Company"), "buyer.person"),
    Entry(_("Webhooks"), "buyer.webhooks", "broadcast", _("Company"), "buyer.webhook"),
    Entry(_("Settings"), "buyer.settings", "sliders", _("Company"), "buyer.settings"),
]
