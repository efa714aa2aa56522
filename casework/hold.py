"""Keep a case beyond its term for a legal reason (AVG art. 17 lid 3), and let it go again."""

from __future__ import annotations

from casework.codes import checked_code
from casework.errors import BadRequest, CaseHeld
from casework.store import LegalHold, running_holds
from casework.whole_case.store import case_ref
from evidence_log import record
from storage.types import new_id
from storage.unit_of_work import UnitOfWork


def set_hold(unit: UnitOfWork, case_id: str, reason_code: str, colleague: str) -> str:
    """Keep the case until the hold is cleared; return the hold's id.

    A hold with the same reason is set once. Raises :class:`casework.errors.BadRequest` for an
    unknown case, and for a reason or colleague that is no code.
    """
    checked_code("reason_code", reason_code)
    checked_code("colleague", colleague)
    ref = case_ref(unit, case_id)
    if ref is None:
        raise BadRequest(f"There is no case {case_id!r}, so nothing was held. Check the id.")
    for running in running_holds(unit, case_id):
        if running.reason_code == reason_code:
            return running.id
    row = LegalHold(
        id=new_id(),
        case_id=case_id,
        reason_code=reason_code,
        set_by=colleague,
        set_on=unit.now.date(),
    )
    unit.add(row)
    record(unit, "hold_set", ref, {"hold": row.id, "reason": reason_code, "by": colleague})
    return row.id


def clear_hold(unit: UnitOfWork, case_id: str, reason_code: str, colleague: str) -> int:
    """Clear every hold of the case; return how many. The case then follows its term again.

    ``reason_code`` says why it is cleared. Clearing again changes nothing.
    """
    checked_code("reason_code", reason_code)
    checked_code("colleague", colleague)
    running = running_holds(unit, case_id)
    for row in running:
        row.cleared_by, row.cleared_on = colleague, unit.now.date()
        codes = {"hold": row.id, "reason": reason_code, "by": colleague}
        record(unit, "hold_cleared", case_ref(unit, case_id), codes)
    return len(running)


def check_not_held(unit: UnitOfWork, case_id: str) -> None:
    """Raise :class:`casework.errors.CaseHeld` when the case must be kept."""
    if running := running_holds(unit, case_id):
        reasons = ", ".join(sorted({row.reason_code for row in running}))
        raise CaseHeld(
            f"Case {case_id!r} is held ({reasons}), so nothing of it was forgotten. Clear the hold "
            "first when the reason is over: warmwijzer hold clear"
        )
