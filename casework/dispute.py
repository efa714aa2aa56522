"""Note that a person disputes the claim: it is frozen and a colleague looks."""

from __future__ import annotations

from dataclasses import dataclass

from casework.codes import checked_code
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.states import move
from casework.store import Claim, Dispute, add_row, rows_of
from evidence_log import record
from evidence_log.entry import Codes
from storage.types import new_id


@dataclass(frozen=True)
class Disputed:
    """The claims are frozen: no proposals until a colleague has looked."""

    decision: Decision


def dispute(turn: Turn, reason_code: str) -> Disputed:
    """Freeze the claims of this organisation; an open dispute is returned.

    Without a known claim the dispute is kept all the same, and a colleague finds out which.
    Raises :class:`casework.errors.BadRequest` for a reason that is no code.
    """
    checked_code("reason_code", reason_code)
    for row in rows_of(turn.unit, Dispute, turn.case.id):
        if row.state == "received":
            return Disputed(Decision("dispute", row.id))
    claims = [
        row
        for row in rows_of(turn.unit, Claim, turn.case.id)
        if row.of_organisation and row.state in ("open", "arranged")
    ]
    for claim in claims:
        claim.state = move("claim", claim.state, "disputed")
    decision = Decision("dispute", new_id())
    handover = ask_colleague(turn, "dispute", "asked", as_ref(decision))
    add_row(
        turn.unit,
        Dispute,
        turn.case.id,
        id=decision.id,
        reason_code=reason_code,
        claim_ids=[claim.id for claim in claims],
        state="received",
        handover_id=handover.id,
    )
    codes: Codes = {"dispute": decision.id, "reason": reason_code, "claims": len(claims)}
    record(turn.unit, "dispute_filed", turn.case.ref, codes)
    return Disputed(decision)
