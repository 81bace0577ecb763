"""The verbs of contracts, orders and deliveries, by topic."""
