"""Every module with routes of the buyer's side, imported once."""

from portal.buyer import (
    awarded,
    categories,
    certificates,
    clauses,
    contracts,
    documents,
    goals,
    home,
    items,
    order_changes,
    orders,
    receipts,
    requirements,
    scorecards,
    spec_revisions,
    specs,
)
