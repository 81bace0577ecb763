"""Every module with routes of the buyer's side, imported once."""

from portal.buyer import certificates, documents, goals, home, requirements
