"""Say what we know of a person, and forget it. Both follow from the schema."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from casework.context import Turn
from casework.decisions import Decision, as_ref
from casework.desk import ask_colleague
from casework.hold import check_not_held
from casework.store import Case, ErasureRequest, add_row, committed, rows_of
from casework.whole_case.store import case_ref, case_tables, committed_rows, delete_case
from evidence_log import erase_person, record
from storage.types import new_id
from storage.unit_of_work import UnitOfWork

Eraser = Callable[[UnitOfWork, str], Mapping[str, int]]
"""Deletes what the schema does not tie to a case by a key; returns numbers by table."""

_erasers: list[Eraser] = []


@dataclass(frozen=True)
class KnownFacts:
    """Every table that can hold something of the person, with the committed rows it holds."""

    tables: Mapping[str, tuple[Mapping[str, Any], ...]]


@dataclass(frozen=True)
class ErasureRequested:
    """The request is with a colleague, who answers by ``answer_by_on`` (AVG art. 12 lid 3)."""

    decision: Decision
    answer_by_on: date


@dataclass(frozen=True)
class Erased:
    """How many rows were deleted, by table."""

    counts: Mapping[str, int]


def register_eraser(erase: Eraser) -> Eraser:
    """Add ``erase`` to what :func:`forget` does first; usable as a decorator, once a function."""
    if erase not in _erasers:
        _erasers.append(erase)
    return erase


def what_we_know(turn: Turn) -> KnownFacts:
    """Return every committed row of the case, by table; empty tables are listed too.

    Tables of other packages that hang on a case are in it. The answer itself is noted in the
    evidence log each time (AVG art. 15).
    """
    own = committed(turn.unit, Case, turn.case.id)
    tables: dict[str, tuple[Mapping[str, Any], ...]] = {
        Case.__tablename__: () if own is None else (own,)
    }
    for table in case_tables():
        tables[table.name] = tuple(committed_rows(turn.unit, table, turn.case.id))
    rows = sum(map(len, tables.values()))
    codes = {"tables": len(tables), "rows": rows}
    record(turn.unit, "known_facts_shown", turn.case.ref, codes)
    return KnownFacts(tables)


def request_erasure(turn: Turn) -> ErasureRequested:
    """Ask a colleague to forget the person; an open request is returned.

    The law gives one month to answer (AVG art. 12 lid 3); the answer may be that something must be
    kept (art. 17 lid 3), so a colleague decides.
    """
    for row in rows_of(turn.unit, ErasureRequest, turn.case.id):
        if row.state == "requested":
            return ErasureRequested(Decision("erasure", row.id), row.answer_by_on)
    answer_by_on = turn.today + relativedelta(months=1)
    decision = Decision("erasure", new_id())
    handover = ask_colleague(turn, "erasure", "normal", as_ref(decision))
    add_row(
        turn.unit,
        ErasureRequest,
        turn.case.id,
        id=decision.id,
        state="requested",
        answer_by_on=answer_by_on,
        handover_id=handover.id,
    )
    codes = {"erasure": decision.id, "answer_by_on": answer_by_on.isoformat()}
    record(turn.unit, "erasure_requested", turn.case.ref, codes)
    return ErasureRequested(decision, answer_by_on)


def forget(unit: UnitOfWork, case_id: str) -> Erased:
    """Delete everything of a case, and destroy the key to what the evidence log says of it.

    First the registered erasers, then each table that hangs on a case, the case itself, and last
    the bodies of its entries: their leaves stay, so the log still verifies. Forgetting again
    deletes nothing. Whoever commits then calls ``database.wipe_traces()``.
    Raises :class:`casework.errors.CaseHeld` when the case must be kept.
    """
    check_not_held(unit, case_id)
    ref = case_ref(unit, case_id)
    answer = _answer_to_request(unit, case_id)
    counts: dict[str, int] = {}
    for erase in _erasers:
        for table, number in erase(unit, case_id).items():
            counts[table] = counts.get(table, 0) + number
    for table, number in delete_case(unit, case_id).items():
        counts[table] = counts.get(table, 0) + number
    if ref is not None:
        erase_person(unit, ref)
        record(unit, "case_erased", None, {"rows": sum(counts.values()), **answer})
    return Erased(counts)


def _answer_to_request(unit: UnitOfWork, case_id: str) -> dict[str, bool]:
    """Whether this was asked for, and is done in time: the request itself is deleted too."""
    asked = [row for row in rows_of(unit, ErasureRequest, case_id) if row.state == "requested"]
    if not asked:
        return {"asked": False}
    return {
        "asked": True,
        "in_time": unit.now.date() <= min(row.answer_by_on for row in asked),
    }
