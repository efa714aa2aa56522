"""Watches the desk: who waits in a chat too long is seen again, and told honestly."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from casework.decisions import Decision
from casework.desk import same_day_or_later
from casework.opening import LOCAL_TIME, is_open
from casework.organisation import Organisation
from casework.store import Case, Handover, case_with, unfinished_handovers
from evidence_log import record
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class ToTell:
    """A person who must hear that nobody is free yet: what to say, and where."""

    conversation_id: str
    decision: Decision


FirstWritten = Callable[[str, datetime], datetime | None]
"""When the person first wrote in a conversation after a moment, or None."""


def watch(
    unit: UnitOfWork,
    organisation: Organisation,
    taken: Collection[str],
    first_written: FirstWritten,
) -> tuple[ToTell, ...]:
    """Raise the alarm about chats that nobody took, and return the people who must be told.

    After ``alarm_after_minutes`` of opening time the question is marked, once; after twice that
    the person is told, once, with a day of call back that can still be kept. A question about a
    decision has its own day and is not watched here. ``taken`` are the conversations that a
    colleague has who is there: the alarm is raised, and nobody is told that nobody is there.
    Where a colleague left, a person waits from what they wrote after that.
    """
    told = []
    for row in unfinished_handovers(unit):
        case = case_with(unit, row.case_id)
        if row.state != "open" or row.about is not None or case is None:
            continue
        since = first_written(row.conversation_id, row.left_at) if row.left_at else row.created_at
        if since is None:
            continue
        waited = _waited(organisation, since, unit.now)
        limit = timedelta(minutes=organisation.alarm_after_minutes)
        if waited >= limit and row.alarmed_at is None:
            row.alarmed_at = unit.now
            _record(unit, case, row, "handover_alarmed")
        if waited >= 2 * limit and row.told_at is None and row.conversation_id not in taken:
            row.told_at = unit.now
            row.callback_on = same_day_or_later(organisation, unit.now, row.callback_on)
            _record(unit, case, row, "handover_told_late")
            told.append(ToTell(row.conversation_id, Decision("handover", row.id)))
    return tuple(told)


def _waited(organisation: Organisation, since: datetime, now: datetime) -> timedelta:
    """Return how long somebody waits in today's opening time; nought when it is closed."""
    hours, local = organisation.opening_hours, now.astimezone(LOCAL_TIME)
    if not is_open(hours, now):
        return timedelta()
    start = next(start for start, end in hours.on(local.date()) if start <= local.time() < end)
    opened = datetime.combine(local.date(), start, LOCAL_TIME)
    return now - max(since, opened)


def _record(unit: UnitOfWork, case: Case, row: Handover, entry_type: str) -> None:
    codes = {"handover": row.id, "urgency": row.urgency, "callback_on": row.callback_on.isoformat()}
    record(unit, entry_type, case.ref, codes)
