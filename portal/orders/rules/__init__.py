"""Checks of contracts, orders and deliveries on plain values, by topic."""
