"""Which claims an arrangement would be for, and what stands in the way of that."""

from __future__ import annotations

from dataclasses import dataclass

from casework.arrange.agreed import Agreed, agreed_arrangement
from casework.context import Turn
from casework.store import Claim, Concession, rows_of


@dataclass(frozen=True)
class ClaimsToArrange:
    """The open claims of this organisation, and a reason code if something stands in the way.

    ``replaces``: the running arrangement that a plan for these claims takes the place of.
    ``rest_cents``: what of it is still to come. ``doubts``: why a colleague must look first.
    """

    rows: tuple[Claim, ...]
    obstacle: str | None
    replaces: Agreed | None = None
    rest_cents: int | None = None
    doubts: tuple[str, ...] = ()

    @property
    def ids(self) -> list[str]:
        """The ids of the claims, in a fixed order."""
        return sorted(row.id for row in self.rows)

    @property
    def total_cents(self) -> int:
        """What is due on all of them together, or the rest of the running arrangement."""
        if self.rest_cents is not None:
            return self.rest_cents
        return sum(row.debt_cents for row in self.rows)


def claims_to_arrange(turn: Turn) -> ClaimsToArrange:
    """Return what there is to arrange in this case.

    A disputed claim freezes the case: nothing is arranged beside it. Where everything is arranged
    already, it is the rest of the running arrangement, for another plan in its place. Obstacles, in
    order: ``disputed``, ``claim_unknown``, ``other_organisation``, ``arrangement_running``.
    """
    rows = [row for row in rows_of(turn.unit, Claim, turn.case.id) if row.state != "closed"]
    own = [row for row in rows if row.of_organisation]
    open_rows = tuple(row for row in own if row.state == "open")
    agreed = agreed_arrangement(turn.unit, turn.case.id)
    is_disputed = any(row.state == "disputed" for row in own)
    if agreed is not None and not open_rows and not is_disputed:
        return _rest_of(agreed, own, turn)
    obstacles = {
        "disputed": is_disputed,
        "claim_unknown": not rows,
        "other_organisation": not own,
        "arrangement_running": not open_rows,
    }
    obstacle = next((code for code, is_so in obstacles.items() if is_so), None)
    doubts = () if agreed is None else ("arrangement_running",)
    if _has_promised_part(turn):
        doubts = (*doubts, "part_payment_to_come")
    return ClaimsToArrange(open_rows, obstacle, doubts=doubts)


def _has_promised_part(turn: Turn) -> bool:
    """Whether a part of the debt is to be paid still, so that a plan for all of it is too much."""
    return any(
        row.kind == "part_payment" and row.state == "granted" and row.effective_on >= turn.today
        for row in rows_of(turn.unit, Concession, turn.case.id)
        if row.effective_on is not None
    )


def _rest_of(agreed: Agreed, own: list[Claim], turn: Turn) -> ClaimsToArrange:
    rest_cents = agreed.running_plan(turn.today).rest_cents
    return ClaimsToArrange(
        rows=tuple(row for row in own if row.id in agreed.plan.claim_ids),
        obstacle=None if rest_cents else "arrangement_running",
        replaces=agreed,
        rest_cents=rest_cents,
        doubts=() if agreed.is_certain(turn.today) else ("payments_not_checked",),
    )
