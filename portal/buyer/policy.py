"""Who may call which route of the buyer's side."""

from portal.accounts.roles import BUYER_ROLES
from portal.web.access import Rule, may

POLICY: dict[str, Rule] = {
    "buyer.home": may(*BUYER_ROLES),
}
