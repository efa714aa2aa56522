"""The audit desk of the running product: its log, its keys, and the packs made for auditors."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from evidence_log import verify_database
from evidence_log.checkpoints.status import Status, log_status
from staff_console.audit_desk import DrawOrder
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from warmwijzer.evidence_keys import destinations, evidence_folder
from warmwijzer.packs import PackOrder, make_pack
from warmwijzer.settings import Settings

KEPT_SECONDS = 7 * 24 * 60 * 60


@dataclass(frozen=True)
class ProductAuditDesk:
    """What :class:`staff_console.audit_desk.AuditDesk` asks, from the settings."""

    settings: Settings
    database: Database

    def status(self, unit: UnitOfWork) -> Status:
        """Return how far the log is signed, and where its checkpoints are."""
        return log_status(unit, destinations(self.settings))

    def verify(self, on_entry: Callable[[], object]) -> int:
        """Compute the stored log again up to its newest checkpoint; return that size."""
        with self.database.unit() as unit:
            return verify_database(unit, on_line=on_entry).size

    def make_pack(
        self,
        pack_id: str,
        order: DrawOrder,
        on_entry: Callable[[], object],
        on_file: Callable[[], object],
    ) -> None:
        """Make a pack as one file, which is there whole or not at all."""
        folder = self._folder()
        wanted = PackOrder(order.period, order.seed, order.size)
        with TemporaryDirectory(dir=folder) as temporary:
            work = Path(temporary)
            made = work / "pack"
            make_pack(self.settings, self.database, made, wanted, on_entry, on_file)
            packed = work / "pack.zip"
            with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
                for path in sorted(made.iterdir()):
                    archive.write(path, path.name)
            packed.rename(folder / f"{pack_id}.zip")
        on_file()

    def packs(self) -> Mapping[str, Path]:
        """Return the packs that are there, by id. A pack is kept for seven days."""
        self.drop_old()
        return {path.stem: path for path in self._folder().glob("*.zip")}

    def drop_old(self) -> None:
        """Remove packs past their term, and what a killed process left half done."""
        for path in self._folder().iterdir():
            if path.stat().st_mtime >= time.time() - KEPT_SECONDS:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _folder(self) -> Path:
        keys = evidence_folder(self.settings)
        folder = keys.with_name(f"{keys.name}-packs")
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return folder
