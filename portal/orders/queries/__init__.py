"""Reads of contracts, orders and deliveries, by topic. The first argument is the organisation that reads."""
