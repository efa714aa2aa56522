"""Keeps: engine, unit of work, column types and migrations. Nothing else makes an engine."""
