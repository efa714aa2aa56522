"""The clock on the desk: nobody waits in a chat without being seen again and told."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from functools import partial

from bot import colleagues
from casework.context import Turn
from casework.current_organisation import CurrentOrganisation
from casework.decisions import as_ref
from casework.desk import is_back, wait_again
from casework.organisation import Organisation
from casework.store import case_with
from casework.watch import watch
from staff_console.presence import urgency_of, who_left
from storage.database import Database
from storage.unit_of_work import UnitOfWork

log = logging.getLogger(__name__)
EVERY_SECONDS = 10


def look(database: Database, organisation: CurrentOrganisation) -> int:
    """Look once; return how many people were told. A second look tells nobody again."""
    with database.unit() as unit:
        current = organisation.with_settings(unit)
        attended = _notice_who_left(unit, current)
        told = watch(unit, current, attended, partial(colleagues.first_written, unit))
        for each in told:
            colleagues.tell_decision(unit, each.conversation_id, as_ref(each.decision))
        unit.commit()
    return len(told)


def _notice_who_left(unit: UnitOfWork, organisation: Organisation) -> frozenset[str]:
    """Let conversations wait whose colleague left; return those with a colleague who is there."""
    attended = set()
    last_look_at = unit.now - timedelta(seconds=EVERY_SECONDS)  # they may have left just after it
    for talk in colleagues.all_taken(unit):
        case = case_with(unit, talk.case_id) if talk.case_id else None
        if case is None or talk.colleague is None:
            continue
        turn = Turn(unit, case, talk.conversation_id, "console", organisation)
        if who_left(unit, talk) is None:
            attended.add(talk.conversation_id)
            is_back(turn, talk.colleague)
        else:
            wait_again(turn, talk.colleague, urgency_of(talk), last_look_at)
    return frozenset(attended)


async def keep_watch(database: Database, organisation: CurrentOrganisation) -> None:
    """Look every ten seconds, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(look, database, organisation)
        except Exception as error:
            log.error("the watchdog looks again later: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
