"""What can go wrong with the evidence log."""

from __future__ import annotations


class EvidenceError(Exception):
    """Base of every error this package raises."""

    text_key = "evidence_unavailable"


class UnknownEntry(EvidenceError):
    """An entry type or code that the closed set in ``entry_types.yml`` does not hold."""


class KeyWrong(EvidenceError):
    """A key is missing, malformed or another one than the log was made with."""


class InconsistentLog(EvidenceError):
    """The log is not the one that was signed before, so nothing more is signed."""


class NotCopied(EvidenceError):
    """A checkpoint could not be brought outside the database; it is tried again."""


class NotExported(EvidenceError):
    """The files could not be written, so no export was left behind."""


class VerificationError(EvidenceError):
    """What was shown does not prove what it says. ``code`` names the attack, ``place`` the damage.

    >>> str(VerificationError("entry_changed", "entries.jsonl line 3", "its commitment differs"))
    'entry_changed: entries.jsonl line 3: its commitment differs'
    """

    def __init__(self, code: str, place: str, why: str) -> None:
        super().__init__(f"{code}: {place}: {why}")
        self.code = code
        self.place = place
