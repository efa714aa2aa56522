"""The clock on what is kept: words, sessions and cases go after their term, by themselves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

from bot.retention import remove_old_words
from bot.web_sessions import delete_unused_sessions
from casework.forget import forget
from casework.organisation import Organisation
from casework.retain import cases_past_term
from storage.database import Database

log = logging.getLogger(__name__)
EVERY_SECONDS = 6 * 60 * 60


@dataclass(frozen=True)
class Tidied:
    """How many messages were removed, and how many cases were forgotten."""

    words: int
    cases: int


def tidy(database: Database, organisation: Organisation) -> Tidied:
    """Remove what is past the terms of ``organisation``; a second run removes nothing."""
    retention = organisation.retention
    with database.unit() as unit:
        removed = remove_old_words(unit, retention.conversation_days)
        delete_unused_sessions(unit, retention.conversation_days)
        past_term = cases_past_term(unit, retention.case_days)
        for case_id in past_term:
            forget(unit, case_id)
        unit.commit()
    tidied = Tidied(sum(removed.values()), len(past_term))
    if tidied != Tidied(0, 0):
        database.wipe_traces()
    return tidied


async def keep_tidy(database: Database, organisation: Organisation) -> None:
    """Tidy at the start and every six hours, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(tidy, database, organisation)
        except Exception as error:
            log.error("tidying waits for the next time: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
