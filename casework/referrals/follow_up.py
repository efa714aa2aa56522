"""After five working days: is somebody who was referred to be asked whether it worked?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from casework.opening import LOCAL_TIME
from casework.referrals.closing import note_outcome
from casework.referrals.store import Referral, referral_with, referrals_started
from casework.store import case_with
from evidence_log import record
from evidence_log.entry import Codes
from payment_arrangement import may_send_outbound
from payment_arrangement.calendar import next_working_day
from storage.unit_of_work import UnitOfWork

WORKING_DAYS = 5
MOST_TIMES = 2


@dataclass(frozen=True)
class ToAsk:
    """A person to ask about one referral, in the conversation where they chose it."""

    referral_id: str
    conversation_id: str
    service_name: str


def to_ask(unit: UnitOfWork) -> tuple[ToAsk, ...]:
    """Return whom to ask now: nobody outside contact hours, and nobody who did not want it."""
    if not may_send_outbound(unit.now).is_allowed:
        return ()
    return tuple(
        ToAsk(row.id, row.conversation_id, row.service_name)
        for row in referrals_started(unit)
        if row.conversation_id is not None
        and not row.wants_no_question
        and row.times_asked < MOST_TIMES
        and _is_due(row, unit.now)
    )


def note_asked(unit: UnitOfWork, referral_id: str) -> None:
    """Note that the question goes out, in the same transaction."""
    row = referral_with(unit, referral_id)
    case = case_with(unit, row.case_id) if row else None
    if row is not None and case is not None:
        row.asked_at, row.times_asked = unit.now, row.times_asked + 1
        codes: Codes = {"referral": row.id, "times": row.times_asked}
        record(unit, "referral_asked", case.ref, codes)


def close_silent(unit: UnitOfWork) -> int:
    """Close as ``unknown`` what stayed without an answer; return how many. Never success."""
    closed = 0
    for row in referrals_started(unit):
        case = case_with(unit, row.case_id)
        is_over = row.times_asked >= MOST_TIMES or row.wants_no_question
        if case is not None and is_over and _is_due(row, unit.now):
            note_outcome(unit, case, row, "unknown", "self")
            closed += 1
    return closed


def next_question_on(row: Referral) -> date | None:
    """Return the day from which the person is asked again, or their silence counts; else None."""
    since = row.asked_at or row.started_at
    if since is None or row.closed_at is not None:
        return None
    return working_days_after(since.astimezone(LOCAL_TIME).date(), WORKING_DAYS)


def _is_due(row: Referral, now: datetime) -> bool:
    day = next_question_on(row)
    return day is not None and now.astimezone(LOCAL_TIME).date() >= day


def working_days_after(day: date, days: int) -> date:
    """Return the day that lies ``days`` working days after ``day``.

    >>> working_days_after(date(2026, 11, 20), 5)
    datetime.date(2026, 11, 27)
    """
    for _ in range(days):
        day = next_working_day(day + timedelta(days=1))
    return day
