"""Who may call which route of the supplier's side."""

from portal.accounts.roles import SUPPLIER_ROLES, Role
from portal.web.access import Rule, may

QUALITY = (Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)
# Who writes bids, and who may read what they cost.
SELLERS = (Role.SALES, Role.SUPPLIER_ADMIN)
PRICES = (*SELLERS, Role.SUPPLIER_FINANCE)
GOALS = (Role.SALES, Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)

POLICY: dict[str, Rule] = {
    "supplier.home": may(*SUPPLIER_ROLES),
    "supplier.certificates": may(*QUALITY, Role.SALES),
    "supplier.certificate": may(*QUALITY, Role.SALES),
    "supplier.certificate_file": may(*QUALITY, Role.SALES),
    "supplier.certificate_new": may(*QUALITY),
    "supplier.certificate_submit": may(*QUALITY),
    "supplier.certificate_archive": may(*QUALITY),
    "supplier.review_withdraw": may(*QUALITY),
    "supplier.rfqs": may(*SUPPLIER_ROLES),
    "supplier.rfq": may(*SUPPLIER_ROLES),
    "supplier.rfq_file": may(*SUPPLIER_ROLES),
    "supplier.rfq_intend": may(*SELLERS),
    "supplier.rfq_decline": may(*SELLERS),
    "supplier.rfq_ask": may(*SELLERS),
    "supplier.bids": may(*PRICES),
    "supplier.bid": may(*PRICES),
    "supplier.bid_version": may(*PRICES),
    "supplier.bid_document": may(*PRICES),
    "supplier.bid_receipt": may(*PRICES),
    "supplier.bid_receipt_text": may(*PRICES),
    "supplier.bid_file": may(*PRICES),
    "supplier.bid_start": may(*SELLERS),
    "supplier.bid_edit": may(*SELLERS),
    "supplier.bid_submit": may(*SELLERS),
    "supplier.bid_confirm": may(*SELLERS),
    "supplier.bid_withdraw": may(*SELLERS),
    "supplier.goals": may(*GOALS),
    "supplier.goal": may(*GOALS),
    "supplier.goal_new": may(*GOALS),
    "supplier.goal_agree": may(*GOALS),
    "supplier.goal_decline": may(*GOALS),
    "supplier.goal_withdraw": may(*GOALS),
    "supplier.goal_measure": may(*GOALS),
    "supplier.goal_close": may(*GOALS),
    "supplier.order_document": may(*PRICES),
    "supplier.contract_document": may(*PRICES),
}
