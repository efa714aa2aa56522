"""Which claims an arrangement would be for, and what stands in the way of that."""

from __future__ import annotations

from dataclasses import dataclass

from casework.context import Turn
from casework.store import Claim, rows_of


@dataclass(frozen=True)
class ClaimsToArrange:
    """The open claims of this organisation, and a reason code if something stands in the way."""

    rows: tuple[Claim, ...]
    obstacle: str | None

    @property
    def ids(self) -> list[str]:
        """The ids of the claims, in a fixed order."""
        return sorted(row.id for row in self.rows)

    @property
    def total_cents(self) -> int:
        """What is due on all of them together."""
        return sum(row.debt_cents for row in self.rows)


def claims_to_arrange(turn: Turn) -> ClaimsToArrange:
    """Return what there is to arrange in this case.

    A disputed claim freezes the case: nothing is arranged beside it. Obstacles, in order:
    ``disputed``, ``claim_unknown``, ``other_organisation``, ``arrangement_running``.
    """
    rows = [row for row in rows_of(turn.unit, Claim, turn.case.id) if row.state != "closed"]
    own = [row for row in rows if row.of_organisation]
    open_rows = tuple(row for row in own if row.state == "open")
    obstacles = {
        "disputed": any(row.state == "disputed" for row in own),
        "claim_unknown": not rows,
        "other_organisation": not own,
        "arrangement_running": not open_rows,
    }
    return ClaimsToArrange(
        open_rows, next((code for code, is_so in obstacles.items() if is_so), None)
    )
