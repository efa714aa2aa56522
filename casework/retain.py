"""How long a case is kept: as long as something in it runs, and then the organisation's term."""

from __future__ import annotations

from datetime import timedelta

from casework.store import Arrangement, Handover, Proposal, row_with_id, rows_of
from casework.whole_case.store import quiet_cases
from storage.unit_of_work import UnitOfWork


def cases_past_term(unit: UnitOfWork, case_days: int) -> tuple[str, ...]:
    """Return the ids of cases in which nothing happened for ``case_days`` days and nothing runs.

    What runs: an arrangement with a term that is due within the term counted back from now, and a
    question that no colleague has finished. The entry point forgets each of them.
    """
    since = unit.now - timedelta(days=case_days)
    return tuple(
        case_id for case_id in quiet_cases(unit, since) if not _runs(unit, case_id, case_days)
    )


def _runs(unit: UnitOfWork, case_id: str, case_days: int) -> bool:
    if any(row.state != "done" for row in rows_of(unit, Handover, case_id)):
        return True
    since_on = (unit.now - timedelta(days=case_days)).date()
    for row in rows_of(unit, Arrangement, case_id):
        plan = row_with_id(unit, Proposal, case_id, row.proposal_id)
        if row.state == "accepted" and plan is not None and plan.last_due_on >= since_on:
            return True
    return False
