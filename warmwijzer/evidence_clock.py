"""The clock of the evidence log: sign, copy outside, and sound the alarm when that is late."""

from __future__ import annotations

import asyncio
import logging

from evidence_log import EvidenceError, Signer, sign_checkpoint
from evidence_log.checkpoints.copies import Destination, copy_checkpoints
from evidence_log.checkpoints.sign import is_due
from evidence_log.checkpoints.status import log_status
from storage.database import Database

log = logging.getLogger(__name__)
SIGN_SECONDS = 1
COPY_SECONDS = 60


def sign_when_due(database: Database, signer: Signer) -> None:
    """Sign when there are a hundred entries, or one that is an hour old."""
    with database.unit() as unit:
        due = is_due(unit)
    if due:
        sign_checkpoint(database, signer)


def copy_when_due(database: Database, destinations: list[Destination]) -> None:
    """Copy the newest checkpoint wherever it is due, and say what failed or is late."""
    for error in copy_checkpoints(database, destinations):
        log.warning("evidence: %s", error)
    with database.unit() as unit:
        late = log_status(unit, destinations).late
    if late:
        log.error("evidence: late: %s. Look with: warmwijzer evidence status", ", ".join(late))


async def keep_signed(database: Database, signer: Signer, destinations: list[Destination]) -> None:
    """Look each second whether to sign, and each minute whether to copy, until cancelled."""
    if not destinations:
        log.warning("evidence: no copy outside the database is set (WARMWIJZER_EVIDENCE_COPIES)")
    seconds = 0
    while True:
        try:
            await asyncio.to_thread(sign_when_due, database, signer)
            if seconds % COPY_SECONDS == 0:
                await asyncio.to_thread(copy_when_due, database, destinations)
        except EvidenceError as error:
            log.error("evidence: %s", error)
            await asyncio.sleep(COPY_SECONDS)
        except Exception as error:
            log.error("evidence: signing waits for the next time: %s", type(error).__name__)
        await asyncio.sleep(SIGN_SECONDS)
        seconds += SIGN_SECONDS
