"""Checks and arithmetic of goals on plain values, by topic."""
