"""How long a case is kept: as long as something in it runs, and then the organisation's term."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from casework.store import (
    Arrangement,
    Handover,
    Proposal,
    row_with_id,
    rows_of,
    running_holds,
)
from casework.whole_case.store import case_ref, quiet_cases
from storage.unit_of_work import UnitOfWork


def cases_past_term(unit: UnitOfWork, case_days: int) -> tuple[str, ...]:
    """Return the ids of cases in which nothing happened for ``case_days`` days and nothing runs.

    What runs: an arrangement with a term that is due within the term counted back from now, and a
    question that no colleague has finished. A case that is held stays too. The entry point forgets
    each of them.
    """
    since = unit.now - timedelta(days=case_days)
    held = held_cases(unit)
    return tuple(
        case_id
        for case_id in quiet_cases(unit, since)
        if case_id not in held and not _runs(unit, case_id, case_days)
    )


def held_cases(unit: UnitOfWork) -> frozenset[str]:
    """Return the ids of the cases that must be kept for a legal reason."""
    return frozenset(row.case_id for row in running_holds(unit))


def pseudonyms(unit: UnitOfWork, case_ids: Iterable[str]) -> frozenset[str]:
    """Return the pseudonyms of cases in the evidence log."""
    refs = (case_ref(unit, case_id) for case_id in case_ids)
    return frozenset(ref for ref in refs if ref is not None)


def _runs(unit: UnitOfWork, case_id: str, case_days: int) -> bool:
    if any(row.state != "done" for row in rows_of(unit, Handover, case_id)):
        return True
    since_on = (unit.now - timedelta(days=case_days)).date()
    for row in rows_of(unit, Arrangement, case_id):
        plan = row_with_id(unit, Proposal, case_id, row.proposal_id)
        if row.state == "accepted" and plan is not None and plan.last_due_on >= since_on:
            return True
    return False
