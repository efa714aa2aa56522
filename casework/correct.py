"""Correct the amount of a claim; what it said before stays with it."""

from __future__ import annotations

from casework.bands import amount_band
from casework.claim_fact import ClaimFact, claim_fact
from casework.codes import checked_code
from casework.context import Turn
from casework.errors import BadRequest, ClaimNotFound, MoveNotAllowed
from casework.intake import LARGEST_DEBT_CENTS
from casework.store import (
    Arrangement,
    Claim,
    ClaimCorrection,
    Proposal,
    add_row,
    row_with_id,
    rows_of,
)
from evidence_log import record
from evidence_log.entry import Codes


def correct_claim(
    turn: Turn, claim_id: str, debt_cents: int, colleague: str, reason_code: str
) -> ClaimFact:
    """Return the claim with its new amount; the same amount again changes nothing.

    Raises :class:`casework.errors.ClaimNotFound`, :class:`casework.errors.BadRequest` for an
    amount that is not from 1 cent to 10 million euro, and
    :class:`casework.errors.MoveNotAllowed` for a claim that is arranged, disputed or closed, or
    for which a plan waits: the plan or the dispute is about the amount as it stands.
    """
    checked_code("colleague", colleague)
    checked_code("reason_code", reason_code)
    row = row_with_id(turn.unit, Claim, turn.case.id, claim_id)
    if row is None:
        raise ClaimNotFound(f"Claim {claim_id!r} is not in this case, so nothing was corrected.")
    if type(debt_cents) is not int or not 0 < debt_cents <= LARGEST_DEBT_CENTS:
        raise BadRequest(
            "debt_cents must be whole cents, from 1 to 10 million euro, so the claim is as it was."
        )
    if row.state != "open" or _waits(turn, row):
        raise MoveNotAllowed(
            f"Claim {claim_id!r} is {row.state}, or a plan for it waits for a decision, so its "
            "amount was not corrected. Decide the plan or the dispute, or end the arrangement."
        )
    if row.debt_cents == debt_cents:
        return claim_fact(row)
    add_row(
        turn.unit,
        ClaimCorrection,
        turn.case.id,
        claim_id=row.id,
        before_cents=row.debt_cents,
        before_source=row.source,
        before_as_of=row.as_of,
        after_cents=debt_cents,
        reason_code=reason_code,
        colleague=colleague,
    )
    codes: Codes = {
        "claim": row.id,
        "before_band": amount_band(row.debt_cents),
        "amount_band": amount_band(debt_cents),
        "before_source": row.source,
        "reason": reason_code,
        "colleague": colleague,
    }
    row.debt_cents, row.as_of, row.source = debt_cents, turn.today, "colleague"
    record(turn.unit, "claim_corrected", turn.case.ref, codes)
    return claim_fact(row)


def _waits(turn: Turn, claim: Claim) -> bool:
    plans = {row.id: row.claim_ids for row in rows_of(turn.unit, Proposal, turn.case.id)}
    return any(
        row.state == "with_colleague" and claim.id in plans[row.proposal_id]
        for row in rows_of(turn.unit, Arrangement, turn.case.id)
    )


def corrections(turn: Turn) -> tuple[ClaimCorrection, ...]:
    """Return what the claims of the case said before, oldest first."""
    return tuple(rows_of(turn.unit, ClaimCorrection, turn.case.id))
