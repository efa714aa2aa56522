"""Take a complaint: note its theme, and say by when the person gets a confirmation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casework.codes import checked_code
from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.opening import callback_on
from casework.store import Complaint, add_row, rows_of
from evidence_log import record
from storage.types import new_id


@dataclass(frozen=True)
class ComplaintFiled:
    """The complaint is with a colleague, who confirms it by ``acknowledge_by_on``."""

    decision: Decision
    acknowledge_by_on: date


def file_complaint(turn: Turn, theme_code: str) -> ComplaintFiled:
    """File a complaint; an open one about the same theme is returned.

    A complaint agency confirms receipt within two working days (Bki art. 6.1); the organisation's
    own term stands in ``acknowledge_working_days``.
    """
    checked_code("theme_code", theme_code)
    for row in rows_of(turn.unit, Complaint, turn.case.id):
        if row.theme_code == theme_code and row.state != "closed":
            return ComplaintFiled(Decision("complaint", row.id), row.acknowledge_by_on)
    organisation = turn.organisation
    by_on = callback_on(
        organisation.opening_hours, turn.unit.now, organisation.acknowledge_working_days
    )
    decision = Decision("complaint", new_id())
    handover = ask_colleague(turn, "complaint", "asked", as_ref(decision))
    add_row(
        turn.unit,
        Complaint,
        turn.case.id,
        id=decision.id,
        theme_code=theme_code,
        state="received",
        acknowledge_by_on=by_on,
        handover_id=handover.id,
    )
    codes = {"complaint": decision.id, "theme": theme_code, "acknowledge_by_on": by_on.isoformat()}
    record(turn.unit, "complaint_filed", turn.case.ref, codes)
    return ComplaintFiled(decision, by_on)
