"""The arrangement that runs now in a case: what of it is to come, and how it makes room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import payment_arrangement as rules
from casework.context import Turn
from casework.states import move
from casework.store import Arrangement, Claim, Proposal, row_with_id, rows_of, touch
from evidence_log import record
from storage.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Agreed:
    """A running arrangement: its row and the plan that was agreed."""

    row: Arrangement
    plan: Proposal

    @property
    def due_on(self) -> tuple[date, ...]:
        """The days of its terms, in order."""
        return tuple(date.fromisoformat(term["due_on"]) for term in self.plan.terms)

    def running_plan(self, today: date) -> rules.RunningPlan:
        """Return the terms for the rules; those from before ``today`` are taken for paid.

        Whether they were, only the organisation knows: see :meth:`is_certain`.
        """
        terms = tuple(
            rules.Term(due_on, term["cents"])
            for due_on, term in zip(self.due_on, self.plan.terms, strict=True)
        )
        paid = sum(term.amount_cents for term in terms if term.due_on < today)
        return rules.RunningPlan(terms, self.plan.frequency, paid)  # type: ignore[arg-type]

    def is_certain(self, today: date) -> bool:
        """Whether nothing was due yet, so that all of it is still to be paid."""
        return self.due_on[0] >= today


def agreed_arrangement(unit: UnitOfWork, case_id: str) -> Agreed | None:
    """Return the arrangement that runs in this case, the latest if there are more, or None."""
    for row in reversed(rows_of(unit, Arrangement, case_id)):
        plan = row_with_id(unit, Proposal, case_id, row.proposal_id)
        if row.state == "accepted" and plan is not None:
            return Agreed(row, plan)
    return None


def make_room(turn: Turn, plan: Proposal) -> None:
    """End the arrangement that ``plan`` replaces, in the same transaction as the new one begins.

    Its claims are open again, for the new one to arrange.
    """
    row = row_with_id(turn.unit, Arrangement, turn.case.id, plan.replaces_id or "")
    if row is None or row.state != "accepted":
        return
    row.state = move("arrangement", row.state, "withdrawn")
    record(turn.unit, "arrangement_withdrawn", turn.case.ref, {"arrangement": row.id})
    for claim in rows_of(turn.unit, Claim, turn.case.id):
        if claim.id in plan.claim_ids and claim.state == "arranged":
            claim.state = move("claim", claim.state, "open")
            touch(claim)
