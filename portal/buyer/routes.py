"""Every module with routes of the buyer's side, imported once."""

from portal.buyer import certificates, home, requirements
