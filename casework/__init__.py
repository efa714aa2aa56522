"""Decides what happens next: one module per use case, on the turn's own unit of work.

A use case never commits and never calls another one; the entry point commits everything at once.
"""
