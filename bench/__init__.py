"""Measures the product next to stock Rasa: ``make bench`` writes docs/benchmarks/."""
