"""One claim as it may be shown: what is due, who says so, and on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.store import Claim


@dataclass(frozen=True)
class ClaimFact:
    """One claim. ``source`` is ``organisation`` or ``person``; ``as_of`` dates the amount.

    ``state``: ``open``, ``arranged`` or ``disputed``.
    """

    id: str
    kind: str
    debt_cents: int
    of_organisation: bool
    source: str
    as_of: date
    state: str
    invoice_number: str | None = None
    invoice_on: date | None = None
    due_on: date | None = None


def claim_fact(row: Claim) -> ClaimFact:
    """Return the row of a claim as a fact."""
    return ClaimFact(
        id=row.id,
        kind=row.kind,
        debt_cents=row.debt_cents,
        of_organisation=row.of_organisation,
        source=row.source,
        as_of=row.as_of,
        state=row.state,
        invoice_number=row.invoice_number,
        invoice_on=row.invoice_on,
        due_on=row.due_on,
    )
