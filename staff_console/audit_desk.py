"""What the console asks of the product for auditors: keys, files and settings are not its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audit_pack import Period
from evidence_log.checkpoints.status import Status
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DrawOrder:
    """What is drawn: ``size`` files of ``period`` with ``seed``."""

    period: Period
    seed: str
    size: int


class AuditDesk(Protocol):
    """The log's keys and copies, and the packs that were made."""

    def status(self, unit: UnitOfWork) -> Status:
        """Return how far the log is signed, and where its checkpoints are."""
        ...

    def verify(self, on_entry: Callable[[], object]) -> int:
        """Return how many signed entries were found right; raise ``VerificationError``."""
        ...

    def make_pack(
        self,
        pack_id: str,
        order: DrawOrder,
        on_entry: Callable[[], object],
        on_file: Callable[[], object],
    ) -> None:
        """Make a pack that :meth:`packs` then knows; ``on_file`` is called for each of 5 files."""
        ...

    def packs(self) -> Mapping[str, Path]:
        """Return the packs that can be fetched, by id."""
        ...
