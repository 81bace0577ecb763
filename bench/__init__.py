"""Benchmarks: always a ratio of two things measured in one run, since machines are noisy."""
