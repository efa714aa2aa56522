"""Wiring: settings, processes and the command line. Nothing imports this package."""
