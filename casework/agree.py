"""A colleague lays a plan down with the person, within the limits that the policy gives staff."""

from __future__ import annotations

from casework.arrange.accept import Accepted, SentToColleague, accept
from casework.arrange.plans import who_decides
from casework.context import Turn
from casework.decide import decide
from casework.errors import DecisionNotFound, MoveNotAllowed
from casework.store import Arrangement, row_with_id
from evidence_log import record

_NO_LONGER_RIGHT = {"claim_changed", "proposal_outdated"}


def agree(
    turn: Turn, proposal_id: str, colleague: str, reason: str | None = None
) -> Accepted | SentToColleague:
    """Agree on a proposal on behalf of ``colleague``; above the limits of staff it waits.

    What waits is for a team lead who is somebody else: :func:`casework.decide.decide`. ``reason``
    is a code. Raises :class:`casework.errors.ProposalNotFound` for an id that is not of this case,
    and :class:`casework.errors.MoveNotAllowed` for a plan that is no longer right.
    """
    outcome = accept(turn, proposal_id, colleague)
    row = row_with_id(turn.unit, Arrangement, turn.case.id, outcome.decision.id)
    if row is None:
        raise DecisionNotFound("The arrangement was not kept, so nothing was agreed. Try again.")
    if _NO_LONGER_RIGHT.intersection(row.reasons):
        raise MoveNotAllowed(
            "The claim or the day changed since this plan was made, so nothing was agreed. "
            "Make a new plan."
        )
    if row.prepared_by is None:
        row.prepared_by = colleague
        codes = {"arrangement": row.id, "colleague": colleague, "decides": who_decides(row.reasons)}
        record(turn.unit, "arrangement_prepared", turn.case.ref, codes)
    if row.state != "with_colleague" or who_decides(row.reasons) == "above_staff":
        return outcome
    decide(turn, outcome.decision, "accepted", colleague, reason)
    return Accepted(outcome.decision)
