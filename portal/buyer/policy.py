"""Who may call which route of the buyer's side."""

from portal.accounts.roles import BUYER_ROLES, Role
from portal.web.access import Rule, may

CERTIFICATES = (Role.QUALITY_ENGINEER, Role.PROCUREMENT, Role.AUDITOR)
QUALITY = {Role.QUALITY_ENGINEER}
MAKES_GOALS = (Role.PROCUREMENT, Role.QUALITY_ENGINEER)
GOALS = (*MAKES_GOALS, Role.AUDITOR)
# Documents say prices.
PAPERS = (Role.PROCUREMENT, Role.APPROVER, Role.FINANCE, Role.AUDITOR)

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
}
