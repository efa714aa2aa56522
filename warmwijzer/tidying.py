"""The clock on what is kept: words, sessions, cases and evidence go after their term."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.retention import remove_old_words
from bot.web_sessions import delete_unused_sessions
from casework.forget import forget
from casework.organisation import Organisation
from casework.retain import cases_past_term, held_cases, pseudonyms
from evidence_log import erase_before, record
from staff_console.sessions import remove_old_sessions
from storage.database import Database

log = logging.getLogger(__name__)
EVERY_SECONDS = 6 * 60 * 60


@dataclass(frozen=True)
class Tidied:
    """What was removed: messages, sessions, cases, and bodies of entries; ``held`` cases stayed.

    ``rows`` are all deleted rows by table.
    """

    messages: int
    sessions: int
    cases: int
    entries: int
    held: int
    rows: Mapping[str, int]

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was past its term."""
        return not (self.messages or self.sessions or self.cases or self.entries)

    @property
    def codes(self) -> dict[str, int]:
        """The numbers for the evidence log."""
        numbers = ("messages", "sessions", "cases", "entries", "held")
        return {name: getattr(self, name) for name in numbers}


def tidy(database: Database, organisation: Organisation) -> Tidied:
    """Remove what is past the terms of ``organisation``; a second run removes nothing.

    What was removed is an entry in the evidence log. A case that is held stays whole: its messages
    and its evidence too.
    """
    retention = organisation.retention
    with database.unit() as unit:
        held = held_cases(unit)
        words = remove_old_words(unit, retention.conversation_days, held)
        visits = delete_unused_sessions(unit, retention.conversation_days)
        staff = remove_old_sessions(unit)
        rows = {**words, "web_sessions": visits, "staff_sessions": staff}
        past_term = cases_past_term(unit, retention.case_days)
        for case_id in past_term:
            for table, number in forget(unit, case_id).counts.items():
                rows[table] = rows.get(table, 0) + number
        before = unit.now - timedelta(days=retention.evidence_days)
        entries = erase_before(unit, before, pseudonyms(unit, held))
        tidied = Tidied(
            messages=sum(words.values()),
            sessions=visits + staff,
            cases=len(past_term),
            entries=entries,
            held=len(held),
            rows={table: number for table, number in rows.items() if number},
        )
        if not tidied.is_nothing:
            record(unit, "retention_applied", None, tidied.codes)
        unit.commit()
    if not tidied.is_nothing:
        database.wipe_traces()
    return tidied


async def keep_tidy(
    database: Database, organisation: Organisation, drop_old_files: Callable[[], object]
) -> None:
    """Tidy the database and the files at the start and every six hours, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(drop_old_files)
            await asyncio.to_thread(tidy, database, organisation)
        except Exception as error:
            log.error("tidying waits for the next time: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
