"""The arrangement that runs now in a case, and the days on which its terms are due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.store import Arrangement, Proposal, row_with_id, rows_of
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


def agreed_arrangement(unit: UnitOfWork, case_id: str) -> Agreed | None:
    """Return the arrangement that runs in this case, the latest if there are more, or None."""
    for row in reversed(rows_of(unit, Arrangement, case_id)):
        plan = row_with_id(unit, Proposal, case_id, row.proposal_id)
        if row.state == "accepted" and plan is not None:
            return Agreed(row, plan)
    return None
