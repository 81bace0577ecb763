"""Scorecards on pages: the same for both sides, but for what a supplier may not know of others."""
