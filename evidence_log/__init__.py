"""What can be proved: an append-only log of facts and codes, written with each decision."""

from evidence_log.checkpoints.sign import rotate, sign_checkpoint, start_signing
from evidence_log.checkpoints.signer import Signer, open_signer, write_once
from evidence_log.errors import (
    EvidenceError,
    InconsistentLog,
    KeyWrong,
    NotCopied,
    NotExported,
    UnknownEntry,
    VerificationError,
)
from evidence_log.export import Export, export
from evidence_log.log import (
    LogEntry,
    check_wrapping_key,
    erase_before,
    erase_person,
    read_entries,
    record,
)
from evidence_log.store import (
    ERASURE,
    entries_between,
    erased_entries,
    leaf_hash_of,
    persons_between,
)
from evidence_log.verification import Verified, verify_database, verify_export

__all__ = [
    "ERASURE",
    "EvidenceError",
    "Export",
    "InconsistentLog",
    "KeyWrong",
    "LogEntry",
    "NotCopied",
    "NotExported",
    "Signer",
    "UnknownEntry",
    "VerificationError",
    "Verified",
    "check_wrapping_key",
    "entries_between",
    "erase_before",
    "erase_person",
    "erased_entries",
    "export",
    "leaf_hash_of",
    "open_signer",
    "persons_between",
    "read_entries",
    "record",
    "rotate",
    "sign_checkpoint",
    "start_signing",
    "verify_database",
    "verify_export",
    "write_once",
]
