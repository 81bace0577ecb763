"""Checks of the catalogue on plain values, by topic."""
