"""Rest while help starts: no reminders and no costs, from when, until when, by which rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.codes import checked_code
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.referrals.store import CollectionPauseRow, pauses_to_tell, referral_with
from casework.store import Case, add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes
from payment_arrangement import CollectionPause, may_send_outbound, pause_collection
from payment_arrangement.documents import as_document
from storage.unit_of_work import UnitOfWork

ASSISTANT = "assistant"
LONGEST_DAYS = 30
"""What a colleague is asked about when the organisation chose nothing: the convention's own."""


@dataclass(frozen=True)
class MayCollect:
    """Whether anybody may remind or add costs on a day; ``until_on`` is the last day of rest."""

    may_remind: bool
    may_charge: bool
    until_on: date | None


def rest_while_help_starts(turn: Turn, referral_id: str) -> Decision:
    """Let collection rest because this referral arrived; the same again changes nothing.

    Granted at once for the days that the organisation chose (``collection_pause_days``); without a
    choice a colleague decides about the longest that the rule knows.
    """
    for row in rows_of(turn.unit, CollectionPauseRow, turn.case.id):
        if row.referral_id == referral_id:
            return Decision("collection_pause", row.id)
    chosen = turn.organisation.collection_pause_days
    days = LONGEST_DAYS if chosen is None else chosen
    pause = pause_collection("help_started", turn.today, days=days)
    row = _added(turn, pause, referral_id)
    if chosen is None:
        row.state = "with_colleague"
        about = as_ref(Decision("collection_pause", row.id))
        row.handover_id = ask_colleague(turn, "collection_pause", "normal", about).id
    else:
        row.decided_by, row.decided_at = ASSISTANT, turn.unit.now
    _record(turn.unit, turn.case, row)
    return Decision("collection_pause", row.id)


def rest_after_notice(turn: Turn, received_on: date, months: int, colleague: str) -> Decision:
    """Let collection rest after a notice (kennisgeving) of a debt helper, for the months it names.

    The same notice again changes nothing. Raises the errors of the rule for months that no notice
    names, and :class:`casework.errors.BadRequest` for a colleague that is no code.
    """
    checked_code("colleague", colleague)
    pause = pause_collection("notice", received_on, months=months)
    for row in rows_of(turn.unit, CollectionPauseRow, turn.case.id):
        if (row.kind, row.from_on, row.until_on) == ("notice", pause.from_on, pause.until_on):
            return Decision("collection_pause", row.id)
    row = _added(turn, pause, None)
    row.decided_by, row.decided_at = colleague, turn.unit.now
    _record(turn.unit, turn.case, row)
    return Decision("collection_pause", row.id)


@dataclass(frozen=True)
class RestToTell:
    """A person who must hear that collection rests, in the conversation of the referral."""

    pause_id: str
    case_id: str
    conversation_id: str


def rests_to_tell(unit: UnitOfWork) -> tuple[RestToTell, ...]:
    """Return whom to tell now of a rest that was granted; nobody outside contact hours."""
    if not may_send_outbound(unit.now).is_allowed:
        return ()
    found = []
    for row in pauses_to_tell(unit):
        referral = referral_with(unit, row.referral_id) if row.referral_id else None
        if referral is not None and referral.conversation_id:
            found.append(RestToTell(row.id, row.case_id, referral.conversation_id))
    return tuple(found)


def note_told(unit: UnitOfWork, case_id: str, pause_id: str) -> None:
    """Note that the person is told, in the same transaction."""
    for row in rows_of(unit, CollectionPauseRow, case_id):
        if row.id == pause_id:
            row.told_at = unit.now


def may_collect(unit: UnitOfWork, case_id: str, on: date) -> MayCollect:
    """Return whether anybody may remind this person, or add costs, on the day ``on``.

    Whoever sends something of our own accord about paying, or counts costs, asks this first.
    """
    resting = [
        row.until_on
        for row in rows_of(unit, CollectionPauseRow, case_id)
        if row.state == "granted" and row.from_on <= on <= row.until_on
    ]
    return MayCollect(not resting, not resting, max(resting, default=None))


def costs_on(unit: UnitOfWork, case_id: str, on: date, costs_cents: int) -> int:
    """Return what may be charged of ``costs_cents`` on a day: nothing while collection rests."""
    return costs_cents if may_collect(unit, case_id, on).may_charge else 0


def _added(turn: Turn, pause: CollectionPause, referral_id: str | None) -> CollectionPauseRow:
    return add_row(
        turn.unit,
        CollectionPauseRow,
        turn.case.id,
        kind=pause.kind,
        referral_id=referral_id,
        from_on=pause.from_on,
        until_on=pause.until_on,
        receipt=as_document(pause.receipt),
        state="granted",
    )


def _record(unit: UnitOfWork, case: Case, row: CollectionPauseRow) -> None:
    codes: Codes = {
        "pause": row.id,
        "kind": row.kind,
        "state": row.state,
        "from_on": row.from_on.isoformat(),
        "until_on": row.until_on.isoformat(),
        "rule": f"collection_pause@{row.receipt['version']}",
        "referral": row.referral_id,
        "decided_by": row.decided_by,
    }
    record(unit, "collection_rested", case.ref, codes)
