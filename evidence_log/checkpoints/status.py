"""How the log stands: what is signed, what is outside, and what is late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from evidence_log.checkpoints.copies import Destination
from evidence_log.checkpoints.sign import LONGEST, MOST_ENTRIES
from evidence_log.checkpoints.store import first_checkpoint_after, newest_checkpoint, newest_copy
from evidence_log.store import log_size, moment_of
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class CopyState:
    """The last copy at a destination (None when there is none yet)."""

    destination: str
    size: int | None
    copied_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Status:
    """The log's size, how far it is signed, and its copies. Late is twice the promised term."""

    entries: int
    signed: int
    signed_at: datetime | None
    is_signature_late: bool
    copies: tuple[CopyState, ...]

    @property
    def late(self) -> tuple[str, ...]:
        """What is late: ``signature`` and the names of destinations."""
        copies = tuple(copy.destination for copy in self.copies if copy.is_late)
        return (("signature",) if self.is_signature_late else ()) + copies


def log_status(unit: UnitOfWork, destinations: list[Destination]) -> Status:
    """Return how the log stands at the unit's moment."""
    newest = newest_checkpoint(unit)
    entries, signed = log_size(unit), newest.size if newest else 0
    oldest = moment_of(unit, signed)
    waits = oldest is not None and unit.now - oldest >= 2 * LONGEST
    return Status(
        entries,
        signed,
        newest.signed_at if newest else None,
        entries - signed >= 2 * MOST_ENTRIES or waits,
        tuple(_copy_state(unit, destination) for destination in destinations),
    )


def _copy_state(unit: UnitOfWork, destination: Destination) -> CopyState:
    last = newest_copy(unit, destination.name)
    waiting = first_checkpoint_after(unit, last.size if last else 0)
    is_late = waiting is not None and unit.now - waiting.signed_at >= 2 * destination.every
    if last is None:
        return CopyState(destination.name, None, None, is_late)
    return CopyState(destination.name, last.size, last.copied_at, is_late)
