"""Close the loop: what became of a referral, and who said so."""

from __future__ import annotations

from casework.codes import checked_choice, checked_code
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague, finish
from casework.errors import MoveNotAllowed, ReferralNotFound
from casework.referrals.pause import rest_while_help_starts
from casework.referrals.store import Referral
from casework.states import move
from casework.store import Case, row_with_id
from evidence_log import record
from evidence_log.entry import Codes
from storage.unit_of_work import UnitOfWork

STATE_OF_OUTCOME: dict[str, str | None] = {
    "got_help": "completed",
    "referred_elsewhere": "completed",
    "could_not_reach": "failed",
    "not_eligible": "failed",
    "no_capacity": "failed",
    "no_longer_wanted": "withdrawn",
    "unknown": None,
}
"""The outcomes and the state each leads to; ``unknown`` (no answer) is neither end."""

CLOSED_BY = ("self", "person", "provider", "colleague")


def close_referral(
    turn: Turn, referral_id: str, outcome_code: str, closed_by: str, colleague: str | None = None
) -> Decision:
    """Note how a referral ended, and by whose word; the same again changes nothing.

    ``closed_by`` ``self`` means that nobody answered, and goes with ``unknown`` only; such a
    referral may still be closed by somebody who knows. Raises
    :class:`casework.errors.ReferralNotFound`, :class:`casework.errors.BadRequest` for another code,
    and :class:`casework.errors.MoveNotAllowed` when it was never begun or somebody closed it
    otherwise.
    """
    checked_choice("outcome_code", outcome_code, tuple(STATE_OF_OUTCOME))
    checked_choice("closed_by", closed_by, CLOSED_BY)
    if colleague is not None:
        checked_code("colleague", colleague)
    row = referral_of(turn, referral_id)
    if (row.outcome_code, row.closed_by) == (outcome_code, closed_by):
        return Decision("referral", row.id)
    _check_open(row, outcome_code, closed_by)
    note_outcome(turn.unit, turn.case, row, outcome_code, closed_by, colleague)
    finish(turn, row.handover_id)
    if outcome_code == "got_help":
        rest_while_help_starts(turn, row.id)
    return Decision("referral", row.id)


def ask_for_other_help(turn: Turn, referral_id: str) -> Decision:
    """Ask a colleague to look for other help, because this referral did not work."""
    row = referral_of(turn, referral_id)
    about = as_ref(Decision("referral", row.id))
    return Decision("handover", ask_colleague(turn, "referral_failed", "asked", about).id)


def want_no_question(turn: Turn, referral_id: str) -> None:
    """Ask the person no more about this referral."""
    referral_of(turn, referral_id).wants_no_question = True


def referral_of(turn: Turn, referral_id: str) -> Referral:
    """Return the referral of this case. Raises :class:`casework.errors.ReferralNotFound`."""
    row = row_with_id(turn.unit, Referral, turn.case.id, referral_id)
    if row is None:
        raise ReferralNotFound(
            f"Referral {referral_id!r} is not in this case, so nothing was noted. "
            "List the open referrals and take an id from there."
        )
    return row


def note_outcome(
    unit: UnitOfWork,
    case: Case,
    row: Referral,
    outcome_code: str,
    closed_by: str,
    colleague: str | None = None,
) -> None:
    """Write the outcome on ``row``; its state follows from the outcome."""
    after = STATE_OF_OUTCOME[outcome_code]
    if after is not None:
        row.state = move("referral", row.state, after)
    row.outcome_code, row.closed_by, row.closed_at = outcome_code, closed_by, unit.now
    if outcome_code == "got_help":
        row.reached_at = row.reached_at or unit.now
    codes: Codes = {
        "referral": row.id,
        "service": row.service_id,
        "outcome": outcome_code,
        "closed_by": closed_by,
        "colleague": colleague,
    }
    record(unit, "referral_closed", case.ref, codes)


def _check_open(row: Referral, outcome_code: str, closed_by: str) -> None:
    is_silence = closed_by == "self"
    if is_silence != (outcome_code == "unknown"):
        raise MoveNotAllowed(
            "No answer is 'unknown' by 'self', never success, so nothing was noted. "
            "Pass who said it, or outcome 'unknown' by 'self'."
        )
    if row.started_at is None or row.closed_by not in (None, "self"):
        raise MoveNotAllowed(
            f"This referral is {row.state} and closed by {row.closed_by or 'nobody'}, so nothing "
            "was noted: it was never begun, or somebody said already how it ended."
        )
