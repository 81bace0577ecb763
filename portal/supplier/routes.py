"""Every module with routes of the supplier's side, imported once."""

from portal.supplier import bidding, bids, certificates, documents, goals, home, rfqs
