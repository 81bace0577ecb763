"""Every module with routes of the buyer's side, imported once."""

from portal.buyer import (
    awarded,
    certificates,
    clauses,
    contracts,
    documents,
    goals,
    home,
    order_changes,
    orders,
    receipts,
    requirements,
)
