"""Reads of scorecards and their schemes, by topic. The first argument is the organisation that reads."""
