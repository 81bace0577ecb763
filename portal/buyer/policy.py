"""Who may call which route of the buyer's side."""

from portal.accounts.roles import BUYER_ROLES, Role
from portal.web.access import Rule, may

CERTIFICATES = (Role.QUALITY_ENGINEER, Role.PROCUREMENT, Role.AUDITOR)
QUALITY = {Role.QUALITY_ENGINEER}
MAKES_GOALS = (Role.PROCUREMENT, Role.QUALITY_ENGINEER)
GOALS = (*MAKES_GOALS, Role.AUDITOR)
# Documents say prices.
PAPERS = (Role.PROCUREMENT, Role.APPROVER, Role.FINANCE, Role.AUDITOR)
DELIVERIES = (*PAPERS, Role.GOODS_IN, Role.QUALITY_ENGINEER)
PROCUREMENT = {Role.PROCUREMENT}
APPROVER = {Role.APPROVER}
GOODS_IN = {Role.GOODS_IN}

POLICY: dict[str, Rule] = {
    "buyer.home": may(*BUYER_ROLES),
    "buyer.certificates": may(*CERTIFICATES),
    "buyer.certificate": may(*CERTIFICATES),
    "buyer.certificate_file": may(*CERTIFICATES),
    "buyer.review": may(*CERTIFICATES),
    "buyer.review_accept": may(*QUALITY),
    "buyer.review_return": may(*QUALITY),
    "buyer.requirements": may(*CERTIFICATES),
    "buyer.requirement": may(*CERTIFICATES, write=QUALITY),
    "buyer.requirement_new": may(*QUALITY),
    "buyer.requirement_archive": may(*QUALITY),
    "buyer.goals": may(*GOALS),
    "buyer.goal": may(*GOALS),
    "buyer.goal_new": may(*MAKES_GOALS),
    "buyer.goal_agree": may(*MAKES_GOALS),
    "buyer.goal_decline": may(*MAKES_GOALS),
    "buyer.goal_withdraw": may(*MAKES_GOALS),
    "buyer.goal_measure": may(*MAKES_GOALS),
    "buyer.goal_close": may(*MAKES_GOALS),
    "buyer.order_document": may(*PAPERS),
    "buyer.contract_document": may(*PAPERS),
    "buyer.to_order": may(*PROCUREMENT),
    "buyer.order_from_award": may(*PROCUREMENT),
    "buyer.contract_from_award": may(*PROCUREMENT),
    "buyer.orders": may(*DELIVERIES),
    "buyer.order": may(*DELIVERIES),
    "buyer.order_edit": may(*PROCUREMENT),
    "buyer.order_line_remove": may(*PROCUREMENT),
    "buyer.order_request_approval": may(*PROCUREMENT),
    "buyer.order_return": may(*APPROVER),
    "buyer.order_issue": may(*PROCUREMENT, *APPROVER),
    "buyer.order_discard": may(*PROCUREMENT),
    "buyer.order_close": may(*PROCUREMENT),
    "buyer.order_decide": may(*PROCUREMENT),
    "buyer.order_amend": may(*PROCUREMENT),
    "buyer.order_retract": may(*PROCUREMENT),
    "buyer.order_cancel": may(*PROCUREMENT),
    "buyer.contracts": may(*PAPERS),
    "buyer.contract": may(*PAPERS),
    "buyer.contract_edit": may(*PROCUREMENT),
    "buyer.contract_discard": may(*PROCUREMENT),
    "buyer.contract_approve": may(*APPROVER),
    "buyer.contract_reopen": may(*PROCUREMENT),
    "buyer.contract_issue": may(*PROCUREMENT),
    "buyer.contract_sign": may(*PROCUREMENT),
    "buyer.contract_terminate": may(*PROCUREMENT),
    "buyer.contract_call_off": may(*PROCUREMENT),
    "buyer.clauses": may(*PAPERS),
    "buyer.clause": may(*PROCUREMENT),
    "buyer.clause_new": may(*PROCUREMENT),
    "buyer.clause_archive": may(*PROCUREMENT),
    "buyer.goods_in": may(*DELIVERIES),
    "buyer.shipment": may(*DELIVERIES),
    "buyer.shipment_file": may(*DELIVERIES),
    "buyer.shipment_receive": may(*GOODS_IN),
    "buyer.order_receive": may(*GOODS_IN),
    "buyer.receipts": may(*DELIVERIES),
    "buyer.receipt": may(*DELIVERIES),
    "buyer.receipt_reverse": may(*GOODS_IN),
}
