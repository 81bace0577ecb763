"""The record of an RFQ, to take away: what its reader may know, signed, and checked without the portal."""
