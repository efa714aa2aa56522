"""Assisted mode: where colleagues see what waits for a person, talk, and decide."""
