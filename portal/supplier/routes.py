"""Every module with routes of the supplier's side, imported once."""

from portal.supplier import (
    bidding,
    bids,
    buyers,
    certificates,
    company,
    contracts,
    documents,
    goals,
    home,
    orders,
    rfqs,
    scorecards,
    shipments,
)
