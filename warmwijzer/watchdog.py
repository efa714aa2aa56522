"""The clock on the desk: nobody waits in a chat without being seen again and told."""

from __future__ import annotations

import asyncio
import logging

from bot import colleagues
from casework.current_organisation import CurrentOrganisation
from casework.decisions import as_ref
from casework.watch import watch
from storage.database import Database

log = logging.getLogger(__name__)
EVERY_SECONDS = 10


def look(database: Database, organisation: CurrentOrganisation) -> int:
    """Look once; return how many people were told. A second look tells nobody again."""
    with database.unit() as unit:
        told = watch(unit, organisation.with_settings(unit), colleagues.all_taken(unit))
        for each in told:
            colleagues.tell_decision(unit, each.conversation_id, as_ref(each.decision))
        unit.commit()
    return len(told)


async def keep_watch(database: Database, organisation: CurrentOrganisation) -> None:
    """Look every ten seconds, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(look, database, organisation)
        except Exception as error:
            log.error("the watchdog looks again later: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
