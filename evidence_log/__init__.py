"""What can be proved: an append-only log of facts and codes, written with each decision."""

from evidence_log.errors import EvidenceError, UnknownEntry
from evidence_log.export import Export, export
from evidence_log.store import read_entries, record

__all__ = ["EvidenceError", "Export", "UnknownEntry", "export", "read_entries", "record"]
