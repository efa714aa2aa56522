"""The clock on referrals: after five working days the person is asked whether it worked."""

from __future__ import annotations

import asyncio
import logging

from bot import colleagues
from bot.follow_up import QUESTION, payloads_of
from casework.decisions import Decision, as_ref
from casework.referrals.follow_up import close_silent, note_asked, to_ask
from casework.referrals.pause import note_told, rests_to_tell
from storage.database import Database

log = logging.getLogger(__name__)
EVERY_SECONDS = 15 * 60


def look(database: Database) -> int:
    """Look once; return how many people were asked. A second look asks nobody again.

    Who has not heard yet that collection rests is told first.
    """
    asked = 0
    with database.unit() as unit:
        for rest in rests_to_tell(unit):
            reference = as_ref(Decision("collection_pause", rest.pause_id))
            if colleagues.tell_when_calm(unit, rest.conversation_id, reference):
                note_told(unit, rest.case_id, rest.pause_id)
        close_silent(unit)
        for each in to_ask(unit):
            before = payloads_of(each.referral_id)
            name = each.service_name
            if colleagues.ask(unit, each.conversation_id, QUESTION, before, service_name=name):
                note_asked(unit, each.referral_id)
                asked += 1
        unit.commit()
    return asked


async def keep_asking(database: Database) -> None:
    """Look every quarter of an hour, until cancelled."""
    while True:
        try:
            await asyncio.to_thread(look, database)
        except Exception as error:
            log.error("the question about referrals waits: %s", type(error).__name__)
        await asyncio.sleep(EVERY_SECONDS)
