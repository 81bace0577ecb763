"""Who may call which route of the supplier's side."""

from portal.accounts.roles import SUPPLIER_ROLES, Role
from portal.web.access import Rule, may

QUALITY = (Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)
# Who writes bids, and who may read what they cost.
SELLERS = (Role.SALES, Role.SUPPLIER_ADMIN)
PRICES = (*SELLERS, Role.SUPPLIER_FINANCE)
GOALS = (Role.SALES, Role.SUPPLIER_QUALITY, Role.SUPPLIER_ADMIN)
LOGISTICS = (*SELLERS, Role.LOGISTICS)
ORDERS = (*PRICES, Role.LOGISTICS, Role.SUPPLIER_QUALITY)

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
    "supplier.orders": may(*ORDERS),
    "supplier.order": may(*ORDERS),
    "supplier.order_answer": may(*SELLERS),
    "supplier.order_accept": may(*SELLERS),
    "supplier.order_withdraw": may(*SELLERS),
    "supplier.order_ship": may(*LOGISTICS),
    "supplier.shipments": may(*ORDERS),
    "supplier.shipment": may(*ORDERS),
    "supplier.shipment_cancel": may(*LOGISTICS),
    "supplier.shipment_confirm": may(*LOGISTICS),
    "supplier.shipment_file": may(*ORDERS),
    "supplier.contracts": may(*PRICES),
    "supplier.contract": may(*PRICES),
    "supplier.contract_sign": may(*SELLERS),
    "supplier.scorecards": may(*SUPPLIER_ROLES),
    "supplier.scorecard": may(*SUPPLIER_ROLES),
    "supplier.scorecard_rows": may(*SUPPLIER_ROLES),
}
