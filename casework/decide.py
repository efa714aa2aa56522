"""A colleague decides what the assistant could not, and the case moves on with it."""

from __future__ import annotations

from collections.abc import Iterable

from casework.arrange.agreed import make_room
from casework.arrange.plans import ABOVE_STAFF_LIMITS
from casework.codes import checked_code
from casework.context import Turn
from casework.decisions import TABLES, Decision
from casework.desk import finish
from casework.errors import (
    AboveStaffLimits,
    DecisionNotFound,
    MoveNotAllowed,
    SecondPersonNeeded,
)
from casework.referrals.store import CollectionPauseRow, Referral
from casework.states import MOVES, move
from casework.store import (
    Arrangement,
    CaseRow,
    Claim,
    Concession,
    Dispute,
    Handover,
    Proposal,
    row_with_id,
    rows_of,
)
from evidence_log import record
from evidence_log.entry import Codes

_GRANTED = ("accepted", "granted")
# After these a colleague still has something to do.
_UNFINISHED = {("complaint", "acknowledged"), ("referral", "not_reached")}


# Only the person can do these, or they follow from something else.
_NOT_BY_COLLEAGUES = {
    ("claim", "arranged"),
    ("claim", "disputed"),
    ("arrangement", "with_colleague"),
    ("concession", "with_colleague"),
    ("handover", "open"),
    # How a referral ends has an outcome and says who closed it: casework/referrals/closing.py.
    ("referral", "accepted"),
    ("referral", "rejected"),
    ("referral", "completed"),
    ("referral", "failed"),
}


def outcomes(kind: str, state: str | None) -> tuple[str, ...]:
    """Return what a colleague can decide about something of ``kind`` that is in ``state``.

    >>> outcomes("arrangement", "with_colleague")
    ('accepted', 'declined', 'withdrawn')
    """
    allowed = MOVES.get(kind, {}).get(state or "", frozenset()) if kind in TABLES else frozenset()
    return tuple(sorted(each for each in allowed if (kind, each) not in _NOT_BY_COLLEAGUES))


def decide(
    turn: Turn,
    decision: Decision,
    outcome: str,
    colleague: str,
    reason: str | None = None,
    *,
    may_exceed_limits: bool = False,
) -> Decision:
    """Move a decision to ``outcome`` on behalf of ``colleague``, a pseudonym in lower case.

    ``outcome`` is the next state in ``casework/states.py``: ``accepted``, ``granted``,
    ``declined``, ``sent``, ``acknowledged``, ``upheld``, ``taken``, ``done``, ... The question
    that waited for it is closed. Deciding the same again changes nothing. ``reason`` is a code.
    ``may_exceed_limits``: the colleague may grant what the policy does not leave to staff.
    Raises :class:`casework.errors.AboveStaffLimits` for whoever may not,
    :class:`casework.errors.SecondPersonNeeded` for who laid such a plan down,
    :class:`casework.errors.DecisionNotFound` for a row that is not of this case, and
    :class:`casework.errors.MoveNotAllowed` for a move that is not in the table, or an
    arrangement for a claim that is arranged or disputed.
    """
    checked_code("colleague", colleague)
    table = TABLES[decision.kind] if decision.kind in MOVES else None
    row = row_with_id(turn.unit, table, turn.case.id, decision.id) if table else None
    if row is None:
        raise DecisionNotFound(
            f"{decision.kind} {decision.id!r} is not in this case, so nothing was decided. "
            "Open the case that the question belongs to."
        )
    if _state(row) == outcome:
        return decision
    after = move(decision.kind, _state(row), outcome)
    if outcome in _GRANTED and ABOVE_STAFF_LIMITS in getattr(row, "reasons", []):
        _check_room(row, colleague, may_exceed_limits)
    _settle_claims(turn, row, outcome)
    _set_state(row, after)
    _note_colleague(turn, row, outcome, colleague)
    if (decision.kind, outcome) not in _UNFINISHED:
        finish(turn, getattr(row, "handover_id", None))
    codes: Codes = {
        "kind": decision.kind,
        "id": row.id,
        "outcome": outcome,
        "colleague": colleague,
        "reason": reason,
    }
    record(turn.unit, "colleague_decided", turn.case.ref, codes)
    return decision


def _check_room(row: CaseRow, colleague: str, may_exceed_limits: bool) -> None:
    """Above the limits of staff the policy asks four eyes."""
    if not may_exceed_limits:
        raise AboveStaffLimits(
            "This is above what the organisation's policy lets staff grant, so nothing was "
            "decided. Ask a team lead to decide, or agree on something within the limits."
        )
    if getattr(row, "prepared_by", None) == colleague:
        raise SecondPersonNeeded(
            "Who laid this plan down cannot also approve it, so nothing was decided. "
            "Ask another team lead."
        )


def _settle_claims(turn: Turn, row: CaseRow, outcome: str) -> None:
    """A claim follows the arrangement or the dispute that is decided about it."""
    if isinstance(row, Arrangement):
        plan = row_with_id(turn.unit, Proposal, turn.case.id, row.proposal_id)
        claims = _claims(turn, plan.claim_ids if plan else [])
        if outcome == "accepted" and plan is not None:
            make_room(turn, plan)
            _arrange(claims)
        elif row.state == "accepted":
            for claim in claims:
                if claim.state == "arranged":
                    after = "closed" if outcome == "completed" else "open"
                    claim.state = move("claim", claim.state, after)
    elif isinstance(row, Dispute):
        for claim in _claims(turn, row.claim_ids):
            again = "arranged" if _is_arranged(turn, claim.id) else "open"
            claim.state = move("claim", claim.state, "closed" if outcome == "upheld" else again)


def _arrange(claims: Iterable[Claim]) -> None:
    for claim in claims:
        if claim.state != "open":
            raise MoveNotAllowed(
                f"Claim {claim.id!r} is {claim.state}, so no arrangement was accepted for it: the "
                "person would pay twice, or pay what is disputed. Withdraw the running arrangement "
                "or decide the dispute first."
            )
        claim.state = move("claim", claim.state, "arranged")


def _claims(turn: Turn, claim_ids: Iterable[str]) -> list[Claim]:
    found = (row_with_id(turn.unit, Claim, turn.case.id, claim_id) for claim_id in claim_ids)
    return [claim for claim in found if claim is not None]


def _is_arranged(turn: Turn, claim_id: str) -> bool:
    plans = {row.id: row.claim_ids for row in rows_of(turn.unit, Proposal, turn.case.id)}
    return any(
        row.state == "accepted" and claim_id in plans[row.proposal_id]
        for row in rows_of(turn.unit, Arrangement, turn.case.id)
    )


def _note_colleague(turn: Turn, row: CaseRow, outcome: str, colleague: str) -> None:
    if isinstance(row, Arrangement | Concession | CollectionPauseRow):
        row.decided_by, row.decided_at = colleague, turn.unit.now
        if isinstance(row, CollectionPauseRow):
            row.told_at = turn.unit.now  # whoever decides tells the person
    elif isinstance(row, Referral) and outcome == "sent":
        row.started_at = turn.unit.now
    elif isinstance(row, Handover):
        row.taken_by = colleague
        row.closed_at = turn.unit.now if outcome == "done" else None


def _state(row: CaseRow) -> str:
    state: str = row.state  # type: ignore[attr-defined]
    return state


def _set_state(row: CaseRow, state: str) -> None:
    row.state = state  # type: ignore[attr-defined]
