"""Webhooks: what happened to an organisation's records, posted to an address of its own, signed."""
