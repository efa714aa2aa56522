"""Accept a proposal: agreed at once within the limits, else a colleague decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casework.arrange.agreed import make_room
from casework.arrange.claims import ClaimsToArrange, claims_to_arrange
from casework.bands import amount_band
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague, finish
from casework.errors import ProposalNotFound
from casework.states import move
from casework.store import Arrangement, Proposal, add_row, row_with_id, rows_of
from evidence_log import record
from evidence_log.entry import Codes
from storage.types import new_id

ASSISTANT = "assistant"


@dataclass(frozen=True)
class Accepted:
    """Agreed within the organisation's limits."""

    decision: Decision


@dataclass(frozen=True)
class SentToColleague:
    """A colleague decides. ``reason_code`` is the first of the reasons."""

    decision: Decision
    reason_code: str


def accept(turn: Turn, proposal_id: str, decided_by: str = ASSISTANT) -> Accepted | SentToColleague:
    """Accept a proposal of this case; accepting it again returns the same decision.

    Agreed at once only within the limits, for claims that are still open and still as large as
    in the proposal. An earlier choice that waits for a colleague is withdrawn.
    Raises :class:`casework.errors.ProposalNotFound` for an id that is not of this case.
    """
    proposal = row_with_id(turn.unit, Proposal, turn.case.id, proposal_id)
    if proposal is None:
        raise ProposalNotFound(
            f"Proposal {proposal_id!r} is not in this case, so nothing was agreed. "
            "Make proposals first and pass the id of one of them."
        )
    arrangements = rows_of(turn.unit, Arrangement, turn.case.id)
    for row in arrangements:
        if row.proposal_id == proposal_id and row.state != "withdrawn":
            return _outcome(row)
    for row in arrangements:
        if row.state == "with_colleague":
            _withdraw(turn, row)
    return _outcome(_decide(turn, proposal, decided_by))


def _decide(turn: Turn, proposal: Proposal, decided_by: str) -> Arrangement:
    claims = claims_to_arrange(turn)
    reasons = list(dict.fromkeys([*_reasons_now(claims, proposal, turn), *proposal.reasons]))
    decision = Decision("arrangement", new_id())
    row = add_row(
        turn.unit,
        Arrangement,
        turn.case.id,
        id=decision.id,
        proposal_id=proposal.id,
        state=move("arrangement", "proposed", "with_colleague" if reasons else "accepted"),
        reasons=reasons,
    )
    if reasons:
        row.handover_id = ask_colleague(turn, reasons[0], "over_limit", as_ref(decision)).id
        entry_type = "arrangement_sent_to_colleague"
    else:
        row.decided_by, row.decided_at = decided_by, turn.unit.now
        make_room(turn, proposal)
        for claim in claims.rows:
            claim.state = move("claim", claim.state, "arranged")
        entry_type = "arrangement_accepted"
    codes: Codes = {
        "arrangement": row.id,
        "proposal": proposal.id,
        "name": proposal.name,
        "n_terms": proposal.n_terms,
        "frequency": proposal.frequency,
        "first_due_on": proposal.first_due_on.isoformat(),
        "amount_band": amount_band(proposal.total_cents),
        "instalment_band": amount_band(proposal.instalment_cents),
        "amount_source": proposal.amount_source,
        "reasons": reasons,
        "decided_by": row.decided_by,
    }
    record(turn.unit, entry_type, turn.case.ref, codes)
    return row


def _reasons_now(claims: ClaimsToArrange, proposal: Proposal, turn: Turn) -> Iterator[str]:
    """Yield what changed since the proposal was shown."""
    if claims.obstacle is not None:
        yield claims.obstacle
    elif proposal.replaces_id != (claims.replaces.row.id if claims.replaces else None):
        yield "arrangement_running"
    elif (claims.ids, claims.total_cents) != (proposal.claim_ids, proposal.total_cents):
        yield "claim_changed"
    if turn.case.representation != "none":
        others = {None: "unknown_representation", "debt_help": "in_debt_help"}
        yield others.get(turn.case.representation, "represented")
    if proposal.first_due_on < turn.today:
        yield "proposal_outdated"


def _withdraw(turn: Turn, row: Arrangement) -> None:
    row.state = move("arrangement", row.state, "withdrawn")
    finish(turn, row.handover_id)
    record(turn.unit, "arrangement_withdrawn", turn.case.ref, {"arrangement": row.id})


def _outcome(row: Arrangement) -> Accepted | SentToColleague:
    decision = Decision("arrangement", row.id)
    if row.state == "with_colleague":
        return SentToColleague(decision, row.reasons[0])
    return Accepted(decision)
