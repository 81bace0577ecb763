"""The verbs of sourcing, by topic."""
