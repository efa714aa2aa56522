"""The colleagues' desk: the one step with which use cases ask a colleague for something."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from casework.codes import checked_choice, checked_code
from casework.context import Turn
from casework.opening import callback_on, is_open
from casework.organisation import Organisation
from casework.states import move
from casework.store import (
    Handover,
    add_row,
    languages_of_unfinished,
    rows_of,
    unfinished_handovers,
)
from evidence_log import record
from evidence_log.entry import Codes
from storage.unit_of_work import UnitOfWork

URGENCIES = ("normal", "asked", "over_limit", "threat", "danger")
"""From least to most urgent."""

_SAME_DAY = ("threat", "danger")


@dataclass(frozen=True)
class Question:
    """One open question for colleagues. ``about`` is a decision, None the conversation itself.

    ``language`` (ISO 639-1) is the one in which the person talks.
    """

    handover_id: str
    case_id: str
    conversation_id: str
    reason_code: str
    urgency: str
    state: str
    about: str | None
    callback_on: date
    taken_by: str | None
    is_alarmed: bool
    created_at: datetime
    language: str


def open_questions(unit: UnitOfWork) -> tuple[Question, ...]:
    """Return what colleagues still have to answer: most urgent first, then by day and age."""
    rows = sorted(
        unfinished_handovers(unit),
        key=lambda row: (-URGENCIES.index(row.urgency), row.callback_on, row.created_at),
    )
    languages = languages_of_unfinished(unit)
    return tuple(
        Question(
            handover_id=row.id,
            case_id=row.case_id,
            conversation_id=row.conversation_id,
            reason_code=row.reason_code,
            urgency=row.urgency,
            state=row.state,
            about=row.about,
            callback_on=row.callback_on,
            taken_by=row.taken_by,
            is_alarmed=row.alarmed_at is not None and row.state == "open",
            created_at=row.created_at,
            language=languages[row.case_id],
        )
        for row in rows
    )


def ask_colleague(turn: Turn, reason_code: str, urgency: str, about: str | None = None) -> Handover:
    """Return the open question for a colleague about ``about``, or a new one.

    ``about`` is a decision (``arrangement:…``); None is the conversation itself. An open question
    is returned with the higher of the two urgencies. Its day of call back only ever moves
    forward, unless that day went by: then a new day is set and the missed one is kept.
    Raises :class:`casework.errors.BadRequest` for an unknown urgency or a reason that is no code.
    """
    checked_choice("urgency", urgency, URGENCIES)
    checked_code("reason_code", reason_code)
    asked = _unfinished(turn, about)
    if asked is not None:
        _renew(turn, asked, urgency)
        return asked
    row = add_row(
        turn.unit,
        Handover,
        turn.case.id,
        conversation_id=turn.conversation_id,
        reason_code=reason_code,
        urgency=urgency,
        state="open",
        about=about,
        is_open_now=is_open(turn.organisation.opening_hours, turn.unit.now),
        callback_on=_callback_on(turn, urgency),
    )
    _record(turn, "handover_opened", row)
    return row


def wait_again(turn: Turn, colleague: str, urgency: str, left_at: datetime) -> None:
    """Let the conversation wait: ``colleague`` has it and is not there any more.

    Its question is open again and its alarm can sound again, about what is written after
    ``left_at``; ``urgency`` is for a conversation about which nothing was asked. What waits already
    keeps its alarm, so twice changes nothing.
    """
    row = _unfinished(turn, None)
    if row is None:
        row = ask_colleague(turn, "colleague_gone", urgency)
    elif row.state == "taken":
        row.state = move("handover", row.state, "open")
        row.alarmed_at = row.told_at = None
    else:
        row.left_by = colleague
        return
    row.left_by, row.left_at = colleague, left_at
    _record_presence(turn, row, colleague, is_there=False)


def is_back(turn: Turn, colleague: str) -> None:
    """End that the conversation waits: ``colleague``, who has it, is there again."""
    row = _unfinished(turn, None)
    if row is None or row.state != "open" or row.left_by != colleague:
        return
    row.left_by = None
    if row.left_at is not None:  # or it was asked while they had it, and is open to others too
        row.state, row.taken_by = move("handover", row.state, "taken"), colleague
        row.left_at = None
        _record_presence(turn, row, colleague, is_there=True)


def finish(turn: Turn, handover_id: str | None) -> None:
    """Close a question that needs no answer any more."""
    for row in rows_of(turn.unit, Handover, turn.case.id):
        if row.id == handover_id and row.state != "done":
            row.state = move("handover", row.state, "done")
            row.closed_at = turn.unit.now
            record(turn.unit, "handover_closed", turn.case.ref, {"handover": row.id})


def _unfinished(turn: Turn, about: str | None) -> Handover | None:
    """Return the unfinished question about ``about`` in this conversation, or None."""
    key = (turn.conversation_id, about)
    rows = rows_of(turn.unit, Handover, turn.case.id)
    unfinished = (row for row in rows if row.state != "done")
    return next((row for row in unfinished if (row.conversation_id, row.about) == key), None)


def _renew(turn: Turn, row: Handover, urgency: str) -> None:
    row.is_open_now = is_open(turn.organisation.opening_hours, turn.unit.now)
    if row.callback_on < turn.today:
        row.missed_on = row.callback_on
        row.callback_on = _callback_on(turn, max(row.urgency, urgency, key=URGENCIES.index))
        _record(turn, "handover_late", row)
    if URGENCIES.index(urgency) > URGENCIES.index(row.urgency):
        row.urgency = urgency
        row.callback_on = min(row.callback_on, _callback_on(turn, urgency))
        _record(turn, "handover_raised", row)


def same_day_or_later(organisation: Organisation, now: datetime, planned: date) -> date:
    """Return ``planned`` when that day can still be kept, or the next open day."""
    return max(planned, callback_on(organisation.opening_hours, now, 0))


def _callback_on(turn: Turn, urgency: str) -> date:
    days = 0 if urgency in _SAME_DAY else turn.organisation.callback_working_days
    return callback_on(turn.organisation.opening_hours, turn.unit.now, days)


def _record_presence(turn: Turn, row: Handover, colleague: str, *, is_there: bool) -> None:
    codes: Codes = {"handover": row.id, "colleague": colleague, "is_there": is_there}
    record(turn.unit, "colleague_presence", turn.case.ref, codes)


def _record(turn: Turn, entry_type: str, row: Handover) -> None:
    record(
        turn.unit,
        entry_type,
        turn.case.ref,
        {
            "handover": row.id,
            "reason": row.reason_code,
            "urgency": row.urgency,
            "is_open_now": row.is_open_now,
            "callback_on": row.callback_on.isoformat(),
        },
    )
