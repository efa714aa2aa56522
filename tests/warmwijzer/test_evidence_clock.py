"""The clock signs and copies by itself, and says aloud when it cannot."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import warmwijzer.tables
from evidence_log import open_signer, record
from evidence_log.checkpoints.copies import Folder
from storage.database import Database, open_database
from warmwijzer.evidence_clock import keep_signed


def _filled(tmp_path: Path) -> Database:
    database = open_database(f"sqlite:///{tmp_path}/log.db")
    warmwijzer.tables.ALL.create_all(database.engine)
    with database.unit() as unit:
        for number in range(100):
            record(unit, "pii_masked", None, {"kind": "bsn", "count": number})
        unit.commit()
    return database


async def _run_until(clock: asyncio.Task, has_happened) -> None:
    async with asyncio.timeout(30):
        while not has_happened():
            await asyncio.sleep(0.05)
    clock.cancel()
    await asyncio.gather(clock, return_exceptions=True)


async def test_a_hundred_entries_are_signed_and_outside_without_anybody_asking(tmp_path):
    outside = tmp_path / "outside"
    signer = open_signer(tmp_path / "keys", "hulp.example.org")
    clock = asyncio.create_task(keep_signed(_filled(tmp_path), signer, [Folder(outside)]))
    await _run_until(clock, lambda: outside.is_dir() and any(outside.glob("*.note")))
    (note,) = outside.glob("*.note")
    assert "\n100\n" in note.read_text("utf-8")


async def test_a_clock_that_cannot_sign_says_so_and_goes_on(tmp_path, caplog):
    signer = open_signer(tmp_path / "keys", "hulp.example.org")
    (signer.folder / "signing-key").unlink()
    clock = asyncio.create_task(keep_signed(_filled(tmp_path), signer, []))
    await _run_until(clock, lambda: "no signing key" in caplog.text)
    assert any(line.levelno == logging.ERROR for line in caplog.records)
    assert "WARMWIJZER_EVIDENCE_COPIES" in caplog.text
