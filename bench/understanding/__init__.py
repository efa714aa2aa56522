"""Measures how well messages are understood: ``make evaluate`` writes docs/understanding.md."""
