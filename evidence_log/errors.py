"""What can go wrong with the evidence log."""

from __future__ import annotations


class EvidenceError(Exception):
    """Base of every error this package raises."""

    text_key = "evidence_unavailable"


class UnknownEntry(EvidenceError):
    """An entry type or code that the closed set in ``entry_types.yml`` does not hold."""
