"""What can go wrong with the audit pack."""

from __future__ import annotations

from collections.abc import Sequence


class AuditPackError(Exception):
    """Base of every error this package raises."""

    text_key = "audit_pack_unavailable"


class FormRefused(AuditPackError):
    """A file that somebody filled in is wrong; every problem is named at once."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        listed = "\n".join(f"- {problem}" for problem in problems)
        super().__init__(
            f"{name} has {len(problems)} problem(s), so nothing was made with it:\n{listed}"
        )


class FolderTaken(AuditPackError):
    """There is something at the place where the files should come."""


class WritingFailed(AuditPackError):
    """The files could not be written, for example because the disk is full; none were kept."""


class EarlierPackRefused(AuditPackError):
    """The folder that should hold an earlier pack does not hold one."""


class PeriodRefused(AuditPackError):
    """The period has no day in it, or its end is before its start."""


class TextNotSet(AuditPackError):
    """A page holds a character that cannot be typeset in an archive."""
